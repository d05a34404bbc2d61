#pragma once

#include "engine/cel/environment.hpp"
#include "engine/cel/value.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace sluice::cel {

/// What the variables of an environment are bound to during one evaluation. Best made from the very environment that
/// the expressions were compiled in: then a variable is found by its slot; from another one, by its name. Reading is
/// safe from several threads, unless a supplier makes the values.
class activation {
public:
    /// `host` is handed to host functions; it must outlive the evaluations.
    explicit activation(const environment& declared, const void* host = nullptr);

    /// Throws `std::logic_error` when the variable is not declared. An unbound variable is a run-time error only where
    /// an evaluation reads it.
    activation& bind(std::string_view name, value bound);

    /// Makes the value of a slot when an expression that reads it is first evaluated: most expressions read few of the
    /// variables that they could. Must outlive the evaluations.
    using supplier = std::function<value(std::uint32_t slot)>;
    void supply_by(supplier);
    /// The slot's value is no longer good: bound or supplied, it is unbound again.
    void forget(std::uint32_t slot) { values_[slot].reset(); }

    /// Null when unbound or undeclared. Good until the slot is bound anew or forgotten.
    const value* find(std::string_view name) const;
    const value* at(std::uint32_t slot) const {
        auto& held = values_[slot];
        if (!held && supply_) held = supply_(slot);
        return held ? &*held : nullptr;
    }

    template<class Host>
    const Host& host() const {
        return *static_cast<const Host*>(host_);
    }

    const declarations* declared() const { return declared_.get(); }

private:
    std::shared_ptr<const declarations> declared_;
    mutable std::vector<std::optional<value>> values_;
    supplier supply_;
    const void* host_;
};

} // namespace sluice::cel

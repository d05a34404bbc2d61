#pragma once

#include "engine/cel/environment.hpp"
#include "engine/cel/value.hpp"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace sluice::cel {

/// What the variables of an environment are bound to during one evaluation. Best made from the very environment that
/// the expressions were compiled in: then a variable is found by its slot; from another one, by its name. Reading is safe
/// from several threads.
class activation {
public:
    /// `host` is handed to host functions; it must outlive the evaluations.
    explicit activation(const environment& declared, const void* host = nullptr);

    /// Throws `std::logic_error` when the variable is not declared. An unbound variable is a run-time error only where
    /// an evaluation reads it.
    activation& bind(std::string_view name, value bound);

    /// Null when unbound or undeclared.
    const value* find(std::string_view name) const;
    const value* at(std::uint32_t slot) const { return values_[slot] ? &*values_[slot] : nullptr; }

    template <class Host>
    const Host& host() const {
        return *static_cast<const Host*>(host_);
    }

    const declarations* declared() const { return declared_.get(); }

private:
    std::shared_ptr<const declarations> declared_;
    std::vector<std::optional<value>> values_;
    const void* host_;
};

} // namespace sluice::cel

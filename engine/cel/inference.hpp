#pragma once

#include "engine/cel/type.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace sluice::cel {

/// Finds what type parameters stand for, as the reference checkers do: `[]` is a list of some type, which its use may
/// settle. Recursion follows the structure of types, which no expression makes deeper than its own depth.
class inference {
public:
    /// A parameter that stands for nothing yet.
    type fresh();

    /// The overload's parameters A, B … (`type::parameter(0)`, …) replaced by fresh ones, the same for the same.
    std::vector<type> instantiate(const std::vector<type>& generic);

    /// Whether values of the one types can be used as the others, taken together; if so, what that says about
    /// parameters is kept, if not, nothing is.
    bool assignable(std::span<const type> from, std::span<const type> to);
    bool assignable(const type& from, const type& to) { return assignable({&from, 1}, {&to, 1}); }

    /// The type with all that is known put in; what is not known stays a parameter.
    type known(const type& of) const;
    /// As `known`, with `dyn` for what is not known.
    type settled(const type& of) const;

    /// The one type for both elements of a literal: the more general one, or `dyn`.
    type join(const type& left, const type& right);

private:
    bool fits(const type& from, const type& to);
    bool all_fit(std::span<const type> from, std::span<const type> to);
    bool bind(const type& of, const type& parameter);
    bool occurs(const type& parameter, const type& within) const;
    type replaced(const type& of, bool unknown_is_dynamic) const;

    std::vector<std::optional<type>> meanings_;
};

} // namespace sluice::cel

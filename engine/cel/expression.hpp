#pragma once

#include "engine/cel/activation.hpp"
#include "engine/cel/cost.hpp"
#include "engine/cel/environment.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::cel {

struct program;

struct compile_limits {
    std::size_t source_bytes_max = 16'384;
    std::size_t depth_max = 100; ///< of nesting, and of the tree; chains of && and || count once
    std::uint64_t cost_max = 100'000'000;
    size_assumptions sizes;
    /// False leaves what does not resolve or fit its types to fail when evaluated: the specification's unchecked mode.
    bool check_types = true;
};

struct evaluation_limits {
    std::uint64_t steps_max = 10'000'000;
};

/// A compiled expression of the Common Expression Language (cel-spec, langdef.md) with the string extensions of cel-go.
/// Immutable, cheap to copy, safe to evaluate from several threads; independent of the environment it came from.
class expression {
public:
    /// Refuses with `expression_invalid` (syntax, types, limits; the explanation shows the place with a caret, and the
    /// refusal's place is "line:column") or `cost_exceeded`.
    static result<expression> compile(std::string_view source, const environment& known, compile_limits limits = {});

    const type& result_type() const;
    /// The most steps that an evaluation can take, on data within `size_assumptions`.
    std::uint64_t cost_max() const;
    const std::string& source() const;
    /// The variables and field paths that the expression reads, sorted: `form.route`, `vars.count`. A path ends at a list,
    /// a computed key, or a variable that is used whole.
    const std::vector<std::string>& reads() const;

    /// Refuses with `guard_failed` ("no such key: x", "division by zero") or, past the limit, `cost_exceeded`; nothing is
    /// thrown but what host functions throw. `steps_used`, if given, is told how many steps it took.
    result<value> evaluate(const activation& bound, evaluation_limits limits = {},
                           std::uint64_t* steps_used = nullptr) const;

private:
    explicit expression(std::shared_ptr<const program> compiled) : program_{std::move(compiled)} {}

    std::shared_ptr<const program> program_;
};

} // namespace sluice::cel

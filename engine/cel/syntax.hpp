#pragma once

#include "engine/cel/library.hpp"
#include "engine/cel/type.hpp"
#include "engine/cel/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sluice::cel {

using node_index = std::uint32_t;

enum class node_kind : std::uint8_t {
    literal,
    identifier,
    select,
    test, ///< has(operand.field)
    call,
    list,
    map, ///< children are key, value, key, value …
    comprehension,
};

/// The macros, each with the word that calls it; `map` is `transformList` too, and `bind` is `cel.bind`.
enum class comprehension_kind : std::uint8_t {
    all,
    exists,
    exists_one,
    map,
    filter,
    transform_map,
    transform_map_entry,
    bind,
    optional_map,
    optional_flat_map,
};

/// What a name turned out to mean; the checker fills it in.
enum class meaning : std::uint8_t { unknown, variable, local, type_name };

/// One node of the syntax tree. `children` are, by kind: the operand of a select or test; a call's target, where it has
/// one, and its arguments; the elements; of a comprehension the range, the predicate (where the macro takes one; a
/// transform may go without) and, for a transform, what it makes at the end; of `bind` what is bound and what it is
/// bound in.
struct syntax_node {
    node_kind kind = node_kind::literal;
    comprehension_kind comprehension = comprehension_kind::all;
    bool has_target = false; ///< a call written target.name(…)
    bool absolute = false;   ///< an identifier written .name
    bool optional = false;   ///< a select written operand.?name
    std::uint16_t depth = 1;
    std::size_t offset = 0;  ///< of the place to point at: the operator, the field, the name
    std::string name;        ///< identifier, field, function or the comprehension's variable
    std::string second_name; ///< a comprehension's second variable, or empty
    value literal;
    std::vector<node_index> children;
    std::vector<bool> optional_parts; ///< of a list or map, which elements or entries are written ?…; empty for none

    type of;
    meaning means = meaning::unknown;
    std::uint32_t slot = 0;                          ///< of the variable or local; a second variable has the next
    const standard_function* function = nullptr;     ///< what a call calls, if it is known,
    std::optional<std::uint32_t> host_function = {}; ///< or which of the host's
};

/// Nodes come after their children.
struct syntax_tree {
    std::vector<syntax_node> nodes;
    node_index root = 0;
};

/// The names under which operators are called, as the CEL specification has them.
namespace operators {
inline constexpr std::string_view logical_and = "_&&_", logical_or = "_||_", logical_not = "!_", negate = "-_",
                                  conditional = "_?_:_", index = "_[_]", optional_index = "_[?_]", in = "@in",
                                  equal = "_==_", not_equal = "_!=_", less = "_<_", less_equal = "_<=_",
                                  greater = "_>_", greater_equal = "_>=_", add = "_+_", subtract = "_-_",
                                  multiply = "_*_", divide = "_/_", modulo = "_%_";
} // namespace operators

} // namespace sluice::cel

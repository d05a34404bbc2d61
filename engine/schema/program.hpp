#pragma once

#include "engine/base/text.hpp"
#include "engine/schema/decimal.hpp"
#include "engine/schema/format.hpp"
#include "engine/schema/pattern.hpp"
#include "engine/schema/schema.hpp"
#include "engine/schema/shape.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace sluice::schema {

/// Index into `program::nodes`.
using node_id = std::uint32_t;

/// The types of JSON Schema as bits; a whole number is both an integer and a number.
enum type_bit : std::uint8_t {
    type_null = 1,
    type_boolean = 2,
    type_integer = 4,
    type_number = 8,
    type_string = 16,
    type_array = 32,
    type_object = 64,
};

/// A number in a keyword, and how it was written, for explanations.
struct limit {
    decimal value;
    std::string written;
};

/// Permitted values in canonical form.
struct permitted_values {
    std::set<std::string> canonical;
    bool any_structured = false; ///< whether objects or arrays are among them
    std::string shown;           ///< for explanations, shortened
};

struct number_rules {
    std::optional<limit> minimum, maximum, exclusive_minimum, exclusive_maximum, multiple_of;
};

struct string_rules {
    std::optional<std::size_t> length_min, length_max;
    std::optional<sluice::schema::pattern> pattern;
    const sluice::schema::format* format = nullptr;
};

struct array_rules {
    std::optional<std::size_t> items_min, items_max, contains_min, contains_max;
    std::optional<node_id> items, contains, unevaluated;
    std::vector<node_id> prefix_items;
    bool unique = false;
};

struct object_rules {
    std::optional<std::size_t> members_min, members_max;
    std::map<std::string, node_id, std::less<>> properties;
    std::vector<std::string> order; ///< of the properties, as written
    std::vector<std::pair<pattern, node_id>> pattern_properties;
    std::optional<node_id> additional, names, unevaluated;
    std::vector<std::string> required;
    std::map<std::string, std::vector<std::string>> dependent_required;
    std::map<std::string, node_id> dependent_schemas;
};

/// Schemas that apply to the same value.
struct combination_rules {
    std::optional<node_id> reference, negated, condition, then_branch, else_branch;
    std::vector<node_id> all_of, any_of, one_of;
};

/// One schema.
struct node {
    std::string place; ///< JSON pointer into the document
    std::optional<bool> always;
    text title;
    std::uint8_t types = 0; ///< 0: any
    std::optional<permitted_values> constant, enumeration;
    std::optional<json::value_t> value_type; ///< of `const` and every `enum` member, if it is one
    number_rules numbers;
    string_rules strings;
    array_rules arrays;
    object_rules objects;
    combination_rules combined;
    bool money = false;
    bool identity = false;
    bool confidential = false;
};

/// A compiled schema; the first node is its root.
struct program {
    compile_options limits;
    std::deque<node> nodes;
    std::shared_ptr<const shape> root_shape;
};

/// The nodes that apply to the same value as this one.
std::vector<node_id> applied_in_place(const node& of);

/// Those, and the nodes that apply to its parts.
std::vector<node_id> all_applied(const node& of);

} // namespace sluice::schema

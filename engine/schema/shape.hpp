#pragma once

#include "engine/base/json.hpp"
#include "engine/base/text.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::schema {

struct field;

/// What data that a schema admits looks like, as far as the schema says: what expressions need for their types and
/// people for their labels. Immutable and finite: where a schema refers to itself, the inner shape is `any`.
///
/// A kind is stated only where the schema guarantees it (through `type`, `const`, `enum` or `x-money`). The branches of
/// `anyOf`, `oneOf`, `then`, `else` and `dependentSchemas` add their fields as optional ones; where branches disagree on
/// a field its kind is `any`.
struct shape {
    enum class kind { any, boolean, integer, number, string, money, timestamp, list, object, map };

    kind is = kind::any;
    text title;                           ///< both empty where the schema gives none
    bool identity = false;                ///< `x-identity`: withheld from reviewers
    bool confidential = false;            ///< `x-confidential`
    std::vector<field> fields;            ///< of an object, in the order of the schema
    std::shared_ptr<const shape> element; ///< of a list, or of an object's further members; null: nothing known
    bool open = true;                     ///< whether an object may have members beyond `fields`

    /// Null when there is no such field.
    const field* find(std::string_view name) const;
};

struct field {
    std::string name;
    std::shared_ptr<const sluice::schema::shape> shape; ///< never null
    bool required = false;
    bool identity = false;
    bool confidential = false;
};

/// Data as expressions see it: money objects become integer fen, numbers of kind `number` doubles even when written 5,
/// and integers written 5.0 integers. Anything that does not have its shape's kind stays as it is, so that drafts can be
/// converted too.
json to_values(const shape& of, const json& data);

/// What is dropped from data before someone sees it who may not.
enum class withheld { identity, confidential };

/// The data without the fields, list items and members that are flagged so.
json redact(const shape& of, json data, withheld flag);

} // namespace sluice::schema

#pragma once

#include "engine/base/json.hpp"
#include "engine/base/refusal.hpp"
#include "engine/base/result.hpp"
#include "engine/schema/shape.hpp"

#include <memory>
#include <string>
#include <vector>

namespace sluice::schema {

struct program;

/// Where the schema is, and the bounds of compiling it and of validating against it.
struct compile_options {
    /// JSON pointer to the schema within the document; `$ref` is always resolved against the whole document, so that
    /// a workflow's `#/$defs` can be used by the schemas inside it.
    std::string place = {};
    /// Whether keywords and formats that are not known are passed over, as the standard has it. Otherwise they are
    /// refused: in a form, a typing error must not go unnoticed.
    bool unknown_ignored = false;
    std::size_t schema_depth_max = 64;     ///< of schemas inside schemas, and of `$ref`s that follow one another
    std::size_t nodes_max = 5'000;         ///< schemas in the document
    std::size_t data_depth_max = 32;       ///< levels of the data; what `json_limits` lets in
    std::size_t steps_max = 250'000;       ///< work on one validation: 10 to 20 ms
    std::size_t violations_max = 100;      ///< reported at once
    std::size_t string_bytes_max = 65'536; ///< of a string that a pattern is matched against
};

/// How complete the data must be. For a draft, `required`, `dependentRequired`, `minItems`, `minLength`,
/// `minProperties`, `contains`, `not` and `if` are not asked for yet, `oneOf` is read as `anyOf`, what any branch knows
/// counts as evaluated, and an empty string
/// stands for a field that is not filled in yet. Types, unknown fields, patterns, formats, limits and money are
/// checked.
enum class completeness { complete, draft };

/// A compiled JSON Schema (2020-12). Immutable; copying is cheap; any number of threads may validate at once.
///
/// Supported: all keywords of the applicator and validation vocabularies, with these differences: `$ref` is local
/// (within the document, to what a JSON pointer, `$anchor` or `$id` names there), there are no dynamic references and
/// no
/// `$vocabulary`, `format` is asserted (see format.hpp), and `pattern` is matched in linear time (see pattern.hpp).
/// Of our own: `title` and `description` may be `{"zh", "en"}`; `x-money: true` asks for
/// `{"amount": "150000.00", "currency": "CNY"}`; `x-identity` and `x-confidential` flag fields for `redact`; any other
/// `x-…` is an annotation. Numbers are compared and divided as the decimals they were written as.
class schema {
public:
    /// Refuses with `definition_invalid` and the JSON pointer of the fault: unknown keywords, wrong values, references
    /// that lead nowhere, outside or round without progress, patterns and formats that are not supported, flags where
    /// `redact` could not follow (inside a recursive schema, under `if`, `not`, `contains`, `propertyNames`), and a
    /// schema beyond the bounds.
    static result<schema> compile(const ordered_json& document, compile_options options = {});

    /// Everything that is wrong, at most `violations_max`, empty when the data is valid. `id` is the keyword, `place`
    /// the JSON pointer into the data (of the missing field for `required`, of the unknown one for
    /// `additionalProperties`), and the explanation names fields by their titles. Data beyond the bounds is invalid:
    /// `x-depth`, `x-steps`.
    std::vector<unmet_requirement> validate(const json& data, completeness wanted = completeness::complete) const;

    const sluice::schema::shape& shape() const;

private:
    explicit schema(std::shared_ptr<const program> compiled)
        : program_{std::move(compiled)} {}

    std::shared_ptr<const program> program_;
};

/// The refusal for data that failed `validate`, which must have found something: `unknown_field` if any field is
/// unknown, otherwise `form_invalid`.
refusal form_refusal(std::vector<unmet_requirement> violations);

} // namespace sluice::schema

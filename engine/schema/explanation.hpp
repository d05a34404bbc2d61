#pragma once

#include "engine/base/text.hpp"
#include "engine/schema/program.hpp"

#include <string>
#include <string_view>

namespace sluice::schema {

/// The sentences for people. `label` is how the reader calls the place (see label.hpp).

text explain_required(const text& label);
text explain_required_because(const text& label, const text& other);
text explain_type(const text& label, std::uint8_t types);
text explain_values(const text& label, const permitted_values& permitted);
text explain_format(const text& label, const format& wanted);
text explain_pattern(const text& label, const pattern& wanted);
text explain_money(const text& label);
text explain_unknown_field(std::string_view name, std::string_view nearest, const text& nearest_label);

/// Too few or too many characters, items or members.
enum class counted { characters, items, members, matching_items };
text explain_too_few(const text& label, counted what, std::size_t wanted, std::size_t found);
text explain_too_many(const text& label, counted what, std::size_t wanted, std::size_t found);

/// `relation`: 不小于 / “at least”, for instance.
text explain_limit(const text& label, const text& relation, const limit& bound);

} // namespace sluice::schema

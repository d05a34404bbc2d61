#pragma once

#include "engine/base/text.hpp"
#include "engine/schema/shape.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace sluice::schema {

/// A place in the data, as a chain of steps from the inside out that lives on the stack of whoever descends.
struct location {
    const location* outer = nullptr;      ///< null at the root
    const std::string* member = nullptr;  ///< null for an item of a list
    std::size_t index = 0;
};

/// Names in pointers and explanations are cut to this length: keys can be as long as a body.
inline constexpr std::size_t shown_name_max = 96;

/// The name, cut between two characters where it is too long, and marked so.
std::string shown_name(std::string_view name);

/// JSON pointer (RFC 6901), with overlong names cut.
std::string pointer_to(const location& place);

/// What a reader calls the place: its title, or its name where it has none; items by number and list, for instance
/// “团队成员”第 2 项的“姓名” / “Name” in item 2 of “Team”.
text label_of(const shape& root, const location& place);

/// The shape there; null where the schema says nothing.
const shape* shape_at(const shape& root, const location& place);

} // namespace sluice::schema

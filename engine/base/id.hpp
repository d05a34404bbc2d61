#pragma once

#include "engine/base/instant.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace sluice {

/// The random part of an id; callers take it from the operating system.
using id_entropy = std::array<std::uint8_t, 10>;

/// A UUID version 7 (RFC 9562): the time leads, so that ids sort by age and B-trees append.
std::string make_id(instant created, const id_entropy& entropy);

/// Whether the text is a UUID in lower case, as every id is.
bool is_id(std::string_view written);

} // namespace sluice

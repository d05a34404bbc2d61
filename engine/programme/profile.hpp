#pragma once

#include "engine/schema/schema.hpp"

#include <string_view>

namespace sluice::programme {

/// The questions that the sections `match` of all programmes are asked in: workflows/profile.schema.json, which the
/// program carries with it. Every field is optional. Fields are added and never removed or given another type, so that
/// what was published can always be read again.
const schema::schema& profile_schema();
std::string_view profile_source();

} // namespace sluice::programme

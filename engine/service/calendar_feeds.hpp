#pragma once

#include "engine/service/errand.hpp"

namespace sluice::service {

// Deadlines for calendar programs, which cannot sign in: whoever has the address may read it. Only the digest of its
// secret part is kept, and it opens nothing but the deadlines.

inline constexpr std::string_view calendar_feed_kind = "calendar_feed";

result<answer> carry_out(const errand&, const open_calendar_feed&);
result<answer> carry_out(const errand&, const close_calendar_feed&); ///< by its person; at once

std::string feeds_of(const std::string& person);
json calendar_feed_to_json(const json& body);

} // namespace sluice::service

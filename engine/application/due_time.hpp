#pragma once

#include "engine/base/instant.hpp"
#include "engine/base/json.hpp"
#include "engine/base/result.hpp"
#include "engine/calendar/calendar.hpp"

namespace sluice::application {

/// When a timer that starts at `start` falls due, its delay being what the definition's expression gave: a text such as
/// "5 working days", or an absolute instant in RFC 3339. Refuses `definition_invalid` for anything else, and as
/// `calendar::deadline` does.
result<instant> due_after(const json& delay, instant start, const calendar::calendar& days);

} // namespace sluice::application

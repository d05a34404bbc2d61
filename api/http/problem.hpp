#pragma once

#include "api/http/message.hpp"
#include "engine/base/refusal.hpp"

#include <string_view>

namespace sluice::http {

/// A problem's `type` is this, followed by the reason's name.
inline constexpr std::string_view problem_type_base = "urn:sluice:problem:";

/// The status with which a refusal is answered.
int status_of(reason why);

/// What the reason means in general, in a few words.
text title_of(reason why);

/// The refusal as `application/problem+json` (RFC 9457): `type`, `title`, `status`, `detail` in the language wanted,
/// `instance`, and the extensions `reason`, `explanation` (both languages), `requestId`, and where there are any
/// `place` and `requirements` (`id`, `place`, `explanation`, `met`: false). A 401 carries `WWW-Authenticate`.
response problem(const refusal& why, language wanted, std::string_view request_id, std::string_view instance);

/// The same for a request at hand: its language, id and path.
response problem(const refusal& why, const request& asked);

/// The same with a status that no reason stands for, such as 431.
response problem(const refusal& why, int status, const request& asked);

} // namespace sluice::http

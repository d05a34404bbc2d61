#pragma once

#include "engine/base/text.hpp"

#include <string_view>

namespace sluice::http {

/// The language that an `Accept-Language` prefers (RFC 9110 §12.5.4; ranges matched as RFC 4647 §3.3.1 does, `zh-CN`
/// counting as `zh`). Chinese where the header is empty, names neither, or likes both equally and gives no order;
/// malformed entries are passed over.
language preferred_language(std::string_view accept_language);

/// The tag for `Content-Language`.
std::string_view tag_of(language spoken);

} // namespace sluice::http

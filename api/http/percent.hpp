#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sluice::http {

/// What a `+` stands for: itself in paths, a space in queries (application/x-www-form-urlencoded).
enum class plus_sign { itself, space };

/// Undoes percent-encoding (RFC 3986 §2.1). Nothing if an escape is not `%` and two hexadecimal digits, or if what
/// comes out is not text: invalid UTF-8, or a control character.
std::optional<std::string> percent_decode(std::string_view encoded, plus_sign plus);

/// Escapes everything but RFC 3986's unreserved characters: fit for one path segment or one query value.
std::string percent_encode(std::string_view plain);

/// Valid UTF-8 (no surrogates, no overlong forms) without C0 control characters and DEL.
bool is_plain_text(std::string_view bytes);

} // namespace sluice::http

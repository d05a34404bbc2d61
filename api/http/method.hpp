#pragma once

#include <optional>
#include <string_view>

namespace sluice::http {

/// The methods (RFC 9110 §9, RFC 5789) that this server knows; any other is answered with 501.
enum class method { get, head, post, put, patch, delete_, options };

/// As it stands in a request line, for instance `DELETE`.
std::string_view name_of(method verb);

/// Methods are case-sensitive: `get` is not one.
std::optional<method> method_from(std::string_view name);

} // namespace sluice::http

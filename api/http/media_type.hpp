#pragma once

#include "api/http/message.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::http {

/// A media type (RFC 9110 §8.3.1). Type, subtype and parameter names are in lower case.
struct media_type {
    std::string type;
    std::string subtype;
    std::vector<std::pair<std::string, std::string>> parameters;

    std::string essence() const { return type + "/" + subtype; }
    std::optional<std::string_view> parameter(std::string_view name) const;
};

/// Nothing if it is malformed or a parameter stands twice.
std::optional<media_type> parse_media_type(std::string_view written);

/// Refuses with `unsupported_media_type` unless the request's `Content-Type` is one of these (in lower case, without
/// parameters) and its `charset`, if it has one, is UTF-8. Returns the type.
result<media_type> require_media_type(const request& asked, std::span<const std::string_view> accepted);

/// The same for `application/json` alone.
result<void> require_json(const request& asked);

/// The one of the types offered (in the server's order of preference) that `Accept` likes best; nothing if none will
/// do, which is 406. Without `Accept` it is the first (RFC 9110 §12.5.1).
std::optional<std::string_view> preferred_media_type(std::string_view accept,
                                                     std::span<const std::string_view> offered);

} // namespace sluice::http

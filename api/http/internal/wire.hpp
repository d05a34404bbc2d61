#pragma once

#include "api/http/message.hpp"

#include <optional>
#include <string>

namespace sluice::http::internal {

/// How an answer goes out on its connection.
struct delivery {
    method verb = method::get; ///< of the request: HEAD gets no body
    int minor_version = 1;
    bool keep_alive = true;
    const std::string& request_id;
    const std::string& traceparent; ///< empty for none
};

/// Whether status and header can be sent as they are: no field that would end a line early, none that the server itself
/// writes, a final status.
bool is_sendable(const response& answer);

/// Status line and header with the empty line (RFC 9112 §4), in the place of what `head` held. `Content-Length` is that
/// of the body, except for 204 and 304, which have none.
void write_head(const response& answer, const delivery& how, std::string& head);

/// Whether the body follows.
bool sends_body(const response& answer, const delivery& how);

/// The client's id if it is fit to be logged and echoed (up to 64 letters, digits, `.`, `_`, `-`), otherwise a new one.
std::string request_id_for(std::optional<std::string_view> wanted);

} // namespace sluice::http::internal

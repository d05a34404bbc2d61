#pragma once

#include "api/http/fields.hpp"
#include "api/http/method.hpp"
#include "api/http/query.hpp"
#include "engine/base/json.hpp"

#include <functional>
#include <string>
#include <vector>

namespace sluice::http {

/// A request that has been read whole and found well-formed.
struct request {
    method verb = method::get;
    std::string target;                ///< path and query as they were sent; `*` for `OPTIONS *`
    std::string path;                  ///< the target up to the `?`, still encoded
    std::vector<std::string> segments; ///< the path's parts, decoded: valid UTF-8, never `.` or `..`
    query_parameters query;
    fields headers;
    std::string body;           ///< after chunked decoding; never longer than the route allows
    std::string remote_address; ///< the peer's IP address as the socket knows it
    std::string id;             ///< the client's `X-Request-Id` if it is fit for logs, otherwise a new id
    std::string traceparent;    ///< W3C Trace Context, only if it is valid; otherwise empty
};

/// An answer. The server adds `Content-Length`, `Date`, `X-Request-Id`, `X-Content-Type-Options: nosniff` and, for JSON
/// without a `Cache-Control`, `no-store`. A name or value that could break the header is answered with 500 instead.
struct response {
    int status = 200;
    fields headers;
    std::string body;
};

/// `application/json` with the value written compactly.
response json_response(int status, const json& value);

/// Takes the answer to one request: from any thread, at any time, once. Later calls are ignored, and so is an answer
/// that nobody waits for any more. If every copy is destroyed without a call, the client gets 500.
using responder = std::function<void(response)>;

} // namespace sluice::http

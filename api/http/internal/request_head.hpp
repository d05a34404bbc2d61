#pragma once

#include "api/http/message.hpp"
#include "api/http/server.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace sluice::http::internal {

/// Reads and vets the head of a request: RFC 9112 §2–§6, on its strict side. It does no I/O. Beast, which then reads
/// the body, lets through obs-fold, double `Host`, and codings that it does not know; nothing reaches it unvetted.

/// What stands before a body.
struct request_head {
    method verb = method::get;
    int minor_version = 1; ///< of HTTP/1
    std::string target;    ///< in origin form, or `*`
    fields headers;
    bool chunked = false;
    std::optional<std::uint64_t> content_length;
    bool expects_continue = false;
    bool keep_alive = true; ///< what the client wants

    bool has_body() const { return chunked || content_length.value_or(0) > 0; }
};

/// Why a request cannot be served, with a status that the reason alone would not give. The connection ends.
struct request_fault {
    int status = 400;
    refusal why;
};

using head_result = boost::system::result<request_head, request_fault>;

/// `head` is everything up to and with the empty line.
head_result read_head(std::string_view head, const server_options& limits);

/// Whether bytes that belong to an unfinished head can already be seen to be none: a line feed without a carriage
/// return before it, or another control character. `from` is where to begin; what is before has been looked at.
bool is_damaged_head(std::string_view bytes, std::size_t from);

/// Fills the target's parts in: path, segments, query.
result<void> read_target(std::string target, request& into);

/// `traceparent` if it is valid (W3C Trace Context, version 00), otherwise empty.
std::string valid_traceparent(const fields& headers);

request_fault malformed(text explanation, std::string place = {}, int status = 400);

[[noreturn]] void throw_exception_from_error(const request_fault& unread, const boost::source_location& where);

} // namespace sluice::http::internal

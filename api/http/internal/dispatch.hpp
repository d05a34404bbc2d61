#pragma once

#include "api/http/internal/answer_slot.hpp"
#include "api/http/internal/connections.hpp"
#include "api/http/internal/request_head.hpp"

namespace sluice::http::internal {

/// The steps between a vetted head and an answer that need no socket.

/// Fills in what is known before the target is read: id, headers (which are taken out of the head), address.
void begin_request(request_head& head, const std::string& remote_address, request& asked);

/// Where no route was found: 404, 405 with `Allow`, or the answer to OPTIONS.
response answer_without_route(const request& asked, const route_match& match);

/// Calls the handler; what it throws is logged, and abandons the slot.
void call_handler(const route_match& match, const request& asked, answer_slot& slot, const service& with);

/// What the client gets if the slot holds nothing: 500 if it was abandoned, else 503. Logged.
response answer_for_nothing(const request& asked, const answer_slot& slot, const service& with);

/// What a connection too many gets: 503 with `Retry-After`.
response answer_when_full(const request& asked);

/// The answer itself, or 500 in place of one that cannot be sent. Logged.
response vetted(response answer, const request& asked, const service& with);

} // namespace sluice::http::internal

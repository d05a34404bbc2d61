#pragma once

#include "api/http/message.hpp"
#include "api/routes/call.hpp"
#include "engine/base/result.hpp"
#include "engine/service/commands.hpp"
#include "engine/service/queries.hpp"

#include <string>

namespace sluice::routes {

/// What comes written out already is sent as it is; nothing here parses it.

/// One resource with its `ETag` (its revision, or a digest where it has none), or 304 if the reader has it already.
result<http::response> answer_resource(const call& asked, result<service::resource> found);

/// `{"items": […], "next": …}` with the `Link` to the next page.
result<http::response> answer_page(const call& asked, result<service::page> found);

/// Bytes that are served as they are, with their digest as the `ETag`.
result<http::response> answer_bytes(const call& asked, result<std::string> found, std::string media_type);

/// What a command answers: 200 or 201 with `Location`, `ETag` and `Idempotent-Replayed`; without the body (and 204 in
/// the place of 200) where the client prefers it so.
http::response answer_command(service::answer done, bool minimal);

} // namespace sluice::routes

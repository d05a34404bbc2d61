#pragma once

#include "api/http/message.hpp"
#include "api/routes/contract.hpp"
#include "engine/base/json.hpp"
#include "engine/base/result.hpp"
#include "engine/service/commands.hpp"

#include <cstdint>
#include <optional>

namespace sluice::routes {

/// Refuses with `malformed_request`, the parameter being the place: one that the operation does not have, a double or
/// missing one, a value that its schema does not allow.
result<void> check_query(const http::request& asked, const operation& described);

/// Reads and checks the body. Refuses with `unsupported_media_type`, `malformed_json`, or, every fault named with its
/// place, `unknown_field` or `invalid_value`. An empty object where the body may be and is left out; null for raw
/// bytes.
result<json> read_body(const http::request& asked, const operation& described);

/// The `Idempotency-Key`, scoped to the caller and the path, with the fingerprint of the request: method, target and
/// body. Empty where the operation takes none. Refuses with `idempotency_key_required` and `malformed_request`.
result<std::optional<service::idempotency>> read_idempotency(const http::request& asked, const operation& described,
                                                             const std::string& person);

/// The revision that `If-Match` names; empty for `*` and where the operation can do without. Refuses with
/// `version_required`, `version_conflict` (a tag that is no revision matches none) and `malformed_request`.
result<std::optional<std::int64_t>> read_expected_revision(const http::request& asked, const operation& described);

/// Whether `Prefer: return=minimal` (RFC 7240) was asked for.
bool prefers_minimal(const http::request& asked);

} // namespace sluice::routes

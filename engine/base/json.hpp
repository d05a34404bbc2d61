#pragma once

#include "engine/base/result.hpp"

#include <nlohmann/json.hpp>

#include <string_view>

namespace sluice {

/// Data: forms, payloads, events. Keys are kept sorted, so that `dump()` is canonical and can be hashed.
using nlohmann::json;

/// Definitions: workflows and schemas, in which the order of keys has meaning.
using nlohmann::ordered_json;

/// The bounds of any JSON that comes from outside.
struct json_limits {
    std::size_t depth_max = 32;
    std::size_t members_max = 2'000; ///< of one object
};

/// Reads JSON as RFC 8259 and I-JSON (RFC 7493) want it: one value, valid UTF-8, no duplicate keys, no U+0000,
/// numbers that a double or a 64-bit integer can hold, and within the limits. Refuses with `malformed_json` and, as
/// the place, the JSON pointer of the value that holds the fault.
///
/// A `json` converts from nearly anything, so a `result<json>` is made with `boost::system::in_place_value` or
/// `in_place_error`.
result<json> parse_json(std::string_view bytes, json_limits limits = {});
result<ordered_json> parse_ordered_json(std::string_view bytes, json_limits limits = {});

/// `name` as one step of a JSON pointer (RFC 6901): `~` and `/` escaped.
std::string pointer_step(std::string_view name);

} // namespace sluice

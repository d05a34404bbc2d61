#pragma once

#include "engine/base/result.hpp"
#include "engine/schema/program.hpp"

#include <deque>
#include <memory>

namespace sluice::schema {

/// How many shapes may be united while building one: schemas can be written so that this grows exponentially.
inline constexpr std::size_t shape_unions_max = 20'000;

/// The shape of the first node. Refuses with `definition_invalid`: `x-money`, `x-identity` or `x-confidential` inside a
/// schema that refers to itself, where the shape cannot follow; more than `shape_unions_max` unions.
result<std::shared_ptr<const shape>> build_shape(const std::deque<node>& nodes);

} // namespace sluice::schema

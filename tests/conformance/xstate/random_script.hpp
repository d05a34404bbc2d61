#pragma once

#include "engine/statechart/chart.hpp"
#include "tests/conformance/xstate/random_source.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace sluice::conformance {

/// A script of at most `steps_max` steps: `{"event": type, "n": integer}`, or `{"wait_ms": integer}`. It is made along
/// a run, so that most events are such that the present states listen to, and ends soon after the chart is done or
/// where a step would not come to rest.
///
/// `tried` counts, by transition, how often its event was sent; of several the less tried is sent, so that many scripts
/// for one chart get around in it.
ordered_json random_script(const statechart::chart& of, const ordered_json& machine, random_source& chance,
                           std::size_t steps_max, std::optional<std::uint32_t> oracle, std::vector<std::size_t>& tried);

} // namespace sluice::conformance

#pragma once

#include "engine/base/json.hpp"
#include "engine/base/result.hpp"
#include "engine/base/text.hpp"
#include "engine/review/fraction.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sluice::review {

inline constexpr std::int64_t criteria_max = 50;
inline constexpr std::int64_t points_max = 1'000;          ///< the largest `score_max` of a criterion
inline constexpr std::int64_t score_scale_max = 1'000'000; ///< of the common denominator of all criteria

/// One thing that is scored, from 0 to `score_max` points.
struct criterion {
    std::string id;
    text title;
    text guidance; ///< for the expert; may be empty
    std::int64_t weight = 0;
    std::int64_t score_max = 100;
};

/// What a panel scores. The weights add up to 100, so that a full score is 100 whatever each criterion's `score_max`.
struct rubric {
    std::vector<criterion> criteria;

    const criterion* find(const std::string& id) const;
    /// The least common multiple of all `score_max`: every total is a whole number of 1/scale.
    std::int64_t scale() const;
};

/// Points by criterion id.
using points_by_criterion = std::map<std::string, std::int64_t>;

/// Reads `{"criteria": [{"id", "title": {"zh","en"}, "guidance"?: {"zh","en"}, "weight", "score_max"?}, …]}`;
/// `score_max` is 100 by default. Refuses `unknown_field`, and `definition_invalid` for anything else: a missing or
/// wrong member, an id used twice, weights that do not add up to 100, a scale beyond `score_scale_max`.
result<rubric> read_rubric(const ordered_json& value, const std::string& pointer);

/// Checks points against the rubric: `invalid_value` at `/points/<criterion>` for one that is missing, unknown, or not
/// from 0 to its `score_max`. A draft may lack criteria.
result<void> check_points(const rubric& scored, const points_by_criterion& points, bool draft);

/// Σ weight × points ÷ score_max, in 1/scale of a point of 100. The points must have been checked.
std::int64_t total_scaled(const rubric& scored, const points_by_criterion& points);

} // namespace sluice::review

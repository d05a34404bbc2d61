#pragma once

#include "engine/review/fraction.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::review {

struct candidate {
    std::string application; ///< the application's number
    fraction mean;           ///< the figure that decides: `score_outcome::decisive`
    fraction total_of_all;

    friend bool operator==(const candidate&, const candidate&) = default;
};

struct ranked_candidate {
    std::int64_t rank = 1; ///< from 1, each once
    candidate ranked;
    bool tied = false; ///< mean and total equal a neighbour's: only the application number decided

    friend bool operator==(const ranked_candidate&, const ranked_candidate&) = default;
};

/// From the highest mean down, ties by the total of all scores, then by application number, the lower first. Exact, and
/// independent of the order of the input.
std::vector<ranked_candidate> rank(std::vector<candidate> candidates);

} // namespace sluice::review

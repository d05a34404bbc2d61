#include "engine/review/ranking.hpp"

#include <algorithm>
#include <utility>

namespace sluice::review {
namespace {

bool precedes(const candidate& one, const candidate& other) {
    if (one.mean != other.mean) return one.mean > other.mean;
    if (one.total_of_all != other.total_of_all) return one.total_of_all > other.total_of_all;
    return one.application < other.application;
}

bool equal_scores(const candidate& one, const candidate& other) {
    return one.mean == other.mean && one.total_of_all == other.total_of_all;
}

} // namespace

std::vector<ranked_candidate> rank(std::vector<candidate> candidates) {
    std::stable_sort(candidates.begin(), candidates.end(), precedes);
    std::vector<ranked_candidate> ranking;
    ranking.reserve(candidates.size());
    for (auto& each : candidates) {
        const bool tied = !ranking.empty() && equal_scores(ranking.back().ranked, each);
        if (tied) ranking.back().tied = true;
        ranking.push_back({static_cast<std::int64_t>(ranking.size()) + 1, std::move(each), tied});
    }
    return ranking;
}

} // namespace sluice::review

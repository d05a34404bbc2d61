#include "engine/schema/nearest_name.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace sluice::schema {
namespace {

char lower(char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

/// The optimal string alignment distance; both names are at most `compared_name_max` long.
std::size_t distance(std::string_view left, std::string_view right) {
    using row = std::array<std::size_t, compared_name_max + 1>;
    row before{}, last{}, next{};
    for (std::size_t j = 0; j <= right.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= left.size(); ++i) {
        next[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const bool same = lower(left[i - 1]) == lower(right[j - 1]);
            next[j] = std::min({last[j] + 1, next[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && lower(left[i - 1]) == lower(right[j - 2]) && lower(left[i - 2]) == lower(right[j - 1]))
                next[j] = std::min(next[j], before[j - 2] + 1);
        }
        before = last;
        last = next;
    }
    return last[right.size()];
}

} // namespace

std::optional<std::string_view> nearest_name(std::string_view written, std::span<const std::string_view> candidates) {
    if (written.size() > compared_name_max) return std::nullopt;
    std::optional<std::string_view> nearest;
    std::size_t least = std::max<std::size_t>(written.size() / 3, 1) + 1;
    for (const auto candidate : candidates.first(std::min(candidates.size(), compared_candidates_max))) {
        if (candidate.size() > compared_name_max) continue;
        const auto apart = distance(written, candidate);
        if (apart >= least) continue;
        least = apart;
        nearest = candidate;
    }
    return nearest;
}

} // namespace sluice::schema

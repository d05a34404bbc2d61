#pragma once

#include "engine/review/expert_pool.hpp"

#include <string>
#include <vector>

namespace sample {

inline const sluice::date monday = sluice::parse_iso_date("2026-03-02").value();

inline sluice::review::pool_expert in_pool(std::string person, sluice::review::expertise kind,
                                           std::vector<std::string> fields = {}) {
    sluice::review::pool_expert made;
    made.who = {std::move(person), "", "", kind, {}};
    made.fields = std::move(fields);
    return made;
}

/// t1 … t<technical>, f1 …, m1 …, all free and unconnected.
inline std::vector<sluice::review::pool_expert> pool_of(int technical, int finance, int management = 0) {
    std::vector<sluice::review::pool_expert> pool;
    for (const auto& [letter, kind, count] : {std::tuple{"t", sluice::review::expertise::technical, technical},
                                              std::tuple{"f", sluice::review::expertise::finance, finance},
                                              std::tuple{"m", sluice::review::expertise::management, management}})
        for (int number = 1; number <= count; ++number)
            pool.push_back(in_pool(letter + std::to_string(number), kind));
    return pool;
}

/// For an applicant of the organisation, on the day.
inline sluice::review::review_wish wish_of(std::string organisation, std::vector<std::string> fields = {}) {
    return {{{std::move(organisation)}, {"applicant"}, {"boss@firm.example"}}, std::move(fields), {}, monday, monday};
}

} // namespace sample

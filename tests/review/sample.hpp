#pragma once

#include "engine/review/panel_acts.hpp"
#include "engine/review/panel_rules.hpp"

#include <initializer_list>
#include <string>

namespace sample {

inline const sluice::instant morning{1'772'415'000'000}; // 2026-03-02, local time

/// The rules of the dream fund: five seats, four criteria, the extremes dropped, 70 to pass.
inline sluice::ordered_json score_rules_json() {
    return sluice::ordered_json::parse(R"({
      "method": "score", "size": 5, "technical_percent_min": 60, "finance_min": 1, "odd": true,
      "pass_score": 70, "drop_extremes_from": 5,
      "rubric": {"criteria": [
        {"id": "innovation",  "title": {"zh": "创新性", "en": "Innovation"},  "weight": 30},
        {"id": "market",      "title": {"zh": "市场",   "en": "Market"},      "weight": 25},
        {"id": "team",        "title": {"zh": "团队",   "en": "Team"},        "weight": 25},
        {"id": "feasibility", "title": {"zh": "可行性", "en": "Feasibility"}, "weight": 20}]},
      "conflicts": {"paid_within_years": 3, "public_mail_domains": ["qq.com", "163.com"]}})");
}

inline sluice::review::panel_rules score_rules() {
    return sluice::review::read_panel_rules(score_rules_json(), "").value();
}

inline sluice::review::panel_rules vote_rules(int size) {
    return sluice::review::read_panel_rules(
               sluice::ordered_json{{"method", "vote"}, {"size", size}, {"quorum", "2/3"}, {"majority", "2/3"}}, "")
        .value();
}

inline sluice::review::expert expert(std::string person,
                                     sluice::review::expertise kind = sluice::review::expertise::technical) {
    return {std::move(person), "", "", kind, {}};
}

inline sluice::review::panel seat(sluice::review::panel before, const sluice::review::panel_rules& rules,
                                  const sluice::review::expert& candidate) {
    auto seated = sluice::review::assign(std::move(before), rules, candidate, {}, morning).value();
    return sluice::review::declare_no_conflict(std::move(seated), candidate.person, morning).value();
}

/// Experts e1 to e<size>, all without conflict; e1 is the finance expert.
inline sluice::review::panel composed(const sluice::review::panel_rules& rules) {
    sluice::review::panel seats;
    for (int number = 1; number <= rules.size; ++number)
        seats = seat(std::move(seats), rules,
                     expert("e" + std::to_string(number),
                            number == 1 ? sluice::review::expertise::finance : sluice::review::expertise::technical));
    return seats;
}

/// The same points for every criterion: the score is exactly these points.
inline sluice::review::score_sheet sheet(std::int64_t points) {
    sluice::review::score_sheet filled;
    for (const char* id : {"innovation", "market", "team", "feasibility"})
        filled.points[id] = points;
    return filled;
}

/// A composed panel in which e1, e2, … have submitted these scores.
inline sluice::review::panel scored(const sluice::review::panel_rules& rules,
                                    std::initializer_list<std::int64_t> scores) {
    auto seats = composed(rules);
    int number = 0;
    for (const auto points : scores)
        seats =
            sluice::review::submit_score(seats, rules, "e" + std::to_string(++number), sheet(points), morning).value();
    return seats;
}

} // namespace sample

#pragma once

#include "engine/base/fen.hpp"
#include "engine/base/json.hpp"
#include "engine/review/fraction.hpp"
#include "engine/review/panel.hpp"
#include "engine/review/panel_rules.hpp"

#include <cstdint>
#include <optional>

namespace sluice::review {

/// What a panel's scores come to. Until `complete` it is provisional and never passes.
struct score_outcome {
    bool complete = false;    ///< composed, and every member has submitted
    std::int64_t members = 0; ///< who hold a seat
    std::int64_t submitted = 0;
    std::int64_t score_scale = 1;     ///< a score of `score_scale` is one point of 100
    std::int64_t score_sum_used = 0;  ///< Σ of the scores that count, in 1/score_scale
    std::int64_t count_used = 0;      ///< how many count: without one highest and one lowest where the rules drop them
    fraction mean;                    ///< score_sum_used ÷ count_used ÷ score_scale; zero when nobody has submitted
    std::int64_t mean_hundredths = 0; ///< the mean rounded half up to two places: 8533 is 85.33. For showing only
    fraction median;                  ///< of all scores; with an even number, halfway between the two in the middle
    fraction decisive;                ///< the mean or the median, as the rules say: what passes and ranks
    fraction spread;                  ///< the highest of all scores less the lowest
    bool disagreement = false;        ///< spread ≥ `disagreement_from`, where the rules have one
    std::int64_t confidence_hundredths = 0; ///< mean of the confidences given; 0 when nobody gave any
    fraction total_of_all;                  ///< of all scores, those left out included: breaks ties
    bool passed = false;                    ///< complete, and the decisive figure ≥ pass_score exactly
    std::optional<fen> recommended_amount;  ///< the lower median of the recommendations made

    friend bool operator==(const score_outcome&, const score_outcome&) = default;
};

struct vote_outcome {
    bool composed = false;
    std::int64_t members = 0;
    std::int64_t present = 0; ///< who voted, abstentions included
    std::int64_t approve = 0;
    std::int64_t reject = 0;
    std::int64_t abstain = 0;
    bool complete = false;    ///< composed, and every member has voted
    bool quorate = false;     ///< present ÷ members ≥ quorum
    std::int64_t counted = 0; ///< of whom the majority is counted: all present, or those who voted for or against
    bool passed = false;      ///< composed, quorate, and approve ÷ counted ≥ majority

    friend bool operator==(const vote_outcome&, const vote_outcome&) = default;
};

/// Counts the scores submitted by those who hold a seat; drafts and the recused do not count. The rules must be those
/// with which the scores were submitted.
score_outcome score_result(const panel& seats, const panel_rules& rules);

vote_outcome vote_result(const panel& seats, const panel_rules& rules);

/// Facts for expressions and answers: the fields by name, fractions as "n/d", money as `money_to_json` writes it;
/// `recommended_amount` only where there is one.
json to_json(const score_outcome& written);
json to_json(const vote_outcome& written);

} // namespace sluice::review

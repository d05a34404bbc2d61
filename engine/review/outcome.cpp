#include "engine/review/outcome.hpp"

#include "engine/review/composition.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace sluice::review {
namespace {

std::vector<std::int64_t> submitted_scores(const panel& seats, const rubric& scored) {
    std::vector<std::int64_t> scores;
    for (const auto* member : seats.seated())
        if (member->status == member_status::submitted && member->sheet)
            scores.push_back(total_scaled(scored, member->sheet->points));
    std::sort(scores.begin(), scores.end());
    return scores;
}

/// The lower median: with an even number, the lower of the two in the middle, so that it is an amount someone named.
std::optional<fen> recommended(const panel& seats) {
    std::vector<fen> amounts;
    for (const auto* member : seats.seated())
        if (member->status == member_status::submitted && member->sheet && member->sheet->recommended_amount)
            amounts.push_back(*member->sheet->recommended_amount);
    if (amounts.empty()) return std::nullopt;
    std::sort(amounts.begin(), amounts.end());
    return amounts[(amounts.size() - 1) / 2];
}

std::int64_t mean_confidence(const panel& seats) {
    std::int64_t sum = 0, count = 0;
    for (const auto* member : seats.seated()) {
        if (member->status != member_status::submitted || !member->sheet || !member->sheet->confidence) continue;
        sum += *member->sheet->confidence;
        ++count;
    }
    return count == 0 ? 0 : to_hundredths(fraction{sum, count});
}

} // namespace

score_outcome score_result(const panel& seats, const panel_rules& rules) {
    const auto scores = submitted_scores(seats, rules.scored);
    score_outcome found;
    found.members = static_cast<std::int64_t>(seats.seated().size());
    found.submitted = static_cast<std::int64_t>(scores.size());
    found.complete = composition(seats, rules).empty() && found.submitted == found.members;
    found.score_scale = std::max<std::int64_t>(rules.scored.scale(), 1);
    found.recommended_amount = recommended(seats);
    if (scores.empty()) return found;

    const auto total = std::accumulate(scores.begin(), scores.end(), std::int64_t{0});
    const bool drops = rules.drop_extremes_from > 0 && found.submitted >= rules.drop_extremes_from;
    found.score_sum_used = drops ? total - scores.front() - scores.back() : total;
    found.count_used = drops ? found.submitted - 2 : found.submitted;
    found.mean = fraction{found.score_sum_used, found.count_used * found.score_scale};
    found.mean_hundredths = to_hundredths(found.mean);
    found.total_of_all = fraction{total, found.score_scale};
    const auto middle = scores.size() / 2;
    found.median = scores.size() % 2 == 1 ? fraction{scores[middle], found.score_scale}
                                          : fraction{scores[middle - 1] + scores[middle], 2 * found.score_scale};
    found.decisive = rules.aggregate == score_aggregate::median ? found.median : found.mean;
    found.spread = fraction{scores.back() - scores.front(), found.score_scale};
    found.disagreement = rules.disagreement_from > 0 && found.spread >= fraction{rules.disagreement_from, 1};
    found.confidence_hundredths = mean_confidence(seats);
    found.passed = found.complete && found.decisive >= fraction{rules.pass_score, 1};
    return found;
}

vote_outcome vote_result(const panel& seats, const panel_rules& rules) {
    vote_outcome found;
    found.composed = composition(seats, rules).empty();
    for (const auto* member : seats.seated()) {
        ++found.members;
        if (!member->vote) continue;
        ++found.present;
        switch (*member->vote) {
        case vote_choice::approve:
            ++found.approve;
            break;
        case vote_choice::reject:
            ++found.reject;
            break;
        case vote_choice::abstain:
            ++found.abstain;
            break;
        }
    }
    found.complete = found.composed && found.present == found.members;
    found.quorate = reaches(found.present, found.members, rules.quorum);
    found.counted = rules.majority_of == majority_base::cast ? found.approve + found.reject : found.present;
    found.passed = found.composed && found.quorate && reaches(found.approve, found.counted, rules.majority);
    return found;
}

json to_json(const score_outcome& written) {
    json value{{"complete", written.complete},
               {"members", written.members},
               {"submitted", written.submitted},
               {"score_scale", written.score_scale},
               {"score_sum_used", written.score_sum_used},
               {"count_used", written.count_used},
               {"mean", to_string(written.mean)},
               {"mean_hundredths", written.mean_hundredths},
               {"median", to_string(written.median)},
               {"decisive", to_string(written.decisive)},
               {"spread", to_string(written.spread)},
               {"disagreement", written.disagreement},
               {"confidence_hundredths", written.confidence_hundredths},
               {"total_of_all", to_string(written.total_of_all)},
               {"passed", written.passed}};
    if (written.recommended_amount) value["recommended_amount"] = money_to_json(*written.recommended_amount);
    return value;
}

json to_json(const vote_outcome& written) {
    return json{{"composed", written.composed}, {"members", written.members}, {"present", written.present},
                {"approve", written.approve},   {"reject", written.reject},   {"abstain", written.abstain},
                {"complete", written.complete}, {"counted", written.counted}, {"quorate", written.quorate},
                {"passed", written.passed}};
}

} // namespace sluice::review

// Panels before and after they have worked: draws and plans that are only looked at, and the ranking of a round.

#include "engine/application/panel_seating.hpp"
#include "engine/review/calibration.hpp"
#include "engine/review/outcome.hpp"
#include "engine/review/ranking.hpp"
#include "engine/service/errand.hpp"
#include "engine/service/expert_pool.hpp"
#include "engine/service/facts.hpp"
#include "engine/service/panel_assignment.hpp"
#include "engine/service/reading.hpp"

#include <cmath>
#include <map>

namespace sluice::service {
namespace {

constexpr std::size_t ranked_max = 2'000;

std::int64_t hundredths(double points) {
    return std::llround(points * 100);
}

/// A panel that has come to its end, of an application of the round.
struct reviewed {
    std::string id, number, title;
    review::score_outcome outcome;
};

struct round_scores {
    std::vector<reviewed> closed; ///< by number
    std::int64_t waiting = 0;
    std::vector<review::given_score> scores;
};

void take_scores(round_scores& found, const std::string& application, const review::panel& seats,
                 const review::panel_rules& rules, std::int64_t scale) {
    for (const auto* member : seats.seated())
        if (member->status == review::member_status::submitted && member->sheet)
            found.scores.push_back({application, member->person,
                                    static_cast<double>(review::total_scaled(rules.scored, member->sheet->points)) /
                                        static_cast<double>(scale)});
}

void take(round_scores& found, const loaded_application& each, const std::string& panel) {
    const auto seats = each.state.panels.find(panel);
    const auto rules = each.rules->panels.find(panel);
    if (seats == each.state.panels.end() || rules == each.rules->panels.end()) return;
    if (!seats->second.is_closed()) {
        found.waiting += each.state.ended ? 0 : 1;
        return;
    }
    const auto outcome = review::score_result(seats->second, rules->second.rules);
    if (!outcome.complete) return;
    take_scores(found, each.row.id, seats->second, rules->second.rules, outcome.score_scale);
    found.closed.push_back({each.row.id, each.row.number, each.row.title, outcome});
}

result<round_scores> scores_of_round(store::reader& reader, const library& definitions, const std::string& programme,
                                     const std::string& round, const std::string& panel) {
    store::application_filter filter;
    filter.programmes = {programme};
    filter.round = round;
    round_scores found;
    store::page_request want{std::nullopt, store::page_limit_max};
    for (bool more = true; more;) {
        const auto page = reader.list_applications(filter, want);
        for (const auto& row : page.items)
            if (const auto loaded = load_application(reader, definitions, row.id)) take(found, *loaded, panel);
        if (found.closed.size() > ranked_max)
            return refuse(reason::invalid_value, {"申请过多，无法排名", "There are too many applications to rank"});
        want.after = page.next;
        more = page.next.has_value();
    }
    return found;
}

json ranked_items(const round_scores& found, const review::calibration& beside) {
    std::map<std::string, const reviewed*> by_number;
    std::vector<review::candidate> candidates;
    for (const auto& each : found.closed) {
        by_number.emplace(each.number, &each);
        candidates.push_back({each.number, each.outcome.decisive, each.outcome.total_of_all});
    }
    std::map<std::string, const review::calibrated_application*> calibrated;
    for (const auto& each : beside.applications)
        calibrated.emplace(each.application, &each);
    json items = json::array();
    for (const auto& each : review::rank(std::move(candidates))) {
        const auto& one = *by_number.at(each.ranked.application);
        const auto& figure = *calibrated.at(one.id);
        items.push_back({{"rank", each.rank},
                         {"application", one.id},
                         {"number", one.number},
                         {"title", one.title},
                         {"tied", each.tied},
                         {"scores", figure.scores},
                         {"raw_mean_hundredths", hundredths(figure.raw_mean)},
                         {"calibrated_mean_hundredths", hundredths(figure.calibrated)},
                         {"outcome", review::to_json(one.outcome)}});
    }
    return items;
}

/// The panel asked for, or the first that scores.
const std::pair<const std::string, programme::panel_rules>* scoring_panel(const programme::programme& rules,
                                                                          const std::string& wanted) {
    for (const auto& each : rules.panels)
        if (each.second.rules.method == review::review_method::score && (wanted.empty() || wanted == each.first))
            return &each;
    return nullptr;
}

void add_names(store::reader& reader, json& people) {
    for (auto& each : people)
        each["name"] = name_of_person(reader, each.at("person"));
}

} // namespace

json draw_to_json(store::reader& reader, json drawn, const std::string& panel, bool applied) {
    for (const char* list : {"drawn", "substitutes", "excluded"})
        add_names(reader, drawn[list]);
    drawn["panel"] = panel;
    drawn["applied"] = applied;
    return drawn;
}

result<resource> reading::preview_draw(const caller& who, const std::string& id, const std::string& panel) const {
    const auto store = database_.read();
    const auto definitions = shelf_.now();
    const auto seen = see(who, *store, id);
    if (!seen) return seen.error();
    const auto& loaded = seen->loaded;
    still_clock looking{clock_.now()};
    auto known = gather_facts(*store, *definitions, looking, *loaded.rules, loaded.row,
                              actor_on(who, *store, loaded.row), looking.now());
    auto pool = gather_pool(*store, loaded.row.programme);
    if (!pool) return pool.error();
    known.pool = std::move(*pool);
    known.applicant.mails = mails_by_organisation(*store)[loaded.row.organisation];
    const application::procedure before{*loaded.rules, loaded.state, known};
    const auto outcome = application::preview_draw(before, panel);
    if (!outcome) return outcome.error();
    return resource{draw_to_json(*store, review::to_json(*outcome), panel, false), loaded.state.revision};
}

result<resource> reading::preview_assignment(const caller& who, const assign_round& wanted) const {
    const auto store = database_.read();
    const auto definitions = shelf_.now();
    const auto made = plan_round(*store, *definitions, who, wanted, clock_.now());
    if (!made) return made.error();
    return resource{plan_to_json(*store, wanted, *made, false), 0};
}

result<resource> reading::ranking(const caller& who, const std::string& round, const std::string& panel) const {
    const auto store = database_.read();
    const auto definitions = shelf_.now();
    const auto found = find_entity(*store, "round", round);
    if (!found) return not_found("没有这个批次", "There is no such round");
    const std::string programme = found->body.at("programme");
    if (!is_official_in(who, programme)) return not_permitted("评审排名仅限工作人员", "The ranking is for the office");
    const auto* rules = definitions->current(programme);
    const auto* scored = rules ? scoring_panel(*rules, panel) : nullptr;
    if (!scored) return not_found("没有评分的评审组", "There is no panel that scores");
    const auto scores = scores_of_round(*store, *definitions, programme, round, scored->first);
    if (!scores) return scores.error();
    const auto beside = review::calibrate(scores->scores, scored->second.rules.calibration_strength);
    json reviewers = json::array();
    for (const auto& each : beside.reviewers)
        reviewers.push_back(
            {{"person", each.reviewer}, {"effect_hundredths", hundredths(each.effect)}, {"scores", each.scores}});
    add_names(*store, reviewers);
    const bool by_median = scored->second.rules.aggregate == review::score_aggregate::median;
    return resource{{{"round", round},
                     {"panel", scored->first},
                     {"aggregate", by_median ? "median" : "mean"},
                     {"waiting", scores->waiting},
                     {"items", ranked_items(*scores, beside)},
                     {"reviewers", std::move(reviewers)},
                     {"calibration_converged", beside.converged}},
                    0};
}

} // namespace sluice::service

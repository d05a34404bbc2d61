#include "tests/simulation/reviewers.hpp"

#include "tests/simulation/sample_data.hpp"

#include <algorithm>
#include <cmath>

namespace sluice::simulation {
namespace {

/// What an application is worth, to whoever looks at it: the same for all who do.
double quality_of(const bureau& at, const std::string& programme, const std::string& application) {
    const auto& range = at.habits().of(programme, "quality");
    return at.lots({"quality", application}).between(range.at(0).get<double>(), range.at(1).get<double>());
}

bool is_ours(const std::string& kind, const std::string& word) {
    return kind == "review" && (word == "score" || word == "vote" || word == "answer");
}

} // namespace

void reviewers::work(const working_day& today) {
    today_ = today.number;
    std::vector<intent> plans;
    for (const auto& each : people_.experts) {
        const auto due = agendas_[each.as.person].read(at_.tasks_of(each.as), today.number, [&](const json& task) {
            auto lots = at_.lots({"wait", agenda::key_of(task), task.at("since").get_ref<const std::string&>()});
            const std::string programme = task.at("programme");
            if (lots.happens(at_.habits().number(programme, "expert_never_answers"))) return 10'000;
            return days_to_wait(at_, task, lots);
        });
        for (auto* item : due)
            take_up(each, *item, today, plans);
    }
    at_.carry_out(std::move(plans));
}

void reviewers::take_up(const expert& who, pending& item, const working_day& today, std::vector<intent>& plans) {
    const std::string application = item.task.at("application"), programme = item.task.at("programme");
    auto lots = at_.lots({"expert", who.as.person, application, std::to_string(today.number)});
    item.due = today.number + 1;
    const json actions = at_.actions_of(who.as, application);
    if (actions.is_null()) return;
    for (const auto& each : actions) {
        const std::string event = each.at("event"), word = before_colon(event), panel = after_colon(event);
        if (!is_ours(each.at("kind"), word) || each.at("allowed") != true) continue;
        if (word == "answer") {
            const bool accepts = !lots.happens(at_.habits().number(programme, "declines_invitation"));
            return add(who, item, service::answer_invitation{application, panel, accepts, accepts ? "" : "出差在外"},
                       plans);
        }
        if (lots.happens(at_.habits().number("looks_at_fellows"))) look_at_fellows(who, application, panel);
        if (lots.happens(at_.habits().number(programme, "recuses")))
            return add(who, item, service::recuse_member{application, panel, "", "kin", "与申报人有亲属关系"}, plans);
        const bool declares =
            at_.programme_named(programme).workflow.at("panels").at(panel).value("declaration_needed", true);
        if (declares && item.looks++ == 0 && !lots.happens(at_.habits().number("forgets_to_declare")))
            plans.push_back({who.as, service::declare_no_conflict{application, panel}, application});
        if (word == "score")
            return score(who, item, panel, lots.happens(at_.habits().number("drafts_first")), lots, plans);
        const double quality = quality_of(at_, programme, application) + who.severity;
        const auto* vote = lots.happens(at_.habits().number("abstains")) ? "abstain"
                           : quality > 0.68                              ? "approve"
                                                                         : "reject";
        return add(who, item, service::cast_vote{application, panel, vote}, plans);
    }
}

json reviewers::points_for(const expert& who, const std::string& programme, const std::string& application,
                           const std::string& panel, chance& lots) const {
    json points = json::object();
    const double quality = quality_of(at_, programme, application) + who.severity;
    for (const auto& each : at_.programme_named(programme).rubrics.at(panel)) {
        const double part = std::clamp(quality + lots.between(-0.1, 0.1), 0.0, 1.0);
        points[each.id] = static_cast<std::int64_t>(std::floor(part * static_cast<double>(each.points_max)));
    }
    return points;
}

void reviewers::score(const expert& who, pending& item, const std::string& panel, bool draft, chance& lots,
                      std::vector<intent>& plans) {
    const std::string application = item.task.at("application"), programme = item.task.at("programme");
    service::submit_score sheet{application, panel, points_for(who, programme, application, panel, lots)};
    sheet.comment_to_applicant = "技术路线清晰。";
    sheet.comment_to_office = "建议关注经费测算。";
    sheet.confidence = static_cast<int>(lots.between(std::int64_t{0}, std::int64_t{5}));
    sheet.draft = draft && !item.refused.contains("drafted");
    if (sheet.draft) item.refused.insert("drafted");
    const json seen = at_.application_of(who.as, application);
    const auto& hint = at_.habits().of(programme, "recommended");
    if (!hint.is_null()) {
        const sample_context context{seen, seen, at_.now(), {}, {}};
        const json money = from_hint(hint, context, lots);
        if (const auto amount = money_from_json(money, ""); amount) sheet.recommended = *amount;
    }
    add(who, item, std::move(sheet), plans);
}

void reviewers::add(const expert& who, pending& item, service::command what, std::vector<intent>& plans) {
    intent made{who.as, std::move(what), item.task.at("application")};
    auto lots = at_.lots({"again", who.as.person, made.application, std::to_string(today_)});
    made.twice = lots.happens(at_.habits().number("answers_lost"));
    made.then = [&item](const result<service::answer>& given) {
        if (!given) item.looks = 0; // declares the next time
    };
    plans.push_back(std::move(made));
}

void reviewers::look_at_fellows(const expert& who, const std::string& application, const std::string& panel) {
    ++looks_;
    const auto seen = at_.read().reviews(who.as, application);
    if (!seen) return;
    for (const auto& each : seen->items) {
        if (each.at("panel") != panel) continue;
        const auto& members = each.at("members");
        const bool others = std::any_of(members.begin(), members.end(),
                                        [&](const json& member) { return member.at("person") != who.as.person; });
        if (!each.at("scores").empty() || others || !each.at("outcome").is_null())
            at_.violation("no score is seen by a fellow before submitting", application);
    }
}

} // namespace sluice::simulation

#include "engine/application/panels.hpp"

#include "engine/application/panel_parts.hpp"
#include "engine/programme/role_names.hpp"
#include "engine/review/outcome.hpp"
#include "engine/review/panel_acts.hpp"

#include <fmt/format.h>

namespace sluice::application {
namespace {

bool complete(const review::panel& seats, const review::panel_rules& rules) {
    return rules.method == review::review_method::score ? review::score_result(seats, rules).complete
                                                        : review::vote_result(seats, rules).complete;
}

/// Keeps the panel as it became and, if that completed it, closes it and tells the statechart.
result<void> settle(procedure& under_way, const std::string& name, const programme::panel_rules& rules,
                    result<review::panel> became) {
    if (!became) return became.error();
    panel_changed(under_way, name, *became);
    if (!complete(*became, rules.rules)) return {};
    auto closed = review::close(std::move(*became), rules.rules, under_way.known().now);
    if (!closed) return closed.error();
    panel_changed(under_way, name, *closed);
    return under_way.deliver("panel.completed", {{"panel", name}});
}

} // namespace

result<const programme::panel_rules*> rules_of_panel(const procedure& under_way, const std::string& name) {
    const auto& all = under_way.rules().panels;
    const auto found = all.find(name);
    if (found == all.end() || !under_way.state().panels.contains(name))
        return refuse(reason::not_found, {fmt::format("评审组“{}”不存在或未启动", name),
                                          fmt::format("The panel “{}” does not exist or has not been opened", name)});
    return &found->second;
}

void panel_changed(procedure& under_way, const std::string& name, const review::panel& now) {
    under_way.happened("panel_changed", {{"panel", name}, {"now", review::to_json(now)}});
}

result<void> check_may_seat(const procedure& under_way, const programme::panel_rules& rules) {
    if (under_way.known().actor.has_any_role(rules.assign)) return {};
    const auto roles = programme::names_of_roles(under_way.rules(), rules.assign);
    return refuse(reason::not_permitted,
                  {fmt::format("评审组由{}安排", roles.zh), fmt::format("Seating a panel is for the {}", roles.en)});
}

result<void> open_panel(procedure& under_way, const std::string& name) {
    review::panel opened;
    opened.seed = under_way.known().new_id();
    panel_changed(under_way, name, opened);
    return {};
}

result<void> close_panel(procedure& under_way, const std::string& name) {
    const auto rules = rules_of_panel(under_way, name);
    if (!rules) return rules.error();
    auto closed = review::close(under_way.state().panels.at(name), (*rules)->rules, under_way.known().now);
    if (!closed) return closed.error();
    panel_changed(under_way, name, *closed);
    return {};
}

result<void> declare(procedure& under_way, const declare_no_conflict& wanted) {
    const auto rules = rules_of_panel(under_way, wanted.panel);
    if (!rules) return rules.error();
    return settle(under_way, wanted.panel, **rules,
                  review::declare_no_conflict(under_way.state().panels.at(wanted.panel), under_way.known().actor.person,
                                              under_way.known().now));
}

result<void> recuse(procedure& under_way, const recuse_member& wanted) {
    const auto rules = rules_of_panel(under_way, wanted.panel);
    if (!rules) return rules.error();
    const auto& actor = under_way.known().actor;
    const std::string person = wanted.person.empty() ? actor.person : wanted.person;
    if (person != actor.person)
        if (auto may = check_may_seat(under_way, **rules); !may) return may;
    auto became =
        review::recuse(under_way.state().panels.at(wanted.panel), person, wanted.ground, under_way.known().now);
    if (!became) return became.error();
    panel_changed(under_way, wanted.panel, *became);
    return {};
}

result<void> score(procedure& under_way, const submit_score& wanted) {
    const auto rules = rules_of_panel(under_way, wanted.panel);
    if (!rules) return rules.error();
    review::score_sheet sheet;
    for (const auto& [criterion, points] : wanted.scores.items()) {
        if (!points.is_number_integer())
            return refuse(reason::invalid_value, {"评分须为整数", "Points are whole numbers"},
                          "/scores/" + pointer_step(criterion));
        sheet.points[criterion] = points.get<std::int64_t>();
    }
    sheet.recommended_amount = wanted.recommended;
    sheet.comment_to_applicant = wanted.comment_to_applicant;
    sheet.comment_to_office = wanted.comment_to_office;
    if (wanted.confidence != 0) sheet.confidence = wanted.confidence;
    const auto& person = under_way.known().actor.person;
    const review::panel before = under_way.state().panels.at(wanted.panel);
    if (wanted.draft) {
        auto kept = review::save_draft(before, (*rules)->rules, person, std::move(sheet));
        if (!kept) return kept.error();
        panel_changed(under_way, wanted.panel, *kept);
        return {};
    }
    return settle(under_way, wanted.panel, **rules,
                  review::submit_score(before, (*rules)->rules, person, std::move(sheet), under_way.known().now));
}

result<void> vote(procedure& under_way, const cast_vote& wanted) {
    const auto rules = rules_of_panel(under_way, wanted.panel);
    if (!rules) return rules.error();
    const auto choice = review::vote_choice_named(wanted.vote);
    if (!choice)
        return refuse(reason::invalid_value,
                      {"表决须为 approve、reject 或 abstain", "A vote is approve, reject or abstain"}, "/vote");
    return settle(under_way, wanted.panel, **rules,
                  review::cast_vote(under_way.state().panels.at(wanted.panel), (*rules)->rules,
                                    under_way.known().actor.person, *choice, under_way.known().now));
}

} // namespace sluice::application

#include "engine/application/panel_seating.hpp"

#include "engine/application/panel_parts.hpp"
#include "engine/application/parties.hpp"
#include "engine/calendar/deadline.hpp"
#include "engine/review/panel_acts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::application {
namespace {

result<std::optional<instant>> after_working_days(const procedure& under_way, std::int64_t days) {
    if (days == 0) return std::optional<instant>{};
    const auto delay = calendar::parse_delay(fmt::format("{} working days", days));
    if (!delay) return delay.error();
    const auto due = calendar::deadline(under_way.known().now, *delay, *under_way.known().days);
    if (!due) return due.error();
    return std::optional{*due};
}

result<review::seat_terms> terms_of(const procedure& under_way, const review::panel_rules& rules) {
    const auto answer = after_working_days(under_way, rules.invitation_days);
    if (!answer) return answer.error();
    const auto due = after_working_days(under_way, rules.review_days);
    if (!due) return due.error();
    return review::seat_terms{*answer, *due};
}

void tell(procedure& under_way, const std::string& person, text message) {
    under_way.happened("message_queued", {{"to", "person:" + person},
                                          {"message", {{"zh", std::move(message.zh)}, {"en", std::move(message.en)}}}});
}

void invite(procedure& under_way, const std::string& person, const review::seat_terms& terms) {
    if (!terms.answer_by) return;
    const auto by = to_rfc3339(*terms.answer_by);
    tell(under_way, person,
         {fmt::format("邀请您评审申请 {}，请于 {} 前答复", under_way.state().number, by),
          fmt::format("You are invited to review application {}; please answer before {}", under_way.state().number,
                      by)});
}

/// Seats one after the other; a refusal says which of them.
result<void> seat(procedure& under_way, const std::string& name, const review::panel_rules& rules,
                  const std::vector<review::expert>& experts) {
    const auto terms = terms_of(under_way, rules);
    if (!terms) return terms.error();
    const auto parties = parties_of(under_way.state(), under_way.known().applicant);
    review::panel seats = under_way.state().panels.at(name);
    for (std::size_t index = 0; index < experts.size(); ++index) {
        auto seated = review::assign(std::move(seats), rules, experts[index], parties, under_way.known().now, *terms);
        if (!seated) {
            refusal refused = seated.error();
            refused.place = fmt::format("/members/{}", index);
            return refused;
        }
        seats = std::move(*seated);
    }
    panel_changed(under_way, name, seats);
    for (const auto& each : experts)
        invite(under_way, each.person, *terms);
    return {};
}

/// The rules of a panel that the caller may seat and that is still open.
result<const review::panel_rules*> rules_to_seat(const procedure& under_way, const std::string& name) {
    const auto rules = rules_of_panel(under_way, name);
    if (!rules) return rules.error();
    if (auto may = check_may_seat(under_way, **rules); !may) return may.error();
    return &(*rules)->rules;
}

} // namespace

result<void> assign(procedure& under_way, const assign_members& wanted) {
    const auto rules = rules_to_seat(under_way, wanted.panel);
    if (!rules) return rules.error();
    if ((*rules)->drawn && !wanted.planned)
        return refuse(reason::event_not_possible,
                      {"本评审组的专家须随机抽取，不能指定", "The members of this panel are drawn, not picked"});
    const auto& known = under_way.known().experts;
    std::vector<review::expert> experts;
    for (std::size_t index = 0; index < wanted.members.size(); ++index) {
        const auto found = std::find_if(known.begin(), known.end(), [&](const review::expert& each) {
            return each.person == wanted.members[index];
        });
        if (found == known.end())
            return refuse(reason::invalid_value, {"此人不在专家库中", "This person is not in the expert pool"},
                          fmt::format("/members/{}", index));
        experts.push_back(*found);
    }
    return seat(under_way, wanted.panel, **rules, experts);
}

result<review::draw_outcome> preview_draw(const procedure& under_way, const std::string& name) {
    const auto rules = rules_to_seat(under_way, name);
    if (!rules) return rules.error();
    const auto& seats = under_way.state().panels.at(name);
    if (seats.is_closed()) return refuse(reason::panel_closed, {"评审组已结束评审", "The panel is closed"});
    const auto due = after_working_days(under_way, (*rules)->review_days);
    if (!due) return due.error();
    const auto now = under_way.known().now;
    const auto wish = wish_of(under_way.state(), under_way.known().applicant, **rules, seats, local_date(now),
                              local_date(due->value_or(now)));
    // A panel from before there were draws has no seed of its own: the application's id stands in for it.
    const auto& seed = seats.seed.empty() ? under_way.state().id : seats.seed;
    return review::draw(under_way.known().pool, wish, **rules, seed, static_cast<std::size_t>((*rules)->size_max));
}

result<void> draw_members(procedure& under_way, const draw_panel& wanted) {
    auto outcome = preview_draw(under_way, wanted.panel);
    if (!outcome) return outcome.error();
    if (!outcome->unmet.empty())
        return refusal{reason::panel_not_composed,
                       {"可抽取的专家不足", "There are not enough experts who can be drawn"},
                       {},
                       std::move(outcome->unmet)};
    if (outcome->drawn.empty())
        return refuse(reason::event_not_possible, {"评审组没有空缺席位", "No seat of the panel is free"});
    std::vector<review::expert> experts;
    for (const auto& each : outcome->drawn)
        for (const auto& candidate : under_way.known().pool)
            if (candidate.who.person == each.person) experts.push_back(candidate.who);
    json detail = review::to_json(*outcome);
    detail["panel"] = wanted.panel;
    under_way.happened("members_drawn", std::move(detail));
    return seat(under_way, wanted.panel, under_way.rules().panels.at(wanted.panel).rules, experts);
}

result<void> answer(procedure& under_way, const answer_invitation& wanted) {
    const auto rules = rules_of_panel(under_way, wanted.panel);
    if (!rules) return rules.error();
    const auto& person = under_way.known().actor.person;
    const auto now = under_way.known().now;
    const review::panel before = under_way.state().panels.at(wanted.panel);
    const auto due = after_working_days(under_way, (*rules)->rules.review_days);
    if (!due) return due.error();
    auto became = wanted.accept ? review::accept(before, person, now, *due)
                                : review::decline(before, person, wanted.because, now);
    if (!became) return became.error();
    panel_changed(under_way, wanted.panel, *became);
    return {};
}

result<void> replace(procedure& under_way, const replace_member& wanted) {
    const auto rules = rules_to_seat(under_way, wanted.panel);
    if (!rules) return rules.error();
    auto became = review::replace(under_way.state().panels.at(wanted.panel), wanted.person, wanted.because,
                                  under_way.known().now);
    if (!became) return became.error();
    panel_changed(under_way, wanted.panel, *became);
    return {};
}

result<void> remind(procedure& under_way, const remind_members& wanted) {
    const auto rules = rules_to_seat(under_way, wanted.panel);
    if (!rules) return rules.error();
    const auto until = after_working_days(under_way, (*rules)->reminder_days);
    if (!until) return until.error();
    std::vector<std::string> reminded;
    const auto now = under_way.known().now;
    auto became = review::remind(under_way.state().panels.at(wanted.panel), now, until->value_or(now), reminded);
    if (!became) return became.error();
    panel_changed(under_way, wanted.panel, *became);
    for (const auto& person : reminded) {
        const auto by = to_rfc3339(*became->find(person)->next_due());
        tell(under_way, person,
             {fmt::format("提醒：申请 {} 的评审须于 {} 前答复或提交", under_way.state().number, by),
              fmt::format("A reminder: application {} waits for your answer or review until {}",
                          under_way.state().number, by)});
    }
    return {};
}

} // namespace sluice::application

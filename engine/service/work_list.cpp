#include "engine/service/work_list.hpp"

#include "engine/application/undertakings.hpp"
#include "engine/review/composition.hpp"
#include "engine/statechart/interpreter.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace sluice::service {
namespace {

/// (audience, kind) → when it is due, where that is not when the state's own clock runs out.
using waiting = std::map<std::pair<std::string, std::string>, std::optional<instant>>;

std::string audience_of(const std::string& role, const application::application_state& state) {
    return role == "applicant" ? "organisation:" + state.organisation : role;
}

/// What anybody could send in every state is no work that waits: withdrawing, objecting.
void add_events(waiting& found, const programme::programme& rules, const application::application_state& state) {
    const auto position = statechart::from_json(*rules.chart, state.position).value();
    std::map<std::string, std::set<std::string>> by_role;
    for (const auto index : statechart::candidates(*rules.chart, position)) {
        const auto& event = rules.chart->transitions()[index].event;
        for (const auto& role : rules.transitions[index].by)
            if (role != "public") by_role[role].insert(event);
    }
    for (const auto& [role, events] : by_role) {
        std::string kind = "event:";
        for (const auto& each : events)
            kind += (kind.size() > 6 ? "+" : "") + each;
        found.try_emplace({audience_of(role, state), kind});
    }
}

void add_panels(waiting& found, const programme::programme& rules, const application::application_state& state) {
    for (const auto& [name, seats] : state.panels) {
        const auto& panel = rules.panels.at(name);
        if (seats.is_closed()) continue;
        if (!review::composition(seats, panel.rules).empty())
            for (const auto& role : panel.assign)
                found.try_emplace({role, "seat:" + name});
        // Whoever has a seat can draft before the panel is complete.
        for (const auto* member : seats.seated()) {
            const auto audience = "person:" + member->person;
            if (member->status == review::member_status::invited)
                found.try_emplace({audience, "answer:" + name}, member->next_due());
            if (member->status == review::member_status::assigned)
                found.try_emplace({audience, "review:" + name}, member->next_due());
        }
    }
}

/// What the applicant owes by a date, and the objections that somebody was named to look into.
void add_undertakings(waiting& found, const application::application_state& state) {
    for (const auto& each : state.obligations)
        if (!each.met_at)
            found.try_emplace({"organisation:" + state.organisation, "obligation:" + each.name}, each.due_at);
    for (const auto& each : state.objections)
        if (each.is_open() && !each.investigator.empty())
            found.try_emplace({"person:" + each.investigator, "objection:" + each.id});
}

void add_payments(waiting& found, const programme::programme& rules, const application::application_state& state) {
    using enum application::payment_status;
    for (const auto& each : state.payments) {
        const auto kind = "payment:" + each.instalment;
        const auto& roles = each.status == due        ? rules.payments.prepare
                            : each.status == prepared ? rules.payments.approve
                                                      : rules.payments.record;
        if (each.status == paid || each.status == cancelled) continue;
        for (const auto& role : roles)
            found.try_emplace({role, kind});
    }
}

} // namespace

std::vector<store::task_record> work_list_of(const programme::programme& rules,
                                             const application::application_state& state,
                                             const std::vector<store::task_record>& before, instant now) {
    waiting found;
    if (!state.ended) {
        add_events(found, rules, state);
        add_panels(found, rules, state);
        add_undertakings(found, state);
    }
    // What the bank sent back is owed even where the procedure has ended.
    add_payments(found, rules, state);
    std::optional<instant> due;
    for (const auto& [id, timer] : state.timers)
        if (!timer.paused_with && !application::is_reminder(id) && (!due || timer.due_at < *due)) due = timer.due_at;
    std::vector<store::task_record> tasks;
    for (const auto& [what, own_due] : found) {
        const auto& [audience, kind] = what;
        const auto earlier =
            std::find_if(before.begin(), before.end(),
                         [&, &wanted_audience = audience, &wanted_kind = kind](const store::task_record& each) {
                             return each.audience == wanted_audience && each.kind == wanted_kind;
                         });
        tasks.push_back({state.id, audience, state.programme, kind, earlier == before.end() ? now : earlier->since,
                         own_due ? own_due : due});
    }
    return tasks;
}

} // namespace sluice::service

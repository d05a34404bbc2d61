// What is under way and would hang loose in the new version.

#include "engine/application/migration_passage.hpp"
#include "engine/application/requirements.hpp"
#include "engine/application/scope.hpp"
#include "engine/review/outcome.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::application {
namespace {

/// More faults of one form say nothing new.
constexpr std::size_t form_faults_shown = 20;

template<class Visit>
void for_each_action(const statechart::chart& of, const Visit& visit) {
    for (const auto& state : of.states())
        for (const auto* list : {&state.initial_actions, &state.entry, &state.exit})
            std::for_each(list->begin(), list->end(), visit);
    for (const auto& transition : of.transitions())
        std::for_each(transition.actions.begin(), transition.actions.end(), visit);
}

bool has_action(const statechart::chart& of, std::string_view type) {
    bool found = false;
    for_each_action(of, [&](const statechart::action& each) { found = found || each.type == type; });
    return found;
}

/// Whether some action makes an instalment of this name due; a computed name can be any.
bool pays_instalment(const programme::programme& rules, const std::string& instalment) {
    bool found = false;
    for_each_action(*rules.chart, [&](const statechart::action& each) {
        if (each.type != "payment_due") return;
        const auto name = each.params.find("instalment");
        found = found || name == each.params.end() || !name->is_string() || *name == instalment;
    });
    return found;
}

bool same_rubric(const review::rubric& one, const review::rubric& other) {
    return std::equal(one.criteria.begin(), one.criteria.end(), other.criteria.begin(), other.criteria.end(),
                      [](const review::criterion& left, const review::criterion& right) {
                          return left.id == right.id && left.weight == right.weight &&
                                 left.score_max == right.score_max;
                      });
}

json outcome_of(const review::panel& seats, const review::panel_rules& rules) {
    return rules.method == review::review_method::score ? review::to_json(review::score_result(seats, rules))
                                                        : review::to_json(review::vote_result(seats, rules));
}

bool has_sheets(const review::panel& seats) {
    return std::any_of(seats.members.begin(), seats.members.end(),
                       [](const review::panel_member& each) { return each.sheet.has_value(); });
}

void check_panel(const passage& across, const std::string& name, const review::panel& seats, obstacles& found) {
    const auto place = "/panels/" + pointer_step(name);
    const auto there = across.to.panels.find(name);
    if (there == across.to.panels.end()) {
        found.push_back(
            {"panel_gone",
             place,
             {fmt::format("新版本没有评审组“{}”", name), fmt::format("The new version has no panel “{}”", name)}});
        return;
    }
    const auto& before = across.from.panels.at(name).rules;
    const auto& after = there->second.rules;
    if (before.method != after.method || (has_sheets(seats) && !same_rubric(before.scored, after.scored)))
        found.push_back({"panel_differs",
                         place,
                         {fmt::format("评审组“{}”已有评分或表决，而新版本的方式或评分项不同", name),
                          fmt::format("The panel “{}” has begun, and the new version reviews in another way", name)}});
    else if (seats.is_closed() && outcome_of(seats, before) != outcome_of(seats, after))
        found.push_back({"panel_outcome_changes",
                         place,
                         {fmt::format("按新版本的规则，评审组“{}”已得出的结果会改变", name),
                          fmt::format("Under the new rules the panel “{}” would have come to another result", name)}});
}

void check_payments(const passage& across, const application_state& before, obstacles& found) {
    for (const auto& each : before.payments) {
        if (each.status == payment_status::paid || each.status == payment_status::cancelled) continue;
        const auto place = "/payments/" + pointer_step(each.instalment);
        if (!pays_instalment(across.to, each.instalment))
            found.push_back(
                {"payment_gone",
                 place,
                 {fmt::format("“{}”正在拨付，而新版本没有这一笔", each.title.zh),
                  fmt::format("“{}” is being paid, and the new version has no such instalment", each.title.en)}});
        else if (across.from.payments.investment != across.to.payments.investment)
            found.push_back(
                {"payment_differs",
                 place,
                 {fmt::format("“{}”正在拨付，而新版本的资金性质不同", each.title.zh),
                  fmt::format("“{}” is being paid, and the new version pays in another way", each.title.en)}});
    }
    if (across.from.fund != across.to.fund && !(before.money == ledger::account_totals{}))
        found.push_back(
            {"fund_differs",
             "/money",
             {"已有资金往来，而新版本属于另一基金", "Money has moved, and the new version belongs to another fund"}});
}

void check_notices(const passage& across, const application_state& before, obstacles& found) {
    const bool open =
        std::any_of(before.notices.begin(), before.notices.end(), [](const notice& each) { return !each.closed_at; });
    if (open && !has_action(*across.to.chart, "close_notice"))
        found.push_back(
            {"notice_gone",
             "/notices",
             {"正在公示，而新版本不会结束公示", "A public notice is open, and nothing in the new version closes one"}});
}

bool answers_one_objection(const statechart::action& each) {
    return each.type == "answer_objection" && (!each.params.is_object() || !each.params.contains("all"));
}

/// Where one objection is to be answered there has to be one: a version that only counted them has none on record.
void check_objections(const passage& across, const statechart::snapshot& stands, const application_state& before,
                      obstacles& found) {
    const bool on_record = std::any_of(before.objections.begin(), before.objections.end(),
                                       [](const objection& each) { return each.is_open(); });
    if (on_record) return;
    const auto& chart = *across.to.chart;
    for (const auto index : stands.configuration)
        for (const auto number : chart.states()[index].transitions) {
            const auto& actions = chart.transitions()[number].actions;
            if (std::none_of(actions.begin(), actions.end(), answers_one_objection)) continue;
            const auto title = across.to.title_of_state(index);
            found.push_back(
                {"objection_not_on_record",
                 "/objections",
                 {fmt::format("新版本在“{}”中逐件答复异议，而此前的异议没有单独记录：请先在原版本中答复", title.zh),
                  fmt::format("In “{}” the new version answers objections one by one, and none is kept as "
                              "such: answer them under the old version first",
                              title.en)}});
            return;
        }
}

/// Who waits for a share of the pool must go on waiting for it.
void check_allocation(const passage& across, const statechart::snapshot& stands, const application_state& before,
                      obstacles& found) {
    if (!across.from.allocation) return;
    const auto leaves = before.active_leaves();
    const auto waiting = across.from.chart->find(across.from.allocation->state);
    const bool waits =
        waiting && std::find(leaves.begin(), leaves.end(), across.from.chart->states()[*waiting].id) != leaves.end();
    if (!waits) return;
    const auto there = across.to.allocation ? across.to.chart->find(across.to.allocation->state) : std::nullopt;
    if (!there || !stands.is_active(*there))
        found.push_back({"allocation_gone",
                         "/allocation",
                         {"正在等待资金分配，而新版本中不再等待",
                          "It waits for its share of the pool, and would not in the new version"}});
}

bool is_separated(const programme::programme& rules, const std::string& event) {
    return std::any_of(rules.transitions.begin(), rules.transitions.end(), [&](const auto& each) {
        return std::find(each.separate_from.begin(), each.separate_from.end(), event) != each.separate_from.end();
    });
}

/// Four eyes are kept by the names of acts: one whose name is gone would no longer count.
void check_separation(const passage& across, const application_state& before, obstacles& found) {
    std::set<std::string> lost;
    for (const auto& [person, acts] : before.acts)
        for (const auto& act : acts)
            if (!act.starts_with("payment:") && !across.to.knows_event(act) && is_separated(across.from, act))
                lost.insert(act);
    for (const auto& act : lost)
        found.push_back(
            {"separation_lost",
             "/acts/" + pointer_step(act),
             {fmt::format("“{}”与其他操作须由不同的人办理，而新版本没有这一操作", act),
              fmt::format("Others must be separate from whoever did “{}”, which the new version does not know", act)}});
}

bool is_editable(const programme::programme& rules, const statechart::snapshot& now) {
    return std::any_of(now.configuration.begin(), now.configuration.end(), [&](std::size_t index) {
        const auto& tags = rules.chart->states()[index].tags;
        return std::find(tags.begin(), tags.end(), "editable") != tags.end();
    });
}

/// The places only: who plans a migration need not see what applicants wrote.
void check_form(const passage& across, const statechart::snapshot& stands, const application_state& before,
                const facts& known, obstacles& found) {
    const auto asked = is_editable(across.to, stands) ? schema::completeness::draft : schema::completeness::complete;
    auto faults = faults_of_form(across.to, *before.form, asked, known.applicant);
    if (faults.size() > form_faults_shown) faults.resize(form_faults_shown);
    for (const auto& each : faults)
        found.push_back({"form_differs",
                         "/form" + each.place,
                         {"申请表的此项不符合新版本的要求", "This part of the form does not fit the new version"}});
}

} // namespace

void find_loose_ends(const passage& across, const application_state& before, const statechart::snapshot& stands,
                     const facts& known, obstacles& found) {
    for (const auto& [name, seats] : before.panels)
        check_panel(across, name, seats, found);
    check_payments(across, before, found);
    check_notices(across, before, found);
    check_objections(across, stands, before, found);
    check_allocation(across, stands, before, found);
    check_separation(across, before, found);
    check_form(across, stands, before, known, found);
}

void find_unrest(const passage& across, const application_state& after, const statechart::snapshot& stands,
                 const facts& known, obstacles& found) {
    scope values{across.to, after, known};
    values.set_position(&stands);
    values.set_event("", json::object());
    for (const auto index : stands.configuration)
        for (const auto transition : across.to.chart->states()[index].always) {
            const auto& guard = across.to.transitions[transition].guard;
            const auto holds =
                guard ? guard->evaluate(values.activation()) : result<cel::value>{cel::value::boolean(true)};
            if (holds && !holds->as_boolean()) continue;
            const auto title = across.to.title_of_state(index);
            found.push_back(
                {"not_at_rest",
                 "/states",
                 {fmt::format("新版本中“{}”会自行前进，不能停在那里", title.zh),
                  fmt::format("In the new version “{}” goes on by itself: it cannot be stood in", title.en)}});
        }
}

} // namespace sluice::application

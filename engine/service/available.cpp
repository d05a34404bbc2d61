#include "engine/service/available.hpp"

#include "engine/application/mandated.hpp"
#include "engine/application/payments.hpp"
#include "engine/application/requirements.hpp"
#include "engine/review/composition.hpp"
#include "engine/service/representation.hpp"
#include "engine/statechart/interpreter.hpp"

#include <algorithm>

namespace sluice::service {
namespace {

namespace core = application;

json entry(std::string kind, std::string event, text title) {
    return {{"kind", std::move(kind)},       {"event", std::move(event)}, {"title", text_to_json(title)},
            {"by", json::array()},           {"allowed", true},           {"reason", nullptr},
            {"requirements", json::array()}, {"data_schema", nullptr}};
}

json requirement_entry(const std::string& id, const std::string& place, const text& explanation, json met) {
    return {{"id", id}, {"place", place}, {"explanation", text_to_json(explanation)}, {"met", std::move(met)}};
}

void refuse_entry(json& action, const refusal& why) {
    action["allowed"] = false;
    if (action["reason"].is_null()) action["reason"] = name_of(why.reason);
    action["requirements"].push_back(
        requirement_entry(std::string{name_of(why.reason)}, why.place, why.explanation, false));
}

bool reads_event_data(const cel::expression& expression) {
    const auto& paths = expression.reads();
    return std::any_of(paths.begin(), paths.end(), [](const std::string& path) { return path.starts_with("event"); });
}

/// What the requirement is about, for people: its explanation, or the words of its kind.
text words_of(core::procedure& looking, const programme::requirement& wanted) {
    using kind = programme::requirement::kind;
    switch (wanted.of) {
    case kind::window:
        return {"在申报期内", "Within the round's window"};
    case kind::form:
        return {"申请表填写完整", "The form is complete"};
    case kind::documents:
        return {"材料齐全", "All documents are there"};
    case kind::condition:
        break;
    }
    return wanted.otherwise.render(looking.values().activation());
}

void add_requirements(json& action, core::procedure& looking, const programme::transition_rules& rules) {
    for (const auto& wanted : rules.requirements) {
        const bool later = wanted.that && reads_event_data(*wanted.that);
        const auto missing =
            later ? result<std::vector<core::missing_requirement>>{} : core::find_missing(looking, wanted);
        if (later || !missing) {
            action["requirements"].push_back(requirement_entry(wanted.id, "", words_of(looking, wanted), nullptr));
            continue;
        }
        // The words of a condition say what is wrong: of one that holds there is nothing to say.
        if (missing->empty() && !wanted.that)
            action["requirements"].push_back(requirement_entry(wanted.id, "", words_of(looking, wanted), true));
        for (const auto& each : *missing) {
            action["allowed"] = false;
            if (action["reason"].is_null()) action["reason"] = name_of(each.why);
            action["requirements"].push_back(
                requirement_entry(each.what.id, each.what.place, each.what.explanation, false));
        }
    }
}

/// The guard as far as it can be told without the event's data.
void consider_guard(json& action, core::procedure& looking, const programme::transition_rules& rules) {
    if (!rules.guard || reads_event_data(*rules.guard)) return;
    const auto holds = rules.guard->evaluate(looking.values().activation());
    if (!holds) return refuse_entry(action, holds.error());
    if (!holds->as_boolean())
        refuse_entry(action, refuse(reason::guard_not_met, {"目前条件下不能进行", "The conditions do not hold now"}));
}

json event_action(core::procedure& looking, const statechart::transition& each) {
    const auto& rules = looking.rules().transitions[each.index];
    json action = entry("event", each.event, rules.title);
    action["by"] = rules.by;
    if (rules.data) action["data_schema"] = json(each.definition.at("data"));
    if (!looking.known().actor.has_any_role(rules.by))
        refuse_entry(action, refuse(reason::not_permitted, {"不由您办理", "This is not for you to do"}));
    else if (auto may = core::check_mandate(looking); !may)
        refuse_entry(action, may.error());
    consider_guard(action, looking, rules);
    if (auto separate = core::check_separation(looking, rules); !separate) refuse_entry(action, separate.error());
    looking.values().set_event(each.event, json::object());
    add_requirements(action, looking, rules);
    return action;
}

void add_form_and_documents(json& actions, const core::procedure& looking) {
    const bool applicant = looking.known().actor.has_role("applicant");
    const auto add = [&](const char* kind, text title) {
        json action = entry(kind, kind, std::move(title));
        action["by"] = {"applicant"};
        if (!applicant)
            refuse_entry(action, refuse(reason::not_permitted, {"由申报单位办理", "This is for the applicant"}));
        actions.push_back(std::move(action));
    };
    if (looking.tagged("editable")) add("amend", {"修改申请表", "Change the form"});
    if (looking.tagged("editable") || looking.tagged("documents")) add("document", {"上传材料", "Upload a document"});
}

void add_panels(json& actions, const core::procedure& looking) {
    const auto& actor = looking.known().actor;
    for (const auto& [name, seats] : looking.state().panels) {
        if (seats.is_closed()) continue;
        const auto& panel = looking.rules().panels.at(name);
        const auto lacking = review::composition(seats, panel.rules);
        if (!lacking.empty()) {
            json action = entry("review", "assign:" + name, {"安排评审人", "Seat the panel"});
            action["by"] = panel.assign;
            for (const auto& each : lacking)
                action["requirements"].push_back(requirement_entry(each.id, "", each.explanation, nullptr));
            if (!actor.has_any_role(panel.assign))
                refuse_entry(action, refuse(reason::not_permitted, {"不由您办理", "This is not for you to do"}));
            actions.push_back(std::move(action));
        }
        const auto* member = seats.find(actor.person);
        if (member && member->status == review::member_status::invited) {
            json action = entry("review", "answer:" + name, {"答复评审邀请", "Answer the invitation"});
            action["by"] = {"reviewer"};
            actions.push_back(std::move(action));
        }
        if (!member || member->status != review::member_status::assigned) continue;
        const bool scores = panel.rules.method == review::review_method::score;
        json action = entry("review", (scores ? "score:" : "vote:") + name,
                            scores ? text{"提交评分", "Submit scores"} : text{"投票", "Vote"});
        action["by"] = {"reviewer"};
        for (const auto& each : lacking) {
            action["allowed"] = false;
            action["reason"] = name_of(reason::panel_not_composed);
            action["requirements"].push_back(requirement_entry(each.id, "", each.explanation, false));
        }
        actions.push_back(std::move(action));
    }
}

void add_payments(json& actions, const core::procedure& looking) {
    using enum core::payment_status;
    for (const auto& each : looking.state().payments) {
        if (each.status == paid || each.status == cancelled) continue;
        const char* step = each.status == due ? "prepare" : each.status == prepared ? "approve" : "record";
        json action = entry("payment", std::string{step} + ":" + each.instalment, each.title);
        const auto& roles = looking.rules().payments;
        action["by"] = each.status == due ? roles.prepare : each.status == prepared ? roles.approve : roles.record;
        if (const auto why = core::why_not(looking, each, step)) refuse_entry(action, *why);
        actions.push_back(std::move(action));
    }
}

} // namespace

json available_actions(const programme::programme& rules, const core::application_state& state,
                       const core::facts& known) {
    core::procedure looking{rules, state, known};
    looking.values().set_event("", json::object());
    json actions = json::array();
    const auto position = statechart::from_json(*rules.chart, state.position).value();
    for (const auto index : statechart::candidates(*rules.chart, position)) {
        const auto& each = rules.chart->transitions()[index];
        if (!rules.transitions[index].by.empty()) actions.push_back(event_action(looking, each));
    }
    add_form_and_documents(actions, looking);
    add_panels(actions, looking);
    add_payments(actions, looking);
    return actions;
}

} // namespace sluice::service

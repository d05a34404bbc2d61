#include "engine/application/objections.hpp"

#include "engine/application/due_time.hpp"
#include "engine/application/state_json.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::application {
namespace {

bool is_blank(const std::string& text) {
    std::string rest = text;
    for (const std::string space : {" ", "\t", "\n", "\r", "\u3000", "\u00a0"})
        for (auto at = rest.find(space); at != std::string::npos; at = rest.find(space))
            rest.erase(at, space.size());
    return rest.empty();
}

refusal no_such_objection() {
    return refuse(reason::invalid_value,
                  {"没有这件待处理的异议；请填写异议编号", "There is no such open objection: give the id of one"},
                  "/data/objection");
}

/// Nobody objects without a name, whatever a definition asks besides.
result<void> check_named(const objection& made) {
    if (made.party != "public" || made.reexamination || (!is_blank(made.name) && !is_blank(made.contact))) return {};
    const text why{"不受理匿名异议：请填写真实姓名（或单位名称）和联系方式，您的身份将予保密",
                   "Anonymous objections are not accepted: give your real name and contact details; they are kept "
                   "confidential"};
    refusal refused = refuse(reason::requirement_not_met, why);
    refused.requirements.push_back({"objector_named", "/data/name", why});
    return refused;
}

/// What the public asks to be examined again: the objection whose code was shown, once it is answered and in time.
result<void> follow_up(const procedure& under_way, objection& made) {
    const auto* earlier = under_way.state().find_objection(under_way.known().objection);
    if (!earlier)
        return refuse(reason::not_permitted,
                      {"复核由异议人凭回执码提出", "Whoever objected asks for a re-examination, by the receipt code"});
    if (earlier->is_open())
        return refuse(reason::event_not_possible,
                      {"异议尚未答复，答复后方可申请复核",
                       "The objection has not been answered yet: ask for a re-examination after the answer"});
    if (earlier->reexamination_until && under_way.known().now >= *earlier->reexamination_until)
        return refuse(reason::event_not_possible,
                      {fmt::format("申请复核的期限已于 {} 届满", to_rfc3339(*earlier->reexamination_until)),
                       fmt::format("The time to ask for a re-examination ended at {}",
                                   to_rfc3339(*earlier->reexamination_until))});
    made.about = earlier->id;
    made.notice = earlier->notice;
    made.name = earlier->name;
    made.contact = earlier->contact;
    return {};
}

/// The notice that is objected to. It may have been closed by the term of this very instant.
result<void> find_notice(const procedure& under_way, objection& made) {
    application_state copy = under_way.state();
    const auto* open = copy.open_notice("");
    if (!open)
        return refuse(reason::event_not_possible, {"目前没有公示可提异议", "There is no open notice to object to"});
    made.notice = open->id;
    return {};
}

/// The last thing that was published or answered is what the applicant wants examined again.
void follow_up_of_applicant(const procedure& under_way, objection& made) {
    const auto& state = under_way.state();
    if (!state.notices.empty()) made.notice = state.notices.back().id;
    for (const auto& each : state.objections)
        if (!each.reexamination && !each.is_open()) made.about = each.id;
}

result<const objection*> find_open(const procedure& under_way, const std::string& id) {
    const objection* found = nullptr;
    for (const auto& each : under_way.state().objections) {
        if (!each.is_open() || (!id.empty() && each.id != id)) continue;
        if (found) return no_such_objection();
        found = &each;
    }
    if (found) return found;
    if (!id.empty()) return no_such_objection();
    return refuse(reason::event_not_possible, {"没有待处理的异议或复核", "No objection or re-examination is open"});
}

bool is_investigator(const procedure& under_way, const objection& each) {
    return !each.investigator.empty() && each.investigator == under_way.known().actor.person;
}

void answer_one(procedure& under_way, const objection& each, const json& params) {
    const std::string id = each.id;
    const bool has_receipt = each.party == "public";
    under_way.happened("objection_answered",
                       {{"id", id}, {"result", params.at("result")}, {"answer", params.at("answer")}});
    if (has_receipt) under_way.happened("letter_queued", {{"objection", id}});
}

} // namespace

result<void> open_objection(procedure& under_way, const json& params, statechart::raiser&) {
    const auto& state = under_way.state();
    if (state.objections.size() >= objections_max)
        return refuse(reason::invalid_value, {"异议过多，请直接与办理机关联系",
                                              "There are too many objections: get in touch with the office itself"});
    const auto& actor = under_way.known().actor;
    objection made;
    made.reexamination = params.value("reexamination", false);
    made.party = actor.has_role("applicant") ? "applicant" : "public";
    made.name = params.value("name", "");
    made.contact = params.value("contact", "");
    made.statement = params.at("statement");
    made.evidence = params.value("evidence", std::vector<std::string>{});
    made.at = under_way.known().now;
    if (auto named = check_named(made); !named) return named;
    if (!made.reexamination) {
        if (auto found = find_notice(under_way, made); !found) return found;
    } else if (made.party == "public") {
        if (auto followed = follow_up(under_way, made); !followed) return followed;
    } else {
        follow_up_of_applicant(under_way, made);
    }
    if (made.party == "public") made.receipt = under_way.known().receipt;
    made.id = under_way.known().new_id();
    under_way.happened("objection_opened", {{"objection", to_json(made)}});
    return {};
}

result<void> assign_investigator(procedure& under_way, const json& params, statechart::raiser&) {
    const auto found = find_open(under_way, params.at("objection").get<std::string>());
    if (!found) return found.error();
    const std::string person = params.at("person");
    const auto wanted = params.at("roles").get<std::vector<std::string>>();
    const auto& known = under_way.known();
    const auto roles = person == known.actor.person ? known.actor.roles
                       : known.roles_of             ? known.roles_of(person)
                                                    : wanted;
    if (std::none_of(roles.begin(), roles.end(), [&](const std::string& role) {
            return std::find(wanted.begin(), wanted.end(), role) != wanted.end();
        }))
        return refuse(reason::not_permitted,
                      {"此人在本项目中没有可以核查异议的职务，请另行指定",
                       "This person has no office in this programme that looks into objections: name somebody else"},
                      "/data/investigator");
    for (const std::string event : params.at("separate_from"))
        if (under_way.state().has_acted(person, event))
            return refuse(
                reason::same_person,
                {fmt::format("此人已在本申请上做过“{}”，须由未参与的人员核查", event),
                 fmt::format("This person did “{}” on this application: name somebody without a part in it", event)},
                "/data/investigator");
    under_way.happened("investigator_named", {{"id", (*found)->id}, {"person", person}});
    return {};
}

result<void> answer_objection(procedure& under_way, const json& params, statechart::raiser&) {
    if (params.value("all", false)) {
        const auto all = under_way.state().objections;
        for (const auto& each : all)
            if (each.is_open()) answer_one(under_way, each, params);
        return {};
    }
    const auto found = find_open(under_way, params.value("objection", ""));
    if (!found) return found.error();
    if (!(*found)->investigator.empty() && !is_investigator(under_way, **found))
        return refuse(reason::not_permitted, {"这件异议已指定核查人，由其答复",
                                              "An investigator has been named for this objection, who answers it"});
    answer_one(under_way, objection{**found}, params);
    return {};
}

result<void> offer_reexamination(procedure& under_way, const json& params, statechart::raiser&) {
    const auto until = due_after(params.at("term"), under_way.known().now, *under_way.known().days);
    if (!until) return until.error();
    const auto all = under_way.state().objections;
    for (const auto& each : all) {
        if (each.reexamination || each.status != "dismissed" || each.reexamination_until) continue;
        under_way.happened("reexamination_offered", {{"id", each.id}, {"until", until->milliseconds}});
        under_way.happened("letter_queued", {{"objection", each.id}, {"offer", true}});
    }
    return {};
}

result<void> disclose(procedure& under_way, const disclose_objector& wanted) {
    const auto* found = under_way.state().find_objection(wanted.objection);
    if (!found) return refuse(reason::not_found, {"没有这件异议", "There is no such objection"});
    if (!is_investigator(under_way, *found) || found->party != "public")
        return refuse(reason::not_permitted,
                      {"异议人的身份仅由指定的核查人在核查时查看",
                       "Who objected is shown to the investigator named for the objection, and to nobody else"});
    if (!found->is_open())
        return refuse(reason::event_not_possible,
                      {"异议已办结，身份不再提供", "The objection is answered: who made it is no longer shown"});
    under_way.happened("objector_disclosed", {{"objection", found->id}});
    return {};
}

} // namespace sluice::application

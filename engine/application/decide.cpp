#include "engine/application/decide.hpp"

#include "engine/application/mandated.hpp"
#include "engine/application/objections.hpp"
#include "engine/application/panel_seating.hpp"
#include "engine/application/panels.hpp"
#include "engine/application/payments.hpp"
#include "engine/application/procedure.hpp"
#include "engine/application/requirements.hpp"
#include "engine/application/state_json.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace sluice::application {
namespace {

/// The largest number of files one application can have.
constexpr std::size_t documents_max = 200;

refusal only_the_applicant() {
    return refuse(reason::not_permitted,
                  {"只有申报单位的人员可以这样做", "Only people of the applying organisation can do this"});
}

refusal not_editable_now() {
    return refuse(reason::not_editable,
                  {"申请目前不可修改；草稿或补正时才可以",
                   "The application cannot be changed now; only as a draft or when asked to correct it"});
}

/// What the form holds must be of the right kind even in a draft; that everything is there is asked at submission.
result<void> check_draft(const procedure& under_way, const json& form) {
    auto faults = faults_of_form(under_way.rules(), form, schema::completeness::draft, under_way.known().applicant);
    if (faults.empty()) return {};
    return schema::form_refusal(std::move(faults));
}

json initial_variables(const programme::programme& rules) {
    json values = json::object();
    for (const auto& [name, variable] : rules.variables)
        values[name] = variable.initial;
    return values;
}

/// One overload a command.
struct handler {
    procedure& under_way;

    result<void> operator()(const create& wanted) {
        const auto& rules = under_way.rules();
        if (auto checked = check_draft(under_way, wanted.form); !checked) return checked;
        if (auto named = check_payee(under_way, json::object(), wanted.form); !named) return named;
        under_way.happened("created", {{"id", wanted.id},
                                       {"number", wanted.number},
                                       {"programme", rules.id},
                                       {"definition_version", rules.version},
                                       {"round", wanted.round},
                                       {"organisation", wanted.organisation},
                                       {"form", wanted.form},
                                       {"variables", initial_variables(rules)}});
        return under_way.start();
    }

    result<void> operator()(const amend& wanted) {
        if (!under_way.known().actor.has_role("applicant")) return only_the_applicant();
        if (!under_way.tagged("editable")) return not_editable_now();
        json form = *under_way.state().form;
        form.merge_patch(wanted.patch);
        if (auto checked = check_draft(under_way, form); !checked) return checked;
        if (auto named = check_payee(under_way, *under_way.state().form, form); !named) return named;
        under_way.happened("form_amended", {{"patch", wanted.patch}});
        return {};
    }

    result<void> operator()(const send_event& wanted) {
        if (auto may = check_mandate(under_way); !may) return may;
        return under_way.send(wanted.type, wanted.data);
    }

    result<void> operator()(const attach_document& wanted) {
        const auto& rules = under_way.rules().documents;
        const auto kind = rules.find(wanted.file.kind);
        if (kind == rules.end())
            return refuse(reason::invalid_value,
                          {fmt::format("没有材料“{}”", wanted.file.kind),
                           fmt::format("There is no document “{}”", wanted.file.kind)},
                          "kind");
        if (!under_way.known().actor.has_role("applicant")) return only_the_applicant();
        if (!under_way.tagged("editable") && !under_way.tagged("documents")) return not_editable_now();
        const auto& types = kind->second.media_types;
        if (!types.empty() && std::find(types.begin(), types.end(), wanted.file.media_type) == types.end())
            return refuse(reason::unsupported_media_type,
                          {fmt::format("“{}”须为 {}", kind->second.title.zh, fmt::join(types, "、")),
                           fmt::format("“{}” has to be {}", kind->second.title.en, fmt::join(types, " or "))},
                          "Content-Type");
        if (wanted.file.size > kind->second.bytes_max)
            return refuse(reason::body_too_large,
                          {fmt::format("“{}”最大 {} 字节", kind->second.title.zh, kind->second.bytes_max),
                           fmt::format("“{}” has at most {} bytes", kind->second.title.en, kind->second.bytes_max)});
        if (under_way.state().documents.size() >= documents_max)
            return refuse(reason::invalid_value, {"附件过多", "There are too many files on this application"});
        document file = wanted.file;
        file.at = under_way.known().now;
        file.by = under_way.known().actor.person;
        under_way.happened("document_attached", {{"document", to_json(file)}});
        return {};
    }

    result<void> operator()(const disclose_objector& wanted) { return disclose(under_way, wanted); }
    result<void> operator()(const assign_members& wanted) { return assign(under_way, wanted); }
    result<void> operator()(const declare_no_conflict& wanted) { return declare(under_way, wanted); }
    result<void> operator()(const recuse_member& wanted) { return recuse(under_way, wanted); }
    result<void> operator()(const submit_score& wanted) { return score(under_way, wanted); }
    result<void> operator()(const cast_vote& wanted) { return vote(under_way, wanted); }
    result<void> operator()(const draw_panel& wanted) { return draw_members(under_way, wanted); }
    result<void> operator()(const answer_invitation& wanted) { return answer(under_way, wanted); }
    result<void> operator()(const replace_member& wanted) { return replace(under_way, wanted); }
    result<void> operator()(const remind_members& wanted) { return remind(under_way, wanted); }
    result<void> operator()(const advance_payment& wanted) { return advance(under_way, wanted); }
    result<void> operator()(const fire_timer& wanted) { return under_way.fire(wanted.timer); }
    result<void> operator()(const deliver& wanted) { return under_way.deliver(wanted.type, wanted.data); }

    result<void> operator()(const enter_round& wanted) {
        if (ledger::drawn_by(under_way.state().money) > fen{})
            return refuse(reason::event_not_possible,
                          {"申请已占用本批次资金，不能转入其他批次",
                           "The application holds money of its round and cannot go over to another"});
        under_way.happened("round_changed", {{"round", wanted.round}});
        return {};
    }
};

/// The name and the content under which the command is recorded.
struct describer {
    record operator()(const create&) const { return named("create", json::object()); }
    record operator()(const amend& each) const { return named("amend", {{"patch", each.patch}}); }
    record operator()(const send_event& each) const {
        return named("send_event", {{"type", each.type}, {"data", each.data}});
    }
    record operator()(const attach_document& each) const { return named("attach_document", {{"id", each.file.id}}); }
    record operator()(const disclose_objector& each) const {
        return named("disclose_objector", {{"objection", each.objection}, {"reason", each.because}});
    }
    record operator()(const assign_members& each) const {
        json detail = {{"panel", each.panel}, {"members", each.members}};
        if (each.planned) detail["planned"] = true;
        return named("assign_members", std::move(detail));
    }
    record operator()(const draw_panel& each) const { return named("draw_panel", {{"panel", each.panel}}); }
    record operator()(const answer_invitation& each) const {
        return named(each.accept ? "accept_invitation" : "decline_invitation",
                     {{"panel", each.panel}, {"reason", each.because}});
    }
    record operator()(const replace_member& each) const {
        return named("replace_member", {{"panel", each.panel}, {"person", each.person}, {"reason", each.because}});
    }
    record operator()(const remind_members& each) const { return named("remind_members", {{"panel", each.panel}}); }
    record operator()(const declare_no_conflict& each) const {
        return named("declare_no_conflict", {{"panel", each.panel}});
    }
    record operator()(const recuse_member& each) const {
        return named("recuse_member",
                     {{"panel", each.panel}, {"person", each.person}, {"ground", each.ground}, {"note", each.note}});
    }
    record operator()(const submit_score& each) const {
        return named(each.draft ? "draft_score" : "submit_score", {{"panel", each.panel}});
    }
    record operator()(const cast_vote& each) const { return named("cast_vote", {{"panel", each.panel}}); }
    record operator()(const advance_payment& each) const {
        json detail = {{"instalment", each.instalment}, {"step", each.step}, {"note", each.note}};
        if (each.part) detail["part"] = each.part->count();
        return named("advance_payment", std::move(detail));
    }
    record operator()(const fire_timer& each) const { return named("fire_timer", {{"timer", each.timer}}); }
    record operator()(const deliver& each) const {
        return named("deliver", {{"type", each.type}, {"data", each.data}});
    }
    record operator()(const enter_round& each) const { return named("enter_round", {{"round", each.round}}); }

    static record named(std::string kind, json detail) { return {0, {}, {}, std::move(kind), std::move(detail), {}}; }
};

} // namespace

bool actor_facts::has_role(std::string_view role) const {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

bool actor_facts::has_any_role(const std::vector<std::string>& wanted) const {
    return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& role) { return has_role(role); });
}

result<decision> decide(const programme::programme& rules, const application_state& before, const command& wanted,
                        const facts& known) {
    procedure under_way{rules, before, known};
    if (auto done = std::visit(handler{under_way}, wanted); !done) return done.error();
    // Other applications change: the record keeps what this decision saw of them.
    if (const auto* seen = under_way.values().overlaps_seen(); seen && known.overlaps && !under_way.taken().empty())
        under_way.happened("overlaps_considered", {{"projects", to_json(*seen)}});
    decision decided;
    decided.recorded = std::visit(describer{}, wanted);
    decided.recorded.revision = before.revision + 1;
    decided.recorded.at = known.now;
    decided.recorded.actor = known.actor.person;
    decided.recorded.acting = known.actor.acting;
    decided.recorded.changes = under_way.take_changes();
    decided.taken = under_way.taken();
    decided.after = under_way.take_state();
    decided.after.revision = decided.recorded.revision;
    decided.after.updated_at = known.now;
    return decided;
}

} // namespace sluice::application

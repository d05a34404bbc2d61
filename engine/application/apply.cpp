#include "engine/application/change.hpp"
#include "engine/application/state_json.hpp"
#include "engine/base/canonical_json.hpp"
#include "engine/base/json_writer.hpp"

#include <stdexcept>
#include <unordered_map>

namespace sluice::application {
namespace {

/// Who did it and when, for the changes that keep it.
struct envelope {
    const std::string& actor;
    instant at;
    const acting_for& acting;
};

/// What is done under a delegation counts as done by both.
void remember(application_state& state, const envelope& around, const std::string& act) {
    for (const auto* person : {&around.actor, &around.acting.person})
        if (!person->empty() && !state.has_acted(*person, act)) state.acts[*person].push_back(act);
}

using applier = void (*)(application_state&, const json&, const envelope&);

void created(application_state& state, const json& data, const envelope& around) {
    state.id = data.at("id");
    state.number = data.at("number");
    state.programme = data.at("programme");
    state.definition_version = data.at("definition_version");
    state.round = data.at("round");
    state.organisation = data.at("organisation");
    state.form = shared_json{data.at("form")};
    state.variables = data.at("variables");
    state.created_by = around.actor;
    state.created_at = around.at;
    if (!around.acting.agent.empty()) state.filed_under = around.acting;
}

void form_amended(application_state& state, const json& data, const envelope&) {
    json form = *state.form;
    form.merge_patch(data.at("patch"));
    state.form = shared_json{std::move(form)};
}

void event_accepted(application_state& state, const json& data, const envelope& around) {
    const std::string type = data.at("type");
    ++state.events[type];
    remember(state, around, type);
}

void submitted(application_state& state, const json&, const envelope& around) {
    if (!state.submitted_at) state.submitted_at = around.at;
}

void moved(application_state& state, const json& data, const envelope&) {
    state.position = data.at("position");
    state.ended = data.at("ended");
}

void variables_assigned(application_state& state, const json& data, const envelope&) {
    state.variables.update(data.at("values"));
}

void timer_started(application_state& state, const json& data, const envelope& around) {
    state.timers[data.at("timer")] =
        timer{instant{data.at("due_at").get<std::int64_t>()}, data.at("pausable"), std::nullopt, around.at};
}

void timer_paused(application_state& state, const json& data, const envelope&) {
    state.timers.at(data.at("timer")).paused_with = data.at("working_days").get<int>();
}

void timer_stopped(application_state& state, const json& data, const envelope&) {
    state.timers.erase(data.at("timer").get<std::string>());
}

void money_moved(application_state& state, const json& data, const envelope&) {
    const auto posted = ledger::posting_from_json(data, "").value();
    const auto route = ledger::route_of(posted.kind);
    if (ledger::is_kept_per_application(route.from)) {
        if (ledger::is_source(route.from))
            state.money.of(route.from) += posted.amount;
        else
            state.money.of(route.from) -= posted.amount;
    }
    if (ledger::is_kept_per_application(route.to)) state.money.of(route.to) += posted.amount;
}

void payment_fell_due(application_state& state, const json& data, const envelope&) {
    state.payments.push_back(payment_from_json(data.at("payment")));
}

/// What was under way has been paid; what is left, if anything, falls due again.
void pay(payment& each) {
    // A payment from before parts were kept is paid whole.
    each.paid += each.under_way();
    each.part = fen{};
    each.status = each.paid == each.amount ? payment_status::paid : payment_status::due;
    each.told = each.told || each.status == payment_status::paid;
}

/// What came back is approved still, and can be paid again at once; while another part is under way, that one goes on
/// with what it was, and what came back is left to be paid after it.
void take_back(payment& each, fen came_back) {
    using enum payment_status;
    const bool other_part = each.status == prepared || each.status == approved || each.status == sent;
    each.part = other_part ? each.under_way() : came_back;
    each.paid -= came_back;
    if (!other_part) each.status = approved;
}

void payment_advanced(application_state& state, const json& data, const envelope& around) {
    payment* found = state.find_payment(data.at("instalment"));
    if (!found) throw std::logic_error("payment_advanced: no such instalment");
    const std::string step = data.at("step");
    found->acts.push_back({step, around.actor, around.at, data.at("note"), around.acting.person});
    if (step == "prepare") found->status = payment_status::prepared;
    if (step == "approve" || step == "fail") found->status = payment_status::approved;
    if (step == "send") found->status = payment_status::sent;
    if (step == "record" || step == "settle") pay(*found);
    if (step == "send_back") found->status = payment_status::due;
    if (step == "prepare") found->part = fen{data.value("part", std::int64_t{0})};
    if (step == "send_back") found->part = fen{};
    if (step == "bounce") take_back(*found, fen{data.value("part", std::int64_t{0})});
    remember(state, around, "payment:" + step);
}

void payment_cancelled(application_state& state, const json& data, const envelope&) {
    if (payment* found = state.find_payment(data.at("instalment"))) found->status = payment_status::cancelled;
}

void drew_on(application_state& state, const json& data, const envelope&) {
    state.pool = data.at("pool").get<std::string>();
}

void round_changed(application_state& state, const json& data, const envelope&) {
    state.round = data.at("round");
    state.pool.reset();
}

void notice_published(application_state& state, const json& data, const envelope&) {
    state.notices.push_back(notice_from_json(data.at("notice")));
}

void notice_closed(application_state& state, const json& data, const envelope& around) {
    for (auto& each : state.notices)
        if (each.id == data.at("id").get_ref<const std::string&>()) {
            each.status = data.at("result");
            each.closed_at = around.at;
        }
}

objection& objection_in(application_state& state, const json& data) {
    for (auto& each : state.objections)
        if (each.id == data.at("id").get_ref<const std::string&>()) return each;
    throw std::logic_error("there is no such objection");
}

void objection_opened(application_state& state, const json& data, const envelope&) {
    state.objections.push_back(objection_from_json(data.at("objection")));
}

void investigator_named(application_state& state, const json& data, const envelope&) {
    objection_in(state, data).investigator = data.at("person");
}

void objection_answered(application_state& state, const json& data, const envelope& around) {
    auto& answered = objection_in(state, data);
    answered.status = data.at("result");
    answered.answer = data.at("answer");
    answered.answered_by = around.actor;
    answered.answered_at = around.at;
    if (answered.investigator.empty()) answered.investigator = around.actor;
}

void reexamination_offered(application_state& state, const json& data, const envelope&) {
    objection_in(state, data).reexamination_until = instant{data.at("until").get<std::int64_t>()};
}

void was_signed(application_state& state, const json& data, const envelope&) {
    state.signatures.push_back(signature_from_json(data.at("signature")));
}

/// Owed anew, it takes the place of what was owed before.
void obligation_begun(application_state& state, const json& data, const envelope&) {
    auto owed = obligation_from_json(data.at("obligation"));
    std::erase_if(state.obligations, [&](const obligation& each) { return each.name == owed.name; });
    state.obligations.push_back(std::move(owed));
}

void obligation_met(application_state& state, const json& data, const envelope& around) {
    for (auto& each : state.obligations)
        if (each.name == data.at("name").get_ref<const std::string&>()) each.met_at = around.at;
}

void project_changed(application_state& state, const json& data, const envelope&) {
    state.project_changes.push_back(project_change_from_json(data.at("change")));
}

/// A certificate of the same kind takes the place of the one before.
void applicant_certified(application_state& state, const json& data, const envelope& around) {
    const std::string kind = data.at("kind");
    std::erase_if(state.certificates, [&](const certificate& each) { return each.kind == kind; });
    state.certificates.push_back({kind, text_from_json(data.at("title")), around.at,
                                  instant{data.at("until").get<std::int64_t>()}, std::nullopt});
}

void certificate_revoked(application_state& state, const json& data, const envelope& around) {
    for (auto& each : state.certificates)
        if (each.kind == data.at("kind").get_ref<const std::string&>() && each.stands()) each.revoked_at = around.at;
}

void document_attached(application_state& state, const json& data, const envelope&) {
    state.documents.push_back(document_from_json(data.at("document")));
}

void panel_changed(application_state& state, const json& data, const envelope&) {
    state.panels.insert_or_assign(data.at("panel").get<std::string>(),
                                  review::panel_from_json(data.at("now"), "/now").value());
}

/// To another version of the programme. Whole, so that neither version is needed to replay it.
void migrated(application_state& state, const json& data, const envelope&) {
    state.definition_version = data.at("definition_version");
    state.position = data.at("position");
    state.variables = data.at("variables");
    state.timers.clear();
    for (const auto& [id, each] : data.at("timers").items())
        state.timers.emplace(id, timer_from_json(each));
}

/// Kept on the record for others (the organisation's bar, the outbox); the application itself does not change.
void concerns_others(application_state&, const json&, const envelope&) {}

const std::unordered_map<std::string, applier>& appliers() {
    static const std::unordered_map<std::string, applier> all{
        {"created", created},
        {"form_amended", form_amended},
        {"event_accepted", event_accepted},
        {"submitted", submitted},
        {"moved", moved},
        {"variables_assigned", variables_assigned},
        {"timer_started", timer_started},
        {"timer_paused", timer_paused},
        {"timer_stopped", timer_stopped},
        {"money_moved", money_moved},
        {"payment_fell_due", payment_fell_due},
        {"payment_advanced", payment_advanced},
        {"payment_cancelled", payment_cancelled},
        {"drew_on", drew_on},
        {"round_changed", round_changed},
        {"notice_published", notice_published},
        {"notice_closed", notice_closed},
        {"objection_opened", objection_opened},
        {"investigator_named", investigator_named},
        {"objection_answered", objection_answered},
        {"reexamination_offered", reexamination_offered},
        {"signed", was_signed},
        {"obligation_begun", obligation_begun},
        {"obligation_met", obligation_met},
        {"project_changed", project_changed},
        {"document_attached", document_attached},
        {"panel_changed", panel_changed},
        {"migrated", migrated},
        {"applicant_barred", concerns_others},
        {"applicant_bar_lifted", concerns_others},
        {"applicant_certified", applicant_certified},
        {"certificate_revoked", certificate_revoked},
        {"message_queued", concerns_others},
        {"letter_queued", concerns_others},
        {"objector_disclosed", concerns_others},
        {"members_drawn", concerns_others},
        {"overlaps_considered", concerns_others},
    };
    return all;
}

} // namespace

void apply(application_state& state, const change& happened, const std::string& actor, instant at,
           const acting_for& acting) {
    const auto known = appliers().find(happened.kind);
    if (known == appliers().end()) throw std::logic_error("unknown kind of change: " + happened.kind);
    known->second(state, happened.data, {actor, at, acting});
}

void apply(application_state& state, const record& recorded) {
    for (const auto& each : recorded.changes)
        apply(state, each, recorded.actor, recorded.at, recorded.acting);
    state.revision = recorded.revision;
    state.updated_at = recorded.at;
}

bool changes_form(const change& happened) {
    return happened.kind == "form_amended" || happened.kind == "created";
}

std::string to_text(const record& recorded) {
    json_writer to;
    to.begin_object().member("actor", recorded.actor).member("at", recorded.at.milliseconds);
    to.key("changes").begin_array();
    for (const auto& each : recorded.changes) {
        to.begin_object().key("data").tree(each.data);
        to.member("kind", each.kind).end_object();
    }
    to.end_array().key("detail").tree(recorded.detail).member("kind", recorded.kind);
    if (!recorded.acting.nobody()) to.key("on_behalf_of").tree(to_json(recorded.acting));
    return to.member("revision", recorded.revision).end_object().take();
}

json to_json(const record& recorded) {
    return parse_canonical(to_text(recorded));
}

record record_from_json(const json& from) try {
    record read{from.at("revision"), instant{from.at("at").get<std::int64_t>()},
                from.at("actor"),    from.at("kind"),
                from.at("detail"),   {}};
    if (from.contains("on_behalf_of")) read.acting = acting_for_from_json(from.at("on_behalf_of"));
    for (const auto& each : from.at("changes"))
        read.changes.push_back({each.at("kind"), each.at("data")});
    return read;
} catch (const json::exception& broken) {
    throw std::invalid_argument(std::string{"not a record of an application: "} + broken.what());
}

} // namespace sluice::application

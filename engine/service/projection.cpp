#include "engine/service/projection.hpp"

#include "engine/application/holdings.hpp"
#include "engine/service/application_text.hpp"
#include "engine/service/case_handlers.hpp"
#include "engine/service/fund_books.hpp"
#include "engine/service/objections.hpp"
#include "engine/service/organisation_record.hpp"
#include "engine/service/overlaps.hpp"
#include "engine/service/project_index.hpp"
#include "engine/service/representation.hpp"
#include "engine/service/round_record.hpp"
#include "engine/service/webhooks.hpp"
#include "engine/service/work_list.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace sluice::service {
namespace {

using application::application_state;
using application::change;

std::string state_label(const programme::programme& rules, const application_state& state) {
    std::vector<std::string> paths;
    for (const auto& leaf : state.active_leaves())
        if (const auto index = rules.chart->find(leaf)) paths.push_back(rules.chart->states()[*index].path);
    return fmt::format("{}", fmt::join(paths, "+"));
}

store::application_record row_of(const programme::programme& rules, const application_state& state) {
    return {state.id,
            state.programme,
            state.definition_version,
            state.round,
            state.organisation,
            state.created_by,
            state.number,
            project_title(*state.form),
            state_label(rules, state),
            !state.submitted_at,
            state.revision,
            state.created_at,
            state.updated_at,
            application::to_text(state),
            kept_application_text(rules, state),
            application_text_format};
}

/// A title may hold anything that somebody typed: eleven digits and more, which may be the number of a telephone, an
/// identity card or an account, are not published.
std::string without_personal_numbers(const std::string& title) {
    constexpr std::size_t digits_min = 11;
    std::string shown;
    for (std::size_t at = 0; at < title.size();) {
        const auto end = std::min(title.find_first_not_of("0123456789", at), title.size());
        if (end - at >= digits_min)
            shown += "***";
        else
            shown += title.substr(at, std::max<std::size_t>(end - at, 1));
        at = std::max(end, at + 1);
    }
    return shown;
}

/// All of a case wait for the person who has it in hand.
std::vector<store::task_record> tasks_after(const errand& at, const programme::programme& rules,
                                            const application_state& state) {
    auto tasks = work_list_of(rules, state, at.store.tasks_of(state.id), at.now);
    const auto handler = handler_of(at.store, state.id);
    for (auto& each : tasks)
        each.handler = handler;
    return tasks;
}

/// What the changes mean beyond the application's own row.
class projector {
public:
    projector(const errand& at, const programme::programme& rules, const application_state& state,
              std::int64_t position)
        : at_{at}
        , rules_{rules}
        , state_{state}
        , position_{position} {}

    void consider(const change& happened) {
        const auto& data = happened.data;
        if (happened.kind == "money_moved") postings_.push_back(ledger::posting_from_json(data, "").value());
        if (happened.kind == "timer_started")
            at_.store.put_timer(
                {state_.id, data.at("timer"), state_.programme, instant{data.at("due_at").get<std::int64_t>()}});
        if (happened.kind == "timer_paused" || happened.kind == "timer_stopped")
            at_.store.remove_timer(state_.id, data.at("timer").get<std::string>());
        if (happened.kind == "migrated") replace_timers();
        if (happened.kind == "panel_changed") panels_changed_ = true;
        if (happened.kind == "notice_published" || happened.kind == "notice_closed") notices_changed_ = true;
        if (happened.kind == "obligation_begun" || happened.kind == "obligation_met" ||
            (happened.kind == "moved" && state_.ended))
            obligations_changed_ = true;
        if (happened.kind == "letter_queued") write_letter(data.at("objection"), data.value("offer", false));
        if (happened.kind == "applicant_barred") bar(data.at("until"), data.at("reason"));
        if (happened.kind == "applicant_bar_lifted") bar(0, "");
        if (happened.kind == "applicant_certified") certify(data.at("kind"));
        if (happened.kind == "certificate_revoked") revoke_certificate(data.at("kind"));
        if (happened.kind == "message_queued")
            at_.store.put_outbox(
                "message",
                json{{"application", state_.id}, {"to", data.at("to")}, {"message", data.at("message")}}.dump(),
                at_.now);
    }

    void finish() {
        if (!postings_.empty()) {
            std::optional<drawn_pool> of_round;
            if (state_.pool) of_round = drawn_pool{state_.round, *state_.pool};
            post(at_.store, postings_, at_.now, position_, "", of_round);
            remember_money();
            close_round_early();
        }
        if (panels_changed_) assign_reviewers();
        if (obligations_changed_) remember_obligations();
        refresh_notices();
        if (somebody_hears())
            at_.store.put_outbox("application_changed",
                                 json{{"application", state_.id}, {"revision", state_.revision}}.dump(), at_.now);
    }

private:
    /// Changes are told to webhooks alone: where there is none, nothing is left in the outbox for nobody.
    bool somebody_hears() const {
        return !at_.store.list_entities({std::string{webhook_kind}, std::nullopt}, {std::nullopt, 1}).items.empty();
    }

    /// An organisation is barred until the last of its bars ends; each application lifts its own.
    void bar(const json& until, const json& why) {
        auto organisation = find_entity(at_.store, "organisation", state_.organisation);
        if (!organisation) return;
        auto& body = organisation->body;
        const std::string before_they_were_told_apart;
        if (!body.contains("bars")) {
            body["bars"] = json::object();
            if (body.at("barred_until") != 0)
                body["bars"][before_they_were_told_apart] = {{"until", body.at("barred_until")},
                                                             {"reason", body.value("bar_reason", "")}};
        }
        if (until != 0) {
            body["bars"][state_.id] = {{"until", until}, {"reason", why.is_string() ? why : json(why.dump())}};
        } else {
            body["bars"].erase(state_.id);
            body["bars"].erase(before_they_were_told_apart);
        }
        body["barred_until"] = 0;
        body["bar_reason"] = "";
        for (const auto& each : body.at("bars"))
            if (each.at("until") > body.at("barred_until")) {
                body["barred_until"] = each.at("until");
                body["bar_reason"] = each.at("reason");
            }
        const auto revision = replace_entity(at_, *organisation);
        at_.record({"",
                    "organisation",
                    state_.organisation,
                    revision,
                    at_.now,
                    at_.who.person,
                    "bar_organisation",
                    {{"until", until}, {"reason", why}, {"application", state_.id}}});
    }

    /// What is owed on any application stands in the way of new ones once it is overdue.
    void remember_obligations() {
        auto organisation = find_entity(at_.store, "organisation", state_.organisation);
        if (!organisation) return;
        json owed = json::array();
        for (const auto& each : state_.obligations)
            if (!each.met_at && !state_.ended)
                owed.push_back({{"number", state_.number},
                                {"title", {{"zh", each.title.zh}, {"en", each.title.en}}},
                                {"due_at", each.due_at.milliseconds}});
        json all = organisation->body.value("obligations", json::object());
        const json before = all;
        all.erase(state_.id);
        if (!owed.empty()) all[state_.id] = std::move(owed);
        if (all == before) return;
        organisation->body["obligations"] = std::move(all);
        replace_entity(at_, *organisation);
    }

    /// The record does not repeat the address: it is taken from the objection.
    void write_letter(const std::string& objection, bool offer) {
        const auto* found = state_.find_objection(objection);
        if (const auto letter = found ? letter_to_objector(state_, *found, offer) : std::nullopt)
            at_.store.put_outbox("message", letter->dump(), at_.now);
    }

    void certify(const std::string& kind) {
        const auto given = std::find_if(state_.certificates.begin(), state_.certificates.end(),
                                        [&](const application::certificate& each) { return each.kind == kind; });
        auto organisation = find_entity(at_.store, "organisation", state_.organisation);
        if (!organisation || given == state_.certificates.end() || !given->stands()) return;
        set_certificate(organisation->body, state_, *given);
        record_on(*organisation, "certify_organisation",
                  {{"kind", kind}, {"until", given->until.milliseconds}, {"application", state_.id}});
    }

    void revoke_certificate(const std::string& kind) {
        auto organisation = find_entity(at_.store, "organisation", state_.organisation);
        if (!organisation) return;
        remove_certificate(organisation->body, state_.id, kind);
        record_on(*organisation, "revoke_certificate", {{"kind", kind}, {"application", state_.id}});
    }

    void record_on(stored_entity& organisation, const char* act, json detail) {
        const auto revision = replace_entity(at_, organisation);
        at_.record(
            {"", "organisation", state_.organisation, revision, at_.now, at_.who.person, act, std::move(detail)});
    }

    /// What the organisation holds, for caps over all its applications. What was paid counts as an award besides, for
    /// the rule against double funding.
    void remember_money() {
        auto organisation = find_entity(at_.store, "organisation", state_.organisation);
        if (!organisation) return;
        auto& body = organisation->body;
        set_holding(body, application::holding_after(holding_of(body, state_.id), state_, postings_, at_.now));
        const bool paid = std::any_of(postings_.begin(), postings_.end(), [](const ledger::posting& each) {
            return each.kind == ledger::movement::pay || each.kind == ledger::movement::invest;
        });
        if (paid)
            body["awards"][state_.id] = {{"programme", state_.programme},
                                         {"title", project_title(*state_.form)},
                                         {"amount", (state_.money.paid + state_.money.invested).count()},
                                         {"at", at_.now.milliseconds}};
        replace_entity(at_, *organisation);
    }

    /// A round whose budget is used up takes no more applications, and says since when.
    void close_round_early() {
        const auto& section = rules_.allocation;
        const bool reserved = std::any_of(postings_.begin(), postings_.end(), [](const ledger::posting& each) {
            return each.kind == ledger::movement::reserve;
        });
        if (!reserved || !section || !section->close_below) return;
        auto round = find_entity(at_.store, "round", state_.round);
        if (!round || exhausted_since(round->body)) return;
        const fen left = ledger::free_of(budget_of_round(round->body), read_round_use(at_.store, state_.round));
        if (left >= *section->close_below) return;
        round->body["exhausted_at"] = at_.now.milliseconds;
        const auto revision = replace_entity(at_, *round);
        at_.record({rules_.id,
                    "round",
                    state_.round,
                    revision,
                    at_.now,
                    "",
                    "round_exhausted",
                    {{"left", left.count()}, {"application", state_.id}}});
    }

    /// Exactly those that the state has now.
    void replace_timers() {
        for (const auto& each : at_.store.timers_of(state_.id))
            at_.store.remove_timer(state_.id, each.timer);
        for (const auto& [id, each] : state_.timers)
            if (!each.paused_with) at_.store.put_timer({state_.id, id, state_.programme, each.due_at});
    }

    void assign_reviewers() {
        std::vector<std::string> people;
        for (const auto& [name, seats] : state_.panels)
            for (const auto* member : seats.seated())
                people.push_back(member->person);
        std::sort(people.begin(), people.end());
        people.erase(std::unique(people.begin(), people.end()), people.end());
        at_.store.replace_assignments(state_.id, people);
    }

    /// A notice is public: only what may be published is in it.
    void refresh_notices() {
        const bool suspended_or_running = std::any_of(state_.notices.begin(), state_.notices.end(),
                                                      [](const application::notice& each) { return !each.closed_at; });
        if (!notices_changed_ && !suspended_or_running) return;
        std::string organisation;
        if (const auto found = find_entity(at_.store, "organisation", state_.organisation))
            organisation = found->body.at("name");
        for (const auto& each : state_.notices)
            write_notice(each, organisation);
    }

    void write_notice(const application::notice& each, const std::string& organisation) {
        const auto clock = clock_of_notice();
        const bool suspended = !each.closed_at && clock.first;
        const json body = {{"id", each.id},
                           {"programme", state_.programme},
                           {"round", state_.round},
                           {"notice", each.name},
                           {"number", state_.number},
                           {"heading", {{"zh", each.title.zh}, {"en", each.title.en}}},
                           {"title", without_personal_numbers(project_title(*state_.form))},
                           {"organisation", organisation},
                           {"amount", each.amount ? json(each.amount->count()) : json(nullptr)},
                           {"opened_at", each.opened_at.milliseconds},
                           {"closes_at", each.closed_at ? json(each.closed_at->milliseconds) : clock.second},
                           {"status", suspended ? "suspended" : each.status},
                           {"application", state_.id}};
        if (auto before = find_entity(at_.store, "notice", each.id)) {
            if (before->body == body) return;
            before->body = body;
            replace_entity(at_, *before);
        } else {
            add_entity(at_, "notice", each.id, state_.programme, "", body);
        }
        at_.store.put_notice({each.id, state_.programme, state_.round, each.closed_at.has_value(), each.opened_at});
    }

    /// Whether the clock that can be paused stands still, and when it runs out.
    std::pair<bool, json> clock_of_notice() const {
        for (const auto& [id, timer] : state_.timers) {
            if (timer.paused_with) return {true, nullptr};
            if (timer.pausable) return {false, timer.due_at.milliseconds};
        }
        return {false, nullptr};
    }

    const errand& at_;
    const programme::programme& rules_;
    const application_state& state_;
    std::int64_t position_;
    std::vector<ledger::posting> postings_;
    bool panels_changed_ = false;
    bool notices_changed_ = false;
    bool obligations_changed_ = false;
};

} // namespace

std::string project(const errand& at, const programme::programme& rules, const application_state& before,
                    const application::decision& decided) {
    auto row = row_of(rules, decided.after);
    row.tasks = tasks_after(at, rules, decided.after);
    at.store.put_application(row, before.revision);
    const auto& recorded = decided.recorded;
    const auto position = at.record({rules.id, "application", decided.after.id, recorded.revision, recorded.at,
                                     recorded.actor, recorded.kind, nullptr, application::to_text(recorded)});
    if (project_changed(rules, before, decided.after)) {
        index_project(at.store, rules, decided.after);
        note_overlaps(at.store, at.definitions, rules, decided.after, before.submitted_at ? &before : nullptr);
    }
    projector all{at, rules, decided.after, position};
    for (const auto& each : recorded.changes)
        all.consider(each);
    all.finish();
    return std::move(row.view);
}

} // namespace sluice::service

#include "engine/service/projection.hpp"

#include "engine/service/case_handlers.hpp"
#include "engine/service/fund_books.hpp"
#include "engine/service/representation.hpp"
#include "engine/service/round_record.hpp"
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
            project_title(state.form),
            state_label(rules, state),
            !state.submitted_at,
            state.revision,
            state.created_at,
            state.updated_at,
            application::to_json(state).dump()};
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
        if (happened.kind == "applicant_barred") bar(data.at("until"), data.at("reason"));
        if (happened.kind == "applicant_bar_lifted") bar(0, "");
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
            remember_award();
            close_round_early();
        }
        if (panels_changed_) assign_reviewers();
        refresh_notices();
        auto tasks = work_list_of(rules_, state_, at_.store.tasks_of(state_.id), at_.now);
        const auto handler = handler_of(at_.store, state_.id);
        for (auto& each : tasks)
            each.handler = handler;
        at_.store.replace_tasks(state_.id, tasks);
        at_.store.put_outbox("application_changed",
                             json{{"application", state_.id}, {"revision", state_.revision}}.dump(), at_.now);
    }

private:
    void bar(const json& until, const json& why) {
        auto organisation = find_entity(at_.store, "organisation", state_.organisation);
        if (!organisation) return;
        organisation->body["barred_until"] = until;
        organisation->body["bar_reason"] = why.is_string() ? why : json(why.dump());
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

    /// What was paid counts as an award of the organisation, for the rule against double funding.
    void remember_award() {
        const bool paid = std::any_of(postings_.begin(), postings_.end(), [](const ledger::posting& each) {
            return each.kind == ledger::movement::pay || each.kind == ledger::movement::invest;
        });
        auto organisation = paid ? find_entity(at_.store, "organisation", state_.organisation) : std::nullopt;
        if (!organisation) return;
        organisation->body["awards"][state_.id] = {{"programme", state_.programme},
                                                   {"title", project_title(state_.form)},
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
                           {"notice", each.name},
                           {"number", state_.number},
                           {"title", project_title(state_.form)},
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
};

} // namespace

void project(const errand& at, const programme::programme& rules, const application_state& before,
             const application::decision& decided) {
    at.store.put_application(row_of(rules, decided.after), before.revision);
    const auto& recorded = decided.recorded;
    const auto position = at.record({rules.id, "application", decided.after.id, recorded.revision, recorded.at,
                                     recorded.actor, recorded.kind, application::to_json(recorded)});
    projector all{at, rules, decided.after, position};
    for (const auto& each : recorded.changes)
        all.consider(each);
    all.finish();
}

} // namespace sluice::service

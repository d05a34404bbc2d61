// Nothing is stranded, nothing waits for nobody, and nobody sees what is not theirs.

#include "tests/simulation/invariants.hpp"

#include "engine/application/state.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::simulation {
namespace {

/// The people for whom the task waits.
std::vector<service::caller> audience_of(const evidence& all, const store::task_record& task) {
    const auto id = task.audience.substr(task.audience.find(':') + 1);
    if (task.audience.starts_with("organisation:")) {
        const auto* firm = all.people.firm_of(id);
        return firm ? std::vector{firm->applicant} : std::vector<service::caller>{};
    }
    if (task.audience.starts_with("person:")) {
        const auto& experts = all.people.experts;
        const auto found =
            std::find_if(experts.begin(), experts.end(), [&](const expert& each) { return each.as.person == id; });
        return found != experts.end() ? std::vector{found->as} : std::vector<service::caller>{};
    }
    return all.people.colleagues(task.audience, task.application);
}

bool can_do_something(const evidence& all, const service::caller& who, const std::string& application) {
    const json actions = all.at.actions_of(who, application);
    return std::any_of(actions.begin(), actions.end(), [](const json& each) { return each.at("allowed") == true; });
}

class waiting_checker {
public:
    waiting_checker(const evidence& all, store::reader& reader)
        : all_{all}
        , reader_{reader} {}

    void check(const std::string& id) {
        const auto row = reader_.find_application(id);
        if (!row) return;
        const auto state = application::state_from_text(row->body);
        const auto tasks = reader_.tasks_of(id);
        for (const auto& each : tasks) {
            ++tasks_;
            if (audience_of(all_, each).empty())
                belongs_.breaches.push_back({each.kind + " waits for " + each.audience, id});
        }
        if (state.ended) return;
        ++running_;
        const bool timed = std::any_of(state.timers.begin(), state.timers.end(),
                                       [](const auto& each) { return !each.second.paused_with; });
        if (timed || waits_for_list(*row) || waits_for_bank(state)) return;
        for (const auto& each : tasks)
            for (const auto& who : audience_of(all_, each))
                if (can_do_something(all_, who, id)) return;
        stranded_.breaches.push_back({"nobody can act in " + row->state, id});
    }

    std::vector<finding> findings() {
        belongs_.figure = fmt::format("{} tasks", tasks_);
        stranded_.figure = fmt::format("{} applications under way", running_);
        return {belongs_, stranded_};
    }

private:
    /// The reconciliation holds what was sent against the bank's files.
    static bool waits_for_bank(const application::application_state& state) {
        return std::any_of(state.payments.begin(), state.payments.end(), [](const application::payment& each) {
            return each.status == application::payment_status::sent;
        });
    }

    bool waits_for_list(const store::application_record& row) const {
        const auto& rules = all_.at.programme_named(row.programme);
        const auto& decided = all_.money.decided_rounds();
        return rules.divides &&
               row.state.find(rules.workflow.at("allocation").at("state").get<std::string>()) != std::string::npos &&
               std::find(decided.begin(), decided.end(), row.round) == decided.end();
    }

    const evidence& all_;
    store::reader& reader_;
    finding belongs_{"every task belongs to somebody", ""};
    finding stranded_{
        "every application under way has a timer, a list or an answer of the bank to come, or somebody who can act",
        ""};
    std::int64_t tasks_ = 0, running_ = 0;
};

/// A firm's list holds its own applications only, and all of them.
finding check_lists_of_firms(const evidence& all, store::reader& reader) {
    finding found{"a firm's list holds its own applications and no other", ""};
    std::map<std::string, std::size_t> own;
    for (const auto& id : all.at.created())
        if (const auto row = reader.find_application(id)) ++own[row->organisation];
    std::size_t seen = 0;
    for (const auto& each : all.people.firms) {
        std::size_t listed = 0;
        service::paging want{"", 200};
        do {
            const auto page = all.at.read().applications(each.applicant, {}, want);
            if (!page) break;
            for (const auto& item : page->list()) {
                ++listed;
                if (item.at("organisation").at("id") != each.id)
                    found.breaches.push_back({"is listed for " + each.name, item.at("id")});
            }
            want.cursor = page->next;
        } while (!want.cursor.empty());
        seen += listed;
        if (listed != own[each.id])
            found.breaches.push_back({fmt::format("{} has {}, but {} are listed", each.name, own[each.id], listed)});
    }
    found.figure = fmt::format("{} firms, {} applications", all.people.firms.size(), seen);
    return found;
}

} // namespace

std::vector<finding> check_people(const evidence& all, store::reader& reader) {
    waiting_checker waiting{all, reader};
    for (const auto& id : all.at.created())
        waiting.check(id);
    auto found = waiting.findings();
    found.push_back(check_lists_of_firms(all, reader));
    return found;
}

} // namespace sluice::simulation

#include "tests/simulation/summary.hpp"

#include "engine/application/state.hpp"
#include "engine/store/sqlite/open.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <ostream>
#include <set>

namespace sluice::simulation {
namespace {

constexpr std::size_t first_column = 34, column = 30;

struct tally {
    std::map<std::string, std::int64_t> counts; ///< by the habits' titles
    std::int64_t applications = 0, submitted = 0, under_way = 0;
    fen paid, recovered;
    std::vector<int> to_decision, to_payment; ///< working days
};

bool is_at(const application::application_state& state, const std::string& name) {
    for (const auto& leaf : state.active_leaves())
        if (leaf == name || leaf.ends_with("." + name)) return true;
    return false;
}

/// By what happened to it, or by where it is now.
bool counts_as(const application::application_state& state, const json& measure) {
    const json events = measure.value("events", json::array()), states = measure.value("states", json::array());
    return std::any_of(events.begin(), events.end(),
                       [&](const json& each) { return state.events.contains(each.get<std::string>()); }) ||
           std::any_of(states.begin(), states.end(),
                       [&](const json& each) { return is_at(state, each.get<std::string>()); });
}

class counter {
public:
    counter(const bureau& at, store::reader& reader)
        : at_{at}
        , reader_{reader} {}

    void count(const std::string& id) {
        const auto row = reader_.find_application(id);
        if (!row) return;
        const auto state = application::state_from_text(row->body);
        auto& all = tallies_[row->programme];
        ++all.applications;
        all.submitted += state.submitted_at ? 1 : 0;
        all.under_way += !state.ended && !row->draft ? 1 : 0;
        all.paid += state.money.paid + state.money.invested;
        all.recovered += state.money.recovery + state.money.surplus_return;
        for (const auto& each : at_.habits().of(row->programme, "measures"))
            if (counts_as(state, each)) ++all.counts[each.at("title")];
        if (!state.submitted_at) return;
        if (const auto decided = decided_at(row->programme, id))
            all.to_decision.push_back(days(*state.submitted_at, *decided));
        if (const auto paid = paid_at(state)) all.to_payment.push_back(days(*state.submitted_at, *paid));
    }

    const std::map<std::string, tally>& tallies() const { return tallies_; }

private:
    int days(instant from, instant until) const {
        return at_.days().working_days_between(local_date(from), local_date(until)).value();
    }

    std::optional<instant> decided_at(const std::string& programme, const std::string& id) const {
        const auto decisions = at_.habits().of(programme, "decisions").get<std::set<std::string>>();
        store::page_request want{std::nullopt, store::page_limit_max};
        for (const auto& each : reader_.history("application", id, want).items)
            if (each.kind == "send_event" && decisions.contains(json::parse(each.body).at("detail").at("type")))
                return each.at;
        return std::nullopt;
    }

    static std::optional<instant> paid_at(const application::application_state& state) {
        std::optional<instant> first;
        for (const auto& payment : state.payments)
            for (const auto& act : payment.acts)
                if ((act.step == "record" || act.step == "settle") && (!first || act.at < *first)) first = act.at;
        return first;
    }

    const bureau& at_;
    store::reader& reader_;
    std::map<std::string, tally> tallies_;
};

std::string days_shown(std::vector<int> days) {
    if (days.empty()) return "–";
    std::sort(days.begin(), days.end());
    return fmt::format("{} / {}", days[days.size() / 2], days[std::min(days.size() - 1, days.size() * 9 / 10)]);
}

class table {
public:
    table(const std::map<std::string, tally>& tallies, std::ostream& out)
        : tallies_{tallies}
        , out_{out} {}

    template<class Value>
    void row(const std::string& title, Value&& value) {
        out_ << fmt::format("{:<{}}", title, first_column);
        for (const auto& [programme, each] : tallies_)
            out_ << fmt::format("{:>{}}", value(programme, each), column);
        out_ << "\n";
    }

private:
    const std::map<std::string, tally>& tallies_;
    std::ostream& out_;
};

void print_refusals(const char* title, const std::map<std::string, std::int64_t>& reasons, std::ostream& out) {
    out << "\n" << title << "\n";
    for (const auto& [reason, count] : reasons)
        out << fmt::format("  {:<32}{:>8}\n", reason, count);
}

} // namespace

void print_summary(const bureau& at, const std::vector<intake_round>& rounds, std::int64_t batches, double seconds,
                   std::ostream& out) {
    const auto database = store::sqlite::open(at.database());
    const auto reader = database->read();
    counter counted{at, *reader};
    for (const auto& id : at.created())
        counted.count(id);
    out << "\nthe year\n";
    table shown{counted.tallies(), out};
    const auto number = [](std::int64_t value) { return std::to_string(value); };
    shown.row("", [](const std::string& programme, const tally&) { return programme; });
    shown.row("applications", [&](auto&, const tally& each) { return number(each.applications); });
    shown.row("submitted", [&](auto&, const tally& each) { return number(each.submitted); });
    shown.row("refused at an event (times)", [&](const std::string& programme, const tally&) {
        const auto found = at.refused_events().find(programme);
        return number(found == at.refused_events().end() ? 0 : found->second);
    });
    std::set<std::string> titles;
    for (const auto& [programme, each] : counted.tallies())
        for (const auto& measure : at.habits().of(programme, "measures"))
            if (const std::string title = measure.at("title"); titles.insert(title).second)
                shown.row(title, [&](auto&, const tally& one) {
                    return number(one.counts.contains(title) ? one.counts.at(title) : 0);
                });
    shown.row("still under way", [&](auto&, const tally& each) { return number(each.under_way); });
    shown.row("paid (yuan)", [](auto&, const tally& each) { return to_yuan(each.paid); });
    shown.row("recovered (yuan)", [](auto&, const tally& each) { return to_yuan(each.recovered); });
    shown.row("working days to decision (50/90 %)",
              [](auto&, const tally& each) { return days_shown(each.to_decision); });
    shown.row("working days to payment (50/90 %)",
              [](auto&, const tally& each) { return days_shown(each.to_payment); });

    print_refusals("refused, by reason", at.refusals(), out);
    print_refusals("refused although the work list offered it", at.refused_though_offered(), out);
    out << fmt::format("\n{} rounds, {} files to the bank, {} objections taken\n", rounds.size(), batches,
                       at.objections_taken());
    out << fmt::format("{} commands in {:.0f} s: {:.0f} a second, everything included\n", at.commands(), seconds,
                       static_cast<double>(at.commands()) / seconds);
}

} // namespace sluice::simulation

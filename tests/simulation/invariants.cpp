#include "tests/simulation/invariants.hpp"

#include "engine/store/sqlite/open.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <ostream>

namespace sluice::simulation {
namespace {

constexpr std::size_t breaches_shown_max = 5;

/// What was watched while the year went by.
std::vector<finding> watched(const evidence& all) {
    std::vector<finding> found = {
        {"what is forbidden is refused", fmt::format("{} attempts", all.at.forbidden_attempts())},
        {"a repeated request gets the first answer", fmt::format("{} repetitions", all.at.repetitions())},
        {"the server does not fail inside", fmt::format("{} commands", all.at.commands())},
        {"every timer fires", fmt::format("{} fired", all.at.timers_fired())},
        {"every answer of the bank is read", fmt::format("{} files", all.money.batches())},
        {"a list is decided as it was previewed", fmt::format("{} lists", all.money.decided_rounds().size())},
        {"every fund's year is closed", fmt::format("{} snapshots of funds", all.money.snapshots().size())},
        {"no score is seen by a fellow before submitting", fmt::format("{} looks", all.looks_at_fellows)},
        {"no application of another firm is visible", fmt::format("{} looks", all.looks_at_others)}};
    for (auto& each : found)
        if (const auto broken = all.at.violations().find(each.invariant); broken != all.at.violations().end())
            for (const auto& what : broken->second)
                each.breaches.push_back({what});
    return found;
}

void print_history(const evidence& all, const std::string& application, std::ostream& out) {
    const auto page = all.at.read().history(all.people.auditor, application, {"", 200});
    if (!page) return;
    for (const auto& each : page->items)
        out << fmt::format("         {} {} {} {} {}\n", each.at("revision").dump(), each.at("at").get<std::string>(),
                           each.at("kind").get<std::string>(), each.at("event").dump(), each.at("actor").dump());
}

void print(const evidence& all, const finding& each, std::ostream& out) {
    out << fmt::format("  {:<6} {} ({})\n", each.breaches.empty() ? "holds" : "BROKEN", each.invariant, each.figure);
    for (std::size_t i = 0; i < std::min(each.breaches.size(), breaches_shown_max); ++i)
        out << fmt::format("         {} {}\n", each.breaches[i].application, each.breaches[i].what);
    if (each.breaches.size() > breaches_shown_max)
        out << fmt::format("         and {} more\n", each.breaches.size() - breaches_shown_max);
    if (!each.breaches.empty() && !each.breaches.front().application.empty())
        print_history(all, each.breaches.front().application, out);
}

} // namespace

bool check_invariants(const evidence& all, std::ostream& out) {
    const auto database = store::sqlite::open(all.at.database());
    const auto reader = database->read();
    auto found = watched(all);
    for (auto* check : {&check_record, &check_money, &check_people, &check_publicity}) {
        auto more = check(all, *reader);
        std::move(more.begin(), more.end(), std::back_inserter(found));
    }
    out << "\ninvariants\n";
    for (const auto& each : found)
        print(all, each, out);
    return std::all_of(found.begin(), found.end(), [](const finding& each) { return each.breaches.empty(); });
}

} // namespace sluice::simulation

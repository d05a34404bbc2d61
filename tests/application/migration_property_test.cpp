// Random definitions, random lives, random migrations: whatever is said to move stands legally in the new version.

#include "engine/application/decide.hpp"
#include "engine/application/migration.hpp"
#include "engine/statechart/interpreter.hpp"
#include "tests/application/random_definition.hpp"

#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>

#include <cstdlib>
#include <iostream>

using namespace sluice;
using namespace sluice::application;
using sluice::test::random_definition;

namespace {

/// Pairs of versions; SLUICE_PAIRS asks for more.
constexpr std::size_t pairs_usual = 800;
constexpr std::size_t steps_max = 8;
constexpr int migrations_each = 4;

std::shared_ptr<const programme::programme> read(const random_definition& written, const std::string& version) {
    static const std::string form = R"({"type": "object", "additionalProperties": false, "properties": {}})";
    return programme::read_programme({{"workflow.json", written.workflow(version).dump()}, {"form.schema.json", form}})
        .read;
}

calendar::calendar plain_years() {
    std::vector<ordered_json> years;
    for (const auto& [year, working_days] : {std::pair{2026, 261}, {2027, 261}})
        years.push_back({{"country", "CN"},
                         {"year", year},
                         {"working_days", working_days},
                         {"source", {{"zh", "测试"}, {"en", "test"}}},
                         {"days_off", ordered_json::array()},
                         {"working_weekends", ordered_json::array()}});
    return calendar::calendar::read(years).value();
}

struct life {
    std::mt19937_64& random;
    const programme::programme& rules;
    facts known;
    application_state state;

    std::size_t pick(std::size_t below) { return std::uniform_int_distribution<std::size_t>{0, below - 1}(random); }

    bool carry_out(const command& wanted) {
        auto decided = decide(rules, state, wanted, known);
        if (!decided) return false;
        application_state replayed = state;
        apply(replayed, record_from_json(to_json(decided->recorded)));
        REQUIRE(to_json(replayed) == to_json(decided->after));
        state = std::move(decided->after);
        return true;
    }

    void step() {
        known.now.milliseconds += 3'600'000 * static_cast<std::int64_t>(pick(60));
        const auto position = statechart::from_json(*rules.chart, state.position).value();
        const auto events = statechart::candidates(*rules.chart, position);
        if (!state.timers.empty() && pick(4) == 0) {
            auto timer = state.timers.begin();
            std::advance(timer, pick(state.timers.size()));
            carry_out(fire_timer{timer->first});
        } else if (!events.empty()) {
            carry_out(send_event{rules.chart->transitions()[events[pick(events.size())]].event});
        }
    }
};

migration_rules random_rules(std::mt19937_64& random, const random_definition& before, const random_definition& after) {
    const auto chance = [&](unsigned percent) { return random() % 100 < percent; };
    migration_rules rules;
    rules.timers = static_cast<timer_policy>(random() % 3);
    const auto targets = after.state_ids();
    for (const auto& id : before.state_ids()) {
        const bool gone = std::find(targets.begin(), targets.end(), id) == targets.end();
        if (chance(gone ? 80 : 8)) rules.states[id] = targets[random() % targets.size()];
    }
    if (chance(30) && before.variables().contains("more")) rules.variables["more"] = std::nullopt;
    return rules;
}

/// Timers of active states run; paused ones wait beside an active parent.
void check_timers(const programme::programme& rules, const application_state& state) {
    const auto position = statechart::from_json(*rules.chart, state.position).value();
    for (const auto& [id, each] : state.timers) {
        INFO("timer " << id);
        const auto index = rules.chart->find_timer(id);
        REQUIRE(index);
        const auto& owner = rules.chart->states()[rules.chart->timers()[*index].state];
        CHECK(position.is_active(owner.index) == !each.paused_with.has_value());
        if (each.paused_with) CHECK((owner.parent && position.is_active(*owner.parent)));
    }
}

void check_moved(const random_definition& written, const programme::programme& rules, const application_state& state) {
    CHECK(test::fault_of_position(written, state.position) == "");
    CHECK(state.definition_version == rules.version);
    CHECK(state.variables.size() == rules.variables.size());
    for (const auto& [name, variable] : rules.variables)
        CHECK(state.variables.contains(name));
    check_timers(rules, state);
}

} // namespace

TEST_CASE("random definitions and migrations never produce an illegal configuration", "[migration][property]") {
    const char* wanted = std::getenv("SLUICE_SEED");
    const std::uint64_t seed = wanted ? std::strtoull(wanted, nullptr, 10) : std::random_device{}();
    const char* more = std::getenv("SLUICE_PAIRS");
    const std::size_t pairs_wanted = more ? std::strtoull(more, nullptr, 10) : pairs_usual;
    std::cout << "seed " << seed << std::endl;
    std::mt19937_64 random{seed};
    const auto days = plain_years();
    std::size_t pairs = 0, unread = 0, judged = 0, moved = 0, steps_after = 0, histories = 0, paused = 0;
    std::map<std::string, std::size_t> reasons;
    while (pairs < pairs_wanted) {
        const auto before = random_definition::make(random);
        const auto after = before.changed(random);
        const auto from = read(before, "1"), to = read(after, "2");
        if (!from || !to) {
            REQUIRE(++unread < 20 * pairs_wanted);
            continue;
        }
        ++pairs;
        INFO("seed " << seed << " pair " << pairs << "\nfrom " << before.workflow("1").dump() << "\nto "
                     << after.workflow("2").dump());
        life old{random, *from, {}, {}};
        old.known.now = parse_rfc3339("2026-03-02T09:00:00+08:00").value();
        old.known.actor = {"olga", "", {"officer"}};
        old.known.days = &days;
        old.known.new_id = [] { return "id"; };
        REQUIRE(old.carry_out(create{"a", "R-1", "firm", "r", json::object()}));
        for (int round = 0; round < migrations_each; ++round) {
            for (std::size_t i = old.pick(steps_max); i > 0; --i)
                old.step();
            const auto rules = random_rules(random, before, after);
            const auto plan = migration::prepare(*from, *to, rules);
            REQUIRE(plan.has_value());
            const auto outcome = plan->judge(old.state, old.known, [] { return std::set<std::string>{}; });
            ++judged;
            for (const auto& each : outcome.reasons)
                ++reasons[each.id];
            CHECK((outcome.verdict == migration_verdict::moves) == outcome.migrated.has_value());
            CHECK((outcome.verdict == migration_verdict::moves) == outcome.reasons.empty());
            if (!outcome.migrated) continue;
            ++moved;
            life young{random, *to, old.known, old.state};
            apply(young.state, *outcome.migrated, "adam", old.known.now);
            INFO("position " << old.state.position.dump() << " -> " << young.state.position.dump());
            histories += young.state.position.contains("history");
            for (const auto& [id, each] : young.state.timers)
                paused += each.paused_with.has_value();
            check_moved(after, *to, young.state);
            CHECK(to_json(state_from_text(to_text(young.state))) == to_json(young.state));
            for (std::size_t i = 0; i < steps_max; ++i) {
                young.step();
                ++steps_after;
                check_moved(after, *to, young.state);
            }
        }
    }
    std::cout << fmt::format(
        "{} pairs ({} unread), {} judged, {} moved, {} with history, {} paused timers, {} steps after\n", pairs, unread,
        judged, moved, histories, paused, steps_after);
    for (const auto& [reason, count] : reasons)
        std::cout << fmt::format("  {} {}\n", reason, count);
    CHECK(moved > pairs_wanted / 4); // a test that moves nothing shows nothing
    CHECK(histories > 0);
    CHECK(paused > 0);
}

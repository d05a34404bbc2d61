#include "engine/review/assignment.hpp"
#include "tests/review/pool.hpp"
#include "tests/review/random.hpp"
#include "tests/review/sample.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <set>

using namespace sluice;
using namespace sluice::review;

namespace {

panel_rules rules_of(int size, int technical_percent, int finance) {
    auto rules = sample::score_rules();
    rules.size = rules.size_max = size;
    rules.technical_percent_min = technical_percent;
    rules.finance_min = finance;
    rules.odd = size % 2 == 1;
    return rules;
}

struct intake {
    std::vector<assignment_case> cases;
    std::vector<pool_expert> pool;
};

intake random_intake(sample::dice& dice, int cases, int experts) {
    const std::vector<std::string> fields{"a", "b", "c"};
    const auto any_field = [&] { return fields[static_cast<std::size_t>(dice.roll(2))]; };
    intake made;
    for (int number = 0; number < experts; ++number) {
        const auto kind = dice.chance(60)   ? expertise::technical
                          : dice.chance(60) ? expertise::finance
                                            : expertise::management;
        auto each = sample::in_pool(fmt::format("p{:03}", number), kind, {any_field()});
        each.load = dice.roll(2);
        each.load_max = dice.chance(70) ? each.load + dice.roll(3) : 0;
        if (dice.chance(20)) each.who.organisation = fmt::format("firm {}", dice.roll(cases - 1));
        made.pool.push_back(each);
    }
    for (int number = 0; number < cases; ++number)
        made.cases.push_back({fmt::format("CY-{:06}", number),
                              sample::wish_of(fmt::format("firm {}", number), {any_field(), any_field()})});
    return made;
}

struct best {
    std::int64_t filled = 0, cost = 0;
};

/// Tries every way to give seats to experts, seat by seat of their kind.
best by_trying(const intake& given, const panel_rules& rules, const assignment_options& wanted) {
    best found;
    std::vector<std::int64_t> loads;
    for (const auto& each : given.pool)
        loads.push_back(each.load);
    std::function<void(std::size_t, std::size_t, free_seats, best)> go = [&](std::size_t which, std::size_t from,
                                                                             free_seats left, best so_far) {
        if (which == given.cases.size()) {
            if (so_far.filled > found.filled || (so_far.filled == found.filled && so_far.cost < found.cost))
                found = so_far;
            return;
        }
        const auto& wish = given.cases[which].wish;
        const auto next = which + 1;
        go(next, 0,
           next < given.cases.size() ? seats_to_fill(given.cases[next].wish.seats, rules).value() : free_seats{},
           so_far);
        for (auto at = from; at < given.pool.size(); ++at) {
            const auto& expert = given.pool[at];
            if (expert.load_max > 0 && loads[at] >= expert.load_max) continue;
            if (!obstacles_but_conflicts(expert, wish).empty() ||
                !detect_conflicts(expert.who, wish.applicant, rules.conflicts, wish.from).empty())
                continue;
            auto rest = left;
            auto& own = expert.who.kind == expertise::technical ? rest.technical
                        : expert.who.kind == expertise::finance ? rest.finance
                                                                : rest.any;
            if (own > 0)
                --own;
            else if (rest.any > 0)
                --rest.any;
            else
                continue;
            auto more = so_far;
            ++more.filled;
            more.cost += (wanted.match_weight * (100 - match_percent(expert.fields, wish.fields)) + 99) / 100 +
                         wanted.load_weight * loads[at];
            ++loads[at];
            go(which, at + 1, rest, more);
            --loads[at];
        }
    };
    go(0, 0, seats_to_fill(given.cases.front().wish.seats, rules).value(), {});
    return found;
}

/// That the plan keeps every rule, whatever it costs.
void hold(const assignment_plan& plan, const intake& given, const panel_rules& rules) {
    std::map<std::string, const pool_expert*> pool;
    for (const auto& each : given.pool)
        pool.emplace(each.who.person, &each);
    std::map<std::string, std::int64_t> added;
    std::int64_t filled = 0;
    for (std::size_t at = 0; at < plan.cases.size(); ++at) {
        const auto& each = plan.cases[at];
        const auto& wish = given.cases[at].wish;
        REQUIRE(each.application == given.cases[at].application);
        std::set<std::string> people;
        auto seats = wish.seats;
        for (const auto& expert : each.experts) {
            CHECK(people.insert(expert.person).second);
            CHECK(detect_conflicts(pool.at(expert.person)->who, wish.applicant, rules.conflicts, wish.from).empty());
            CHECK(obstacles_but_conflicts(*pool.at(expert.person), wish).empty());
            CHECK(expert.match == match_percent(pool.at(expert.person)->fields, wish.fields));
            ++added[expert.person];
            ++filled;
            panel_member member;
            member.person = expert.person;
            member.kind = expert.kind;
            seats.members.push_back(member);
        }
        CHECK(each.unmet == composition(seats, rules));
        CHECK(static_cast<std::int64_t>(each.experts.size()) <= each.wanted.total());
        if (static_cast<std::int64_t>(each.experts.size()) == each.wanted.total()) CHECK(each.unmet.empty());
    }
    for (const auto& [person, count] : added)
        if (pool.at(person)->load_max > 0) CHECK(pool.at(person)->load + count <= pool.at(person)->load_max);
    CHECK(plan.quality.seats_filled == filled);
    CHECK(plan.loads.size() == added.size());
}

} // namespace

TEST_CASE("small random rounds are assigned as well as trying everything does") {
    const assignment_options wanted{10, 2, "seed"};
    for (std::uint64_t seed = 1; seed <= 120; ++seed) {
        CAPTURE(seed);
        sample::dice dice{seed};
        const auto rules = dice.chance(50) ? rules_of(3, 34, 1) : rules_of(2, 50, 0);
        const auto given = random_intake(dice, 1 + dice.roll(2), 3 + dice.roll(2));
        const auto plan = plan_assignment(given.cases, given.pool, rules, wanted);
        REQUIRE(plan.has_value());
        hold(*plan, given, rules);
        const auto expected = by_trying(given, rules, wanted);
        CHECK(plan->quality.seats_filled == expected.filled);
        CHECK(plan->quality.cost == expected.cost);
    }
}

TEST_CASE("the order in which applications and experts come changes nothing") {
    sample::dice dice{7};
    auto given = random_intake(dice, 20, 30);
    const auto once = plan_assignment(given.cases, given.pool, sample::score_rules(), {}).value();
    std::reverse(given.cases.begin(), given.cases.end());
    std::reverse(given.pool.begin(), given.pool.end());
    CHECK(plan_assignment(given.cases, given.pool, sample::score_rules(), {}).value() == once);
}

TEST_CASE("an assignment spreads the load") {
    intake given;
    given.pool = sample::pool_of(30, 10);
    for (int number = 0; number < 40; ++number)
        given.cases.push_back({fmt::format("{:03}", number), sample::wish_of("firm")});
    const auto plan = plan_assignment(given.cases, given.pool, sample::score_rules(), {}).value();
    CHECK(plan.quality.seats_filled == 200);
    CHECK(plan.quality.cases_unmet == 0);
    CHECK(plan.quality.load_min == 5);
    CHECK(plan.quality.load_max == 5);
    CHECK(plan.quality.load_mean_hundredths == 500);
}

TEST_CASE("an assignment prefers those who know the field") {
    auto pool = sample::pool_of(8, 2);
    for (auto& each : pool)
        each.fields = {each.who.person == "t1" || each.who.person >= "t5" || each.who.person == "f2" ? "a" : "b"};
    const auto plan = plan_assignment({{"1", sample::wish_of("firm", {"a"})}}, pool, sample::score_rules(), {}).value();
    CHECK(plan.quality.match_min == 100);
    CHECK(plan.quality.match_mean_hundredths == 10'000);
}

TEST_CASE("seats that cannot be filled are named, and the others filled") {
    const auto plan = plan_assignment({{"1", sample::wish_of("firm")}, {"2", sample::wish_of("firm")}},
                                      sample::pool_of(6, 0), sample::score_rules(), {})
                          .value();
    CHECK(plan.quality.seats_wanted == 10);
    CHECK(plan.quality.seats_filled == 8); // the finance seat stays free on each
    CHECK(plan.quality.cases_unmet == 2);
    const auto& unmet = plan.cases.front().unmet;
    CHECK(std::any_of(unmet.begin(), unmet.end(), [](const auto& each) { return each.id == "panel_finance"; }));
}

TEST_CASE("an assignment refuses what comes twice or is out of bounds") {
    const auto pool = sample::pool_of(5, 1);
    CHECK_FALSE(
        plan_assignment({{"1", sample::wish_of("a")}, {"1", sample::wish_of("b")}}, pool, sample::score_rules(), {})
            .has_value());
    auto twice = pool;
    twice.push_back(pool.front());
    CHECK_FALSE(plan_assignment({{"1", sample::wish_of("a")}}, twice, sample::score_rules(), {}).has_value());
    CHECK_FALSE(plan_assignment({}, pool, sample::score_rules(), {101, 1, ""}).has_value());
    CHECK_FALSE(plan_assignment({}, pool, sample::score_rules(), {1, -1, ""}).has_value());
    CHECK_FALSE(plan_assignment(std::vector<assignment_case>(assignment_cases_max + 1), pool, sample::score_rules(), {})
                    .has_value());
}

TEST_CASE("the largest round is assigned in bounded time", "[.][large]") {
    // Few fields and room to spare; many fields and hardly any, so that experts must be moved about.
    const auto [fields, room] = GENERATE(std::pair{6, 26}, std::pair{40, 15});
    sample::dice dice{2026};
    const auto any_field = [&, most = fields] { return fmt::format("f{}", dice.roll(most)); };
    intake given;
    for (int number = 0; number < 500; ++number) {
        const auto kind = number % 5 == 0   ? expertise::finance
                          : number % 7 == 0 ? expertise::management
                                            : expertise::technical;
        auto each = sample::in_pool(fmt::format("p{:03}", number), kind, {any_field(), any_field()});
        each.load = dice.roll(6);
        each.load_max = each.load + room + dice.roll(10);
        each.who.organisation = fmt::format("firm {}", number);
        each.who.mail = fmt::format("p@uni{}.edu.cn", number % 40);
        given.pool.push_back(each);
    }
    for (int number = 0; number < 2'000; ++number) {
        given.cases.push_back(
            {fmt::format("CY-{:06}", number), sample::wish_of(fmt::format("firm {}", number), {any_field()})});
        given.cases.back().wish.applicant.mails = {fmt::format("x@uni{}.edu.cn", number % 90)};
    }
    const auto began = std::chrono::steady_clock::now();
    const auto plan = plan_assignment(given.cases, given.pool, sample::score_rules(), {}).value();
    const auto took = std::chrono::steady_clock::now() - began;
    hold(plan, given, sample::score_rules());
    WARN(fmt::format("2,000 x 500 x 5: {} ms, {}", std::chrono::duration_cast<std::chrono::milliseconds>(took).count(),
                     to_json(plan).at("quality").dump()));
    CHECK(plan.quality.seats_filled > 9'500);
    CHECK(took < std::chrono::seconds{20});
}

#include "engine/base/digest.hpp"
#include "engine/review/draw.hpp"
#include "engine/review/panel_acts.hpp"
#include "tests/review/pool.hpp"
#include "tests/review/random.hpp"
#include "tests/review/sample.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <map>
#include <set>

using namespace sluice;
using namespace sluice::review;

namespace {

std::vector<std::string> people_of(const std::vector<drawn_expert>& experts) {
    std::vector<std::string> people;
    for (const auto& each : experts)
        people.push_back(each.person);
    return people;
}

std::set<std::string> grounds_of(const draw_outcome& outcome, const std::string& person) {
    std::set<std::string> ids;
    for (const auto& each : outcome.excluded)
        if (each.person == person)
            for (const auto& ground : each.grounds)
                ids.insert(ground.id);
    return ids;
}

} // namespace

TEST_CASE("a draw fills the panel as the rules want") {
    const auto rules = sample::score_rules();
    for (int seed = 0; seed < 200; ++seed) {
        CAPTURE(seed);
        const auto outcome =
            draw(sample::pool_of(8, 2, 6), sample::wish_of("firm"), rules, "seed " + std::to_string(seed), 5);
        CHECK(outcome.unmet.empty());
        CHECK(outcome.drawn.size() == 5);
        CHECK(outcome.substitutes.size() == 5);
        const auto technical = std::count_if(outcome.drawn.begin(), outcome.drawn.end(),
                                             [](const auto& each) { return each.kind == expertise::technical; });
        CHECK(technical >= 3);
    }
}

TEST_CASE("the same seed draws the same experts, whatever the order of the pool") {
    auto pool = sample::pool_of(20, 5, 5);
    const auto rules = sample::score_rules();
    const auto once = draw(pool, sample::wish_of("firm"), rules, "a seed", 5);
    std::reverse(pool.begin(), pool.end());
    CHECK(draw(pool, sample::wish_of("firm"), rules, "a seed", 5) == once);
    CHECK(people_of(draw(pool, sample::wish_of("firm"), rules, "another seed", 5).drawn) != people_of(once.drawn));
}

TEST_CASE("a draw of the past comes out the same for ever") {
    const auto outcome = draw(sample::pool_of(6, 2), sample::wish_of("firm"), sample::score_rules(), "2026-CY-1", 2);
    // These names were drawn when the algorithm was written down; they must never change.
    CHECK(people_of(outcome.drawn) == std::vector<std::string>{"f2", "t1", "t5", "t2", "t3"});
    // And anyone can check a ticket: the expert has four of them, and the best is the least of four hashes.
    std::string least(64, 'g');
    for (const char* number : {"0", "1", "2", "3"})
        least = std::min(least,
                         to_hex(sha256("sluice draw 1\n2026-CY-1\n" + outcome.drawn.front().person + "\n" + number)));
    CHECK(outcome.drawn.front().tickets == 4);
    CHECK(outcome.drawn.front().lowest == least.substr(0, 16));
}

TEST_CASE("whoever cannot be drawn is named with every reason") {
    auto pool = sample::pool_of(6, 1);
    pool[0].who.organisation = "FIRM ";
    pool[0].who.mail = "a@lab.firm.example";
    pool[1].available_from = sample::monday + std::chrono::days{1};
    pool[2].available_until = sample::monday - std::chrono::days{1};
    pool[3].load_max = pool[3].load = 2;
    pool[4].who.relations = {{conflict_ground::shared_project, "firm", sample::monday}};
    const auto outcome = draw(pool, sample::wish_of("firm"), sample::score_rules(), "s", 5);
    CHECK(grounds_of(outcome, "t1") == std::set<std::string>{"same_organisation", "same_mail_domain"});
    CHECK(grounds_of(outcome, "t2") == std::set<std::string>{"not_available"});
    CHECK(grounds_of(outcome, "t3") == std::set<std::string>{"not_available"});
    CHECK(grounds_of(outcome, "t4") == std::set<std::string>{"load_reached"});
    CHECK(grounds_of(outcome, "t5") == std::set<std::string>{"shared_project"});
    CHECK(people_of(outcome.drawn).size() == 2); // t6 and f1
    CHECK(outcome.unmet.front().id == "panel_size");
}

TEST_CASE("after a decline the next in line comes in, and the others stay") {
    const auto rules = sample::score_rules();
    const auto pool = sample::pool_of(12, 4);
    auto wish = sample::wish_of("firm");
    const auto first = draw(pool, wish, rules, "s", 20);
    for (const auto& each : first.drawn)
        wish.seats = assign(wish.seats, rules, sample::expert(each.person, each.kind), {}, sample::morning).value();
    const auto& leaver = *std::find_if(first.drawn.begin(), first.drawn.end(),
                                       [](const auto& each) { return each.kind == expertise::technical; });
    wish.seats = decline(wish.seats, leaver.person, "ill", sample::morning).value();
    const auto second = draw(pool, wish, rules, "s", 20);
    REQUIRE(second.drawn.size() == 1);
    const auto next = std::find_if(first.substitutes.begin(), first.substitutes.end(), [&](const auto& each) {
        return second.wanted.technical == 0 || each.kind == expertise::technical;
    });
    CHECK(second.drawn.front().person == next->person);
    CHECK(grounds_of(second, leaver.person) == std::set<std::string>{"declined"});
    CHECK(grounds_of(second, first.drawn.back().person) == std::set<std::string>{"on_panel"});
}

TEST_CASE("who knows the field and has little to do is drawn more often, and everybody sometimes") {
    auto pool = sample::pool_of(20, 1);
    pool[0].fields = {"new_energy"};
    pool[1].load = 8;
    std::map<std::string, int> times;
    for (int seed = 0; seed < 600; ++seed)
        for (const auto& each :
             draw(pool, sample::wish_of("firm", {"New_Energy"}), sample::score_rules(), std::to_string(seed), 0).drawn)
            ++times[each.person];
    // Four technical experts of twenty: 120 of 600 by chance alone.
    CHECK(times["t1"] > 350);
    CHECK(times["t2"] > 5);
    CHECK(times["t2"] < 80);
    for (int number = 3; number <= 20; ++number) {
        CHECK(times["t" + std::to_string(number)] > 60);
        CHECK(times["t" + std::to_string(number)] < 180);
    }
}

TEST_CASE("a draw fills the seats whenever that is possible at all") {
    const auto rules = sample::score_rules();
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        CAPTURE(seed);
        sample::dice dice{seed};
        const int technical = dice.roll(6), finance = dice.roll(3), management = dice.roll(3);
        const auto outcome = draw(sample::pool_of(technical, finance, management), sample::wish_of("firm"), rules,
                                  std::to_string(seed), 3);
        const bool possible = technical >= 3 && finance >= 1 && technical + finance + management >= 5;
        CHECK(outcome.unmet.empty() == possible);
    }
}

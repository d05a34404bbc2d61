#include "tests/bench/report/comparison.hpp"
#include "tests/bench/report/limits.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::bench;

namespace {

measurement rounds_of(const char* what, int at, std::vector<double> rounds) {
    measurement made;
    made.what = what;
    made.at = at;
    made.rounds = std::move(rounds);
    made.p99_ms = 10;
    return made;
}

json report_of(const size_figures& size) {
    return {{"sizes", {to_json(size)}}};
}

size_figures with(std::vector<measurement> all) {
    size_figures made;
    made.applications = 10'000;
    made.start_ms = 100;
    made.idle_bytes = 30e6;
    made.all = std::move(all);
    return made;
}

} // namespace

TEST_CASE("what lies within the rounds of both runs has not changed") {
    const auto before = report_of(with({rounds_of("step", 64, {900, 1'000, 1'300})}));
    const auto after = report_of(with({rounds_of("step", 64, {1'250, 1'400, 1'500})}));
    CHECK(changes_between(before, after).empty());
    CHECK(changes_between(before, before).empty());
}

TEST_CASE("a rate that has clearly changed is told, with its direction") {
    const auto before = report_of(with({rounds_of("step", 64, {990, 1'000, 1'010})}));
    const auto after = report_of(with({rounds_of("step", 64, {590, 600, 610})}));
    const auto changes = changes_between(before, after);
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].worse);
    CHECK(changes[0].before == 1'000);
    CHECK(changes[0].after == 600);
    CHECK_FALSE(changes_between(after, before)[0].worse);
}

TEST_CASE("a slower machine is no slower server: rates are compared as parts of their floor") {
    const auto before =
        report_of(with({rounds_of("get", 16, {990, 1'000, 1'010}), rounds_of("bare_beast", 16, {2'000, 2'000})}));
    const auto after =
        report_of(with({rounds_of("get", 16, {495, 500, 505}), rounds_of("bare_beast", 16, {990, 1'010})}));
    for (const auto& each : changes_between(before, after))
        CHECK(each.what.find("get") == std::string::npos);
}

TEST_CASE("memory, starting and instructions are compared too") {
    auto before = with({}), after = with({});
    after.idle_bytes = 60e6;
    auto then = report_of(before), now = report_of(after);
    then["instructions"] = {{"decide_step", 100'000}, {"cel_guard", 1'000}};
    now["instructions"] = {{"decide_step", 98'000}, {"cel_guard", 1'001}};
    const auto changes = changes_between(then, now);
    REQUIRE(changes.size() == 2);
    CHECK(changes[0].what.find("idle") != std::string::npos);
    CHECK(changes[0].worse);
    CHECK(changes[1].what == "instructions: decide_step");
    CHECK_FALSE(changes[1].worse);
}

TEST_CASE("a promise is kept or broken by the figures, and left out where nothing was measured") {
    auto size = with({rounds_of("step", 64, {800}), rounds_of("raw_sqlite", 32, {1'000})});
    auto verdicts = judge({size});
    const auto found = [&](const char* words) {
        for (const auto& each : verdicts)
            if (each.promise.find(words) != std::string::npos) return std::optional{each.holds};
        return std::optional<bool>{};
    };
    CHECK(found("step at 64") == true);
    CHECK(found("p99") == true);
    CHECK(found("get") == std::nullopt);
    CHECK(found("1 kB") == std::nullopt);
    size.all[0].rounds = {790};
    size.all[0].p99_ms = 21;
    size.start_ms = 301;
    verdicts = judge({size});
    CHECK(found("step at 64") == false);
    CHECK(found("p99") == false);
    CHECK(found("start to ready") == false);
}

TEST_CASE("growth is judged between ten thousand and a million applications") {
    auto small = with({rounds_of("get", 16, {1'000})}), large = small;
    large.applications = 1'000'000;
    large.all[0].rounds = {740};
    large.idle_anonymous = small.idle_anonymous + 900.0 * 990'000;
    large.worked_anonymous = small.worked_anonymous + 1'100.0 * 990'000;
    bool loses = false, memory = false;
    for (const auto& each : judge({small, large})) {
        if (each.promise.find("get loses") != std::string::npos) loses = !each.holds;
        if (each.promise.find("1 kB") != std::string::npos) memory = !each.holds;
    }
    CHECK(loses);
    CHECK(memory);
}

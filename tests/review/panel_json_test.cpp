#include "engine/review/panel.hpp"
#include "tests/review/sample.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::review;
using sample::morning;

namespace {

panel lively() {
    const auto rules = sample::score_rules();
    auto seats = sample::scored(rules, {80, 81});
    auto draft = sample::sheet(70);
    draft.recommended_amount = fen{20'000'000};
    draft.comment_to_applicant = "很好";
    draft.comment_to_office = "存疑";
    draft.confidence = 3;
    seats = save_draft(seats, rules, "e3", draft).value();
    return recuse(seats, "e1", "亲属", morning).value();
}

} // namespace

TEST_CASE("a panel is read back equal", "[review]") {
    CHECK(panel_from_json(to_json(lively()), "").value() == lively());
    CHECK(panel_from_json(to_json(panel{}), "").value() == panel{});

    const auto rules = sample::vote_rules(1);
    const auto voted = cast_vote(sample::composed(rules), rules, "e1", vote_choice::reject, morning).value();
    const auto closed = close(voted, rules, morning).value();
    CHECK(panel_from_json(to_json(closed), "").value() == closed);
}

TEST_CASE("a panel that is wrong is refused at its place", "[review]") {
    const auto refused = [](const char* pointer, json value) {
        auto wrong = to_json(lively());
        wrong[json::json_pointer{pointer}] = std::move(value);
        const auto read = panel_from_json(wrong, "/panel");
        REQUIRE(read.has_error());
        return read.error();
    };
    CHECK(refused("/closed_at", "soon").place == "/panel/closed_at");
    CHECK(refused("/members", 1).place == "/panel/members");
    CHECK(refused("/members/0/person", "e2").place == "/panel/members/1/person");
    CHECK(refused("/members/0/status", "submitted").place == "/panel/members/0/status");
    CHECK(refused("/members/0/status", "bribed").place == "/panel/members/0/status");
    CHECK(refused("/members/0/kind", "magic").place == "/panel/members/0/kind");
    CHECK(refused("/members/1/vote", "maybe").place == "/panel/members/1/vote");
    CHECK(refused("/members/2/sheet/points/team", 1.5).place == "/panel/members/2/sheet/points/team");
    CHECK(refused("/members/2/sheet/confidence", 0).place == "/panel/members/2/sheet/confidence");
    CHECK(refused("/members/2/sheet/recommended_amount", 5).reason == reason::amount_invalid);
    CHECK(refused("/members/2/nickname", "x").reason == reason::unknown_field);
}

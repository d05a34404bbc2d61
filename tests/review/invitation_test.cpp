#include "engine/review/composition.hpp"
#include "engine/review/outcome.hpp"
#include "engine/review/panel_acts.hpp"
#include "tests/review/sample.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::review;

namespace {

constexpr std::int64_t day = 86'400'000;
const instant answer_by{sample::morning.milliseconds + 3 * day};
const instant due_by{sample::morning.milliseconds + 10 * day};

panel invited(const panel_rules& rules, const char* person = "e1") {
    return assign({}, rules, sample::expert(person), {}, sample::morning, {answer_by}).value();
}

} // namespace

TEST_CASE("the invited hold a seat and deliver nothing before they accept") {
    const auto rules = sample::score_rules();
    auto seats = invited(rules);
    CHECK(seats.seated().size() == 1);
    CHECK(seats.find("e1")->status == member_status::invited);
    const auto refused = save_draft(seats, rules, "e1", sample::sheet(80));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().reason == reason::requirement_not_met);
    CHECK(refused.error().requirements.front().id == "invitation_accepted");
    seats = accept(seats, "e1", sample::morning, due_by).value();
    CHECK(seats.find("e1")->status == member_status::assigned);
    CHECK(seats.find("e1")->due_by == due_by);
    CHECK(save_draft(seats, rules, "e1", sample::sheet(80)).has_value());
    CHECK(accept(seats, "e1", sample::morning, due_by).error().reason == reason::event_not_possible);
    CHECK(accept(seats, "e9", sample::morning, due_by).error().reason == reason::not_assigned);
}

TEST_CASE("who declines is out for good, and the seat is free") {
    const auto rules = sample::score_rules();
    auto seats = decline(invited(rules), "e1", "on leave", sample::morning).value();
    CHECK(seats.seated().empty());
    CHECK(seats.find("e1")->left_because == "on leave");
    CHECK(assign(seats, rules, sample::expert("e1"), {}, sample::morning).error().reason == reason::already_exists);
    CHECK(declare_no_conflict(seats, "e1", sample::morning).error().reason == reason::not_assigned);
    CHECK(seats_to_fill(seats, rules)->total() == 5);
}

TEST_CASE("nobody is replaced before they are late, and nobody after they have delivered") {
    const auto rules = sample::score_rules();
    const auto seats = invited(rules);
    const auto early = replace(seats, "e1", "no answer", {answer_by.milliseconds - 1});
    REQUIRE_FALSE(early.has_value());
    CHECK(early.error().requirements.front().id == "late");
    CHECK_FALSE(seats.find("e1")->is_late({answer_by.milliseconds - 1}));
    CHECK(seats.find("e1")->is_late(answer_by));
    CHECK(replace(seats, "e1", "", answer_by).error().place == "/reason");
    CHECK(replace(seats, "e9", "x", answer_by).error().place == "/person");
    const auto replaced = replace(seats, "e1", "no answer", answer_by).value();
    CHECK(replaced.find("e1")->status == member_status::replaced);
    const auto accepted = accept(seats, "e1", sample::morning, due_by).value();
    CHECK_FALSE(replace(accepted, "e1", "late", answer_by).has_value()); // now the later time counts
    CHECK(replace(accepted, "e1", "late", due_by).has_value());

    auto delivered = sample::scored(rules, {80});
    CHECK(replace(delivered, "e1", "late", due_by).error().reason == reason::already_submitted);
    CHECK(decline(delivered, "e1", "late", due_by).error().reason == reason::already_submitted);
}

TEST_CASE("those whose time is near are reminded, and it is noted") {
    const auto rules = sample::score_rules();
    auto seats = invited(rules);
    seats = assign(seats, rules, sample::expert("e2"), {}, sample::morning, {std::nullopt, due_by}).value();
    seats = assign(seats, rules, sample::expert("e3"), {}, sample::morning).value();
    std::vector<std::string> reminded;
    CHECK(remind(seats, sample::morning, {answer_by.milliseconds - 1}, reminded).error().reason ==
          reason::event_not_possible);
    seats = remind(seats, sample::morning, answer_by, reminded).value();
    CHECK(reminded == std::vector<std::string>{"e1"});
    reminded.clear();
    seats = remind(seats, sample::morning, due_by, reminded).value();
    CHECK(reminded == std::vector<std::string>{"e1", "e2"});
    CHECK(seats.find("e1")->reminded_at.size() == 2);
    CHECK(panel_from_json(to_json(seats), "").value() == seats);
}

TEST_CASE("an invitation is read back as it was written, in each of its states") {
    const auto rules = sample::score_rules();
    auto seats = invited(rules);
    seats.seed = "seed";
    for (const auto& each :
         {seats, accept(seats, "e1", sample::morning, due_by).value(),
          decline(seats, "e1", "", sample::morning).value(), replace(seats, "e1", "late", answer_by).value(),
          recuse(seats, "e1", "kin", sample::morning).value()})
        CHECK(panel_from_json(to_json(each), "").value() == each);
}

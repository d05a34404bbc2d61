#include "engine/review/composition.hpp"
#include "engine/review/outcome.hpp"
#include "engine/review/panel_acts.hpp"
#include "tests/review/sample.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::review;
using sample::morning;

namespace {

template<class Value>
reason why_not(const result<Value>& refused) {
    REQUIRE(refused.has_error());
    CHECK_FALSE(refused.error().explanation.zh.empty());
    CHECK_FALSE(refused.error().explanation.en.empty());
    return refused.error().reason;
}

std::vector<std::string> ids(const std::vector<unmet_requirement>& unmet) {
    std::vector<std::string> listed;
    for (const auto& each : unmet)
        listed.push_back(each.id);
    return listed;
}

} // namespace

TEST_CASE("a panel names everything that its composition lacks", "[review]") {
    const auto rules = sample::score_rules();
    CHECK(ids(composition({}, rules)) == std::vector<std::string>{"panel_size", "panel_odd", "panel_finance"});
    CHECK(composition(sample::composed(rules), rules).empty());

    panel seats;
    for (const char* person : {"a", "b", "c", "d", "e"})
        seats = sample::seat(seats, rules, sample::expert(person, expertise::management));
    CHECK(ids(composition(seats, rules)) == std::vector<std::string>{"panel_technical", "panel_finance"});
}

TEST_CASE("three technical experts of five are exactly sixty percent", "[review]") {
    const auto rules = sample::score_rules();
    panel seats;
    for (const char* person : {"a", "b", "c"})
        seats = sample::seat(seats, rules, sample::expert(person));
    seats = sample::seat(seats, rules, sample::expert("d", expertise::finance));
    seats = sample::seat(seats, rules, sample::expert("e", expertise::management));
    CHECK(composition(seats, rules).empty());
}

TEST_CASE("a seat is given once, to someone without a conflict, while there is one", "[review]") {
    const auto rules = sample::score_rules();
    auto seats = sample::composed(rules);
    CHECK(why_not(assign(seats, rules, sample::expert("e1"), {}, morning)) == reason::already_exists);
    CHECK(why_not(assign(seats, rules, sample::expert("e6"), {}, morning)) == reason::panel_not_composed);
    CHECK(why_not(assign({}, rules, sample::expert(""), {}, morning)) == reason::invalid_value);

    auto colleague = sample::expert("e7");
    colleague.organisation = "91330784MA2EEJ1T50";
    const auto refused = assign({}, rules, colleague, {{"91330784ma2eej1t50"}, {}, {}}, morning);
    CHECK(why_not(refused) == reason::conflict_of_interest);
    CHECK(ids(refused.error().requirements) == std::vector<std::string>{"same_organisation"});
}

TEST_CASE("scores are refused until the panel is composed and the member has declared", "[review]") {
    const auto rules = sample::score_rules();
    auto seats = assign({}, rules, sample::expert("e1", expertise::finance), {}, morning).value();
    const auto early = submit_score(seats, rules, "e1", sample::sheet(80), morning);
    CHECK(why_not(early) == reason::panel_not_composed);
    CHECK(ids(early.error().requirements) == std::vector<std::string>{"panel_size", "panel_technical"});

    for (const char* person : {"e2", "e3", "e4", "e5"})
        seats = sample::seat(seats, rules, sample::expert(person));
    CHECK(why_not(submit_score(seats, rules, "e1", sample::sheet(80), morning)) == reason::requirement_not_met);
    seats = declare_no_conflict(seats, "e1", morning).value();
    CHECK(submit_score(seats, rules, "e1", sample::sheet(80), morning).has_value());
}

TEST_CASE("declaring again keeps the first time", "[review]") {
    const auto seats = sample::composed(sample::score_rules());
    const auto again = declare_no_conflict(seats, "e1", instant{morning.milliseconds + 1}).value();
    CHECK(again == seats);
}

TEST_CASE("only those who hold a seat and have not submitted may score", "[review]") {
    const auto rules = sample::score_rules();
    const auto seats = sample::scored(rules, {80});
    CHECK(why_not(submit_score(seats, rules, "stranger", sample::sheet(1), morning)) == reason::not_assigned);
    CHECK(why_not(submit_score(seats, rules, "e1", sample::sheet(1), morning)) == reason::already_submitted);
    CHECK(why_not(save_draft(seats, rules, "e1", sample::sheet(1))) == reason::already_submitted);
    CHECK(why_not(cast_vote(seats, rules, "e2", vote_choice::approve, morning)) == reason::event_not_possible);
    CHECK(why_not(declare_no_conflict(seats, "stranger", morning)) == reason::not_assigned);
    CHECK(why_not(recuse(seats, "stranger", "kin", morning)) == reason::not_assigned);
}

TEST_CASE("points are refused at their criterion", "[review]") {
    const auto rules = sample::score_rules();
    const auto seats = sample::composed(rules);
    const auto place_of = [&](score_sheet sheet) {
        const auto refused = submit_score(seats, rules, "e1", std::move(sheet), morning);
        CHECK(why_not(refused) == reason::invalid_value);
        return refused.error().place;
    };
    auto sheet = sample::sheet(80);
    sheet.points["market"] = 101;
    CHECK(place_of(sheet) == "/points/market");
    sheet = sample::sheet(80);
    sheet.points["team"] = -1;
    CHECK(place_of(sheet) == "/points/team");
    sheet = sample::sheet(80);
    sheet.points["charm"] = 5;
    CHECK(place_of(sheet) == "/points/charm");
    sheet = sample::sheet(80);
    sheet.points.erase("feasibility");
    CHECK(place_of(sheet) == "/points/feasibility");
    CHECK(save_draft(seats, rules, "e1", sheet).has_value());
    sheet = sample::sheet(80);
    sheet.confidence = 6;
    CHECK(place_of(sheet) == "/confidence");
    sheet = sample::sheet(80);
    sheet.comment_to_office = std::string(comment_bytes_max + 1, 'x');
    CHECK(place_of(sheet) == "/comment_to_office");
    sheet = sample::sheet(80);
    sheet.recommended_amount = fen{-1};
    CHECK(why_not(submit_score(seats, rules, "e1", sheet, morning)) == reason::amount_invalid);
}

TEST_CASE("a draft is kept and does not count", "[review]") {
    const auto rules = sample::score_rules();
    const auto seats = save_draft(sample::composed(rules), rules, "e1", sample::sheet(99)).value();
    CHECK(seats.find("e1")->sheet == sample::sheet(99));
    CHECK(score_result(seats, rules).submitted == 0);
}

TEST_CASE("a recusal in mid-review voids the scores, stops the panel, and the seat is filled anew", "[review]") {
    const auto rules = sample::score_rules();
    auto seats = sample::scored(rules, {10, 80, 80});
    CHECK(why_not(recuse(seats, "e1", "", morning)) == reason::invalid_value);
    seats = recuse(seats, "e1", "owns shares", morning).value();

    CHECK_FALSE(seats.find("e1")->sheet);
    CHECK(score_result(seats, rules).submitted == 2);
    CHECK(score_result(seats, rules).mean == fraction{80, 1});
    CHECK(why_not(submit_score(seats, rules, "e1", sample::sheet(80), morning)) == reason::recused);
    CHECK(why_not(save_draft(seats, rules, "e1", sample::sheet(80))) == reason::recused);
    CHECK(why_not(recuse(seats, "e1", "again", morning)) == reason::recused);
    CHECK(why_not(assign(seats, rules, sample::expert("e1"), {}, morning)) == reason::recused);
    CHECK(why_not(submit_score(seats, rules, "e4", sample::sheet(80), morning)) == reason::panel_not_composed);
    CHECK(why_not(close(seats, rules, morning)) == reason::panel_not_composed);

    seats = sample::seat(seats, rules, sample::expert("e6", expertise::finance));
    for (const char* person : {"e4", "e5", "e6"})
        seats = submit_score(seats, rules, person, sample::sheet(80), morning).value();
    CHECK(score_result(seats, rules).complete);
    CHECK(close(seats, rules, morning).has_value());
}

TEST_CASE("a panel closes when everyone has submitted, and then refuses everything", "[review]") {
    const auto rules = sample::score_rules();
    const auto waiting = close(sample::scored(rules, {80, 80, 80, 80}), rules, morning);
    CHECK(why_not(waiting) == reason::requirement_not_met);
    CHECK(ids(waiting.error().requirements) == std::vector<std::string>{"review_submitted"});

    const auto closed = close(sample::scored(rules, {80, 80, 80, 80, 80}), rules, morning).value();
    CHECK(why_not(assign(closed, rules, sample::expert("e6"), {}, morning)) == reason::panel_closed);
    CHECK(why_not(declare_no_conflict(closed, "e1", morning)) == reason::panel_closed);
    CHECK(why_not(recuse(closed, "e1", "kin", morning)) == reason::panel_closed);
    CHECK(why_not(save_draft(closed, rules, "e1", {})) == reason::panel_closed);
    CHECK(why_not(submit_score(closed, rules, "e1", sample::sheet(1), morning)) == reason::panel_closed);
    CHECK(why_not(cast_vote(closed, rules, "e1", vote_choice::reject, morning)) == reason::panel_closed);
    CHECK(why_not(close(closed, rules, morning)) == reason::panel_closed);
}

TEST_CASE("a vote is cast once, and a committee does not score", "[review]") {
    const auto rules = sample::vote_rules(3);
    const auto seats = cast_vote(sample::composed(rules), rules, "e1", vote_choice::abstain, morning).value();
    CHECK(why_not(cast_vote(seats, rules, "e1", vote_choice::approve, morning)) == reason::already_submitted);
    CHECK(why_not(submit_score(seats, rules, "e2", sample::sheet(1), morning)) == reason::event_not_possible);
    const auto left = recuse(seats, "e1", "kin", morning).value();
    CHECK(vote_result(left, rules).present == 0);
    CHECK(why_not(cast_vote(left, rules, "e2", vote_choice::approve, morning)) == reason::panel_not_composed);
}

#include "engine/statechart/diagram.hpp"
#include "tests/statechart/scripted_host.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace sluice;
using namespace sluice::statechart;
using Catch::Matchers::ContainsSubstring;

namespace {

constexpr const char* written_chart = R"({"initial": "draft", "states": {
    "draft": {"title": {"zh": "草稿", "en": "Draft \"one\"; first"},
              "on": {"submit": {"title": {"zh": "提交", "en": "Submit"}, "by": ["applicant"], "guard": "a < b", "target": "notice"}}},
    "notice": {"initial": "running", "states": {"running": {"entry": ["reserve"], "after": [{"delay": "7 working days", "target": "paid"}]}}},
    "paid": {"type": "final"}}})";

} // namespace

TEST_CASE("a DOT diagram names people, timers, money and the present state") {
    const auto tried = read_chart(written_chart);
    scripted_host host;
    const auto now = start(tried, host)->after;
    diagram_options options{language::en, &now, {{"applicant", {"申请人", "Applicant"}}}, {}, true};
    const auto english = to_dot(tried, options);
    CHECK_THAT(english, ContainsSubstring("Submit (Applicant) → notice<BR"));
    CHECK_THAT(english, ContainsSubstring("\"Draft \\\"one\\\"; first (draft)\" [label=<"));
    CHECK_THAT(english, ContainsSubstring("BORDER=\"3\""));
    CHECK_THAT(
        english,
        ContainsSubstring(
            "BGCOLOR=\"#ffe08a\"><TR><TD COLSPAN=\"2\"><FONT POINT-SIZE=\"13\"><B>Draft &quot;one&quot;; first<BR"));
    CHECK_THAT(english, ContainsSubstring("after 7 working days → paid<BR"));
    CHECK_THAT(english, ContainsSubstring("¥ reserve"));
    CHECK_THAT(english, ContainsSubstring("subgraph cluster2"));
    options.language = language::zh;
    const auto chinese = to_dot(tried, options);
    CHECK_THAT(chinese, ContainsSubstring("提交 (申请人) → notice<BR"));
    CHECK_THAT(chinese, ContainsSubstring("7 个工作日后"));
    CHECK_THAT(chinese, ContainsSubstring("¥ 预留资金"));
}

TEST_CASE("a Mermaid diagram escapes what would end a label") {
    const auto tried = read_chart(written_chart);
    scripted_host host;
    const auto now = start(tried, host)->after;
    const auto drawn = to_mermaid(tried, {language::en, &now, {}, {}, true});
    CHECK_THAT(drawn, ContainsSubstring("stateDiagram-v2\n  [*] --> s1\n"));
    CHECK_THAT(drawn, ContainsSubstring("state \"Draft #quot;one#quot;#59; first\" as s1"));
    CHECK_THAT(drawn, ContainsSubstring("s1 --> s2 : Submit (applicant)\n"));
    CHECK_THAT(drawn, ContainsSubstring("class s1 present"));
}

TEST_CASE(
    "a diagram says how long a parameter's deadline is, what happens within a state, and guards without a title") {
    const auto tried = read_chart(R"({"initial": "open", "states": {
        "open": {"title": "Open", "on": {
                     "ask": {"title": "Ask", "by": ["applicant"], "actions": ["count"]},
                     "close": [{"guard": "a < b", "target": "closed"}, {"title": "Close what nobody has asked about so far", "target": "closed"}]},
                 "after": [{"delay": {"cel": "parameters.term"}, "target": "closed"}, {"delay": {"cel": "vars.end"}, "target": "closed"}]},
        "closed": {"title": {"zh": "本项目的全部手续均已办理完毕，档案已移交", "en": "Closed"}, "type": "final"}}})");
    diagram_options options;
    options.language = language::en;
    options.values = {{"parameters.term", "5 working days"}};
    const auto drawn = to_dot(tried, options);
    CHECK_THAT(drawn, ContainsSubstring(">Ask (applicant)<BR"));
    CHECK_THAT(drawn, ContainsSubstring("close [a &lt; b] → Closed<BR"));
    CHECK_THAT(drawn, ContainsSubstring("Close what nobody has asked about so far →<BR ALIGN=\"LEFT\"/>Closed<BR"));
    CHECK_THAT(drawn, ContainsSubstring("after 5 working days → Closed<BR"));
    CHECK_THAT(drawn, ContainsSubstring(">when due → Closed<BR"));
    options.language = language::zh;
    CHECK_THAT(to_dot(tried, options),
               ContainsSubstring("本项目的全部手续均已办理完毕，档案<BR ALIGN=\"LEFT\"/>已移交<BR"));
}

TEST_CASE("a picture has one arrow between two states, none back, and none to an end that many share") {
    const auto tried = read_chart(R"({"initial": "check", "states": {
        "check": {"on": {"accept": "work", "pass": "work", "withdraw": "withdrawn"}, "after": [{"delay": "5 days", "target": "work"}]},
        "work": {"initial": "first", "states": {
            "first": {"on": {"on": "second", "withdraw": "#withdrawn"}}, "second": {"on": {"again": "#check", "finish": "#done"}}}},
        "done": {"type": "final"}, "withdrawn": {"type": "final"}}})");
    const auto drawn = to_dot(tried, {language::en, nullptr, {}, {}, true});
    const auto arrows = [&](std::string_view arrow) {
        std::size_t count = 0;
        for (auto at = drawn.find(arrow); at != std::string::npos; at = drawn.find(arrow, at + 1))
            ++count;
        return count;
    };
    CHECK(arrows(" -> ") == 4);
    CHECK(arrows("\"check (check)\" -> \"first (work.first)\" [weight=8, penwidth=2, lhead=cluster2]") == 1);
    CHECK(arrows("\"second (work.second)\" -> \"done (done)\"") == 1);
    CHECK_THAT(drawn, ContainsSubstring("again ↩ check<BR"));
    CHECK_THAT(drawn, ContainsSubstring("rank=sink; \"withdrawn (withdrawn)\";"));
}

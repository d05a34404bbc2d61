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
    CHECK_THAT(english, ContainsSubstring("Submit\\n(Applicant)\""));
    CHECK_THAT(english, ContainsSubstring("Draft \\\"one\\\"; first\", fillcolor=\"#ffe08a\""));
    CHECK_THAT(english, ContainsSubstring("label=\"after 7 working days\""));
    CHECK_THAT(english, ContainsSubstring("¥ reserve"));
    CHECK_THAT(english, ContainsSubstring("subgraph cluster2"));
    options.language = language::zh;
    const auto chinese = to_dot(tried, options);
    CHECK_THAT(chinese, ContainsSubstring("提交\\n(申请人)"));
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
    CHECK_THAT(drawn, ContainsSubstring("label=\"Open\\n– Ask (applicant)\""));
    CHECK_THAT(drawn, ContainsSubstring("label=\"close\\n[a < b]\""));
    CHECK_THAT(drawn, ContainsSubstring("label=\"Close what nobody has\\nasked about so far\""));
    CHECK_THAT(drawn, ContainsSubstring("label=\"after 5 working days\""));
    CHECK_THAT(drawn, ContainsSubstring("label=\"when due\""));
    options.language = language::zh;
    CHECK_THAT(to_dot(tried, options), ContainsSubstring("本项目的全部手续均已办理完\\n毕，档案已移交"));
}

#include "engine/statechart/export_scxml.hpp"
#include "engine/statechart/export_xstate.hpp"
#include "tests/statechart/scripted_host.hpp"

#include <boost/property_tree/xml_parser.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

using namespace sluice;
using namespace sluice::statechart;
using Catch::Matchers::ContainsSubstring;

namespace {

constexpr const char* written_chart = R"({"id": "fund", "initial": "draft", "context": {"n": 0}, "states": {
    "draft": {"title": {"zh": "草稿 <1>", "en": "Draft \"one\" & more"}, "tags": ["editable"],
              "after": [{"delay": "2 hours", "target": "end"}, {"delay": "5 working days", "target": "end"}],
              "on": {"submit": {"by": ["applicant"], "guard": "a < b", "target": "work", "title": {"zh": "提交", "en": "Submit"},
                                "requires": [{"window": "open"}]},
                     "*": {"actions": ["note"]}, "submit.late": "end", "again": "draft"}},
    "work": {"initial": "one", "onDone": "end", "after": [{"delay": "36 hours", "target": "end"}], "states": {
        "one": {"exit": [{"type": "reserve", "params": {"amount": {"cel": "vars.award"}, "note": {"zh": "x"}}}],
                "on": {"go": {"target": "two", "actions": [{"type": "raise", "params": {"event": {"type": "gone", "data": {"n": 1}}}}]}}},
        "two": {"type": "final", "output": {"n": 2}}, "back": {"type": "history", "history": "deep", "target": "one"}}},
    "end": {"type": "final"}}})";

/// Every id that a document defines, and every one that it aims at. Throws where it is not well-formed.
struct document_names {
    std::set<std::string> defined;
    std::set<std::string> aimed_at;
};

void collect(const boost::property_tree::ptree& at, document_names& names) {
    for (const auto& [name, inner] : at) {
        if (const auto id = inner.get_optional<std::string>("<xmlattr>.id"); id && name != "send" && name != "data")
            CHECK(names.defined.insert(*id).second);
        for (const char* key : {"<xmlattr>.target", "<xmlattr>.initial"}) {
            std::istringstream targets{inner.get<std::string>(key, "")};
            for (std::string target; targets >> target;) {
                if (target != "#_internal") names.aimed_at.insert(target);
            }
        }
        collect(inner, names);
    }
}

document_names names_in(const std::string& document) {
    std::istringstream text{document};
    boost::property_tree::ptree tree;
    boost::property_tree::read_xml(text, tree);
    document_names names;
    collect(tree, names);
    return names;
}

} // namespace

TEST_CASE("an exported machine names states by id, conditions by CEL, and delays by their length or their timer") {
    const auto exported = to_xstate(read_chart(written_chart));
    REQUIRE(exported.has_value());
    const auto& draft = (*exported)["states"]["draft"];
    const auto& submit = draft["on"]["submit"][0];
    CHECK(submit["target"] == "#work");
    CHECK(submit["guard"]["type"] == "cel");
    CHECK(submit["guard"]["params"]["expression"] == R"(["applicant"].exists(role, role in actor.roles) && (a < b))");
    CHECK(submit["guard"]["params"]["transition"] == "/states/draft/on/submit");
    CHECK(submit["meta"]["requires"][0]["window"] == "open");
    CHECK(draft["on"]["*"][0]["guard"]["params"]["expression"] == R"(!event.type.startsWith("xstate.after."))");
    CHECK(draft["on"]["again"][0]["reenter"] == true);
    CHECK(draft["after"].contains("draft#0"));
    CHECK((*exported)["meta"]["delays"]["draft#1"] == "5 working days");
    CHECK((*exported)["states"]["work"]["after"].contains("129600000"));
    CHECK((*exported)["states"]["work"]["states"]["back"]["target"] == "#work\\.one");
    CHECK((*exported)["states"]["work"]["onDone"][0]["target"] == "#end");
}

TEST_CASE("what XState does otherwise is not exported, and each place is named") {
    struct beyond {
        const char* what;
        const char* written;
        const char* place;
    };
    const beyond tried[] = {
        {"an initial that is no child", R"({"initial": "a.b", "states": {"a": {"initial": "b", "states": {"b": {}}}}})",
         "/initial"},
        {"actions of a history's default",
         R"({"initial": "a", "states": {"a": {}, "h": {"type": "history", "target": "a", "actions": ["x"]}}})",
         "/states/h/actions"},
        {"initial actions of a region",
         R"({"initial": "p", "states": {"p": {"type": "parallel", "states": {
             "r": {"initial": {"target": "a", "actions": ["x"]}, "states": {"a": {}}}, "q": {}}}}})",
         "/states/p/states/r/initial/actions"},
        {"a star inside a region whose parallel state hears of its end",
         R"({"initial": "p", "states": {"p": {"type": "parallel", "onDone": "e", "states": {
             "r": {"on": {"*": {"actions": ["x"]}}}, "q": {}}}, "e": {}}})",
         "/states/p/states/r/on/*"}};
    for (const auto& each : tried) {
        INFO(each.what);
        const auto exported = to_xstate(read_chart(each.written));
        REQUIRE(!exported.has_value());
        CHECK(exported.error().reason == reason::definition_invalid);
        REQUIRE(exported.error().requirements.size() == 1);
        CHECK(exported.error().requirements.front().place == each.place);
    }
}

TEST_CASE("an SCXML document is well-formed, says our choices, and carries titles and money in its own namespace") {
    const auto exported = to_scxml(read_chart(written_chart));
    REQUIRE(exported.has_value());
    const auto names = names_in(*exported);
    CHECK(names.defined.contains("work.one"));
    CHECK_THAT(*exported, ContainsSubstring(R"(sluice:title-en="Draft &quot;one&quot; &amp; more")"));
    CHECK_THAT(*exported, ContainsSubstring("sluice:title-zh=\"草稿 &lt;1&gt;\""));
    CHECK_THAT(*exported, ContainsSubstring(R"(cond="event.type == &quot;submit&quot; &amp;&amp; )"));
    CHECK_THAT(*exported, ContainsSubstring(R"(sluice:by="applicant")"));
    CHECK_THAT(*exported, ContainsSubstring(R"(<send event="after.draft.0" id="after.draft.0" delay="7200000ms"/>)"));
    CHECK_THAT(*exported, ContainsSubstring(R"(delayexpr="&quot;5 working days&quot;")"));
    CHECK_THAT(*exported, ContainsSubstring(R"(<cancel sendid="after.draft.1"/>)"));
    CHECK_THAT(*exported, ContainsSubstring(R"(<sluice:action type="reserve">)"));
    CHECK_THAT(*exported, ContainsSubstring(R"(<sluice:parameter name="amount" expr="vars.award"/>)"));
    CHECK_THAT(*exported, ContainsSubstring(R"(<send event="gone" target="#_internal">)"));
    CHECK_THAT(*exported, ContainsSubstring(R"(<history id="work.back" type="deep">)"));
    const auto first = exported->find("event=\"submit.late\""), last = exported->find("event=\"*\"");
    CHECK(first < last);
}

TEST_CASE("a root that listens becomes a state, and its end a final state beside it") {
    const auto exported =
        to_scxml(read_chart(R"({"id": "m", "initial": "a", "on": {"stop": {"target": ".b", "reenter": true}},
                                "states": {"a": {}, "b": {"type": "final"}}})"));
    REQUIRE(exported.has_value());
    CHECK_THAT(*exported, ContainsSubstring(R"x(<transition cond="In(&quot;b&quot;)" target="m.end"/>)x"));
    CHECK_THAT(*exported, ContainsSubstring(R"(<transition event="stop" target="b" type="internal"/>)"));
    CHECK(names_in(*exported).defined.contains("m.end"));
}

TEST_CASE("SCXML has no place for a final region or an id that is no XML name") {
    const auto region = to_scxml(read_chart(R"({"type": "parallel", "states": {"a": {"type": "final"}, "b": {}}})"));
    REQUIRE(!region.has_value());
    CHECK(region.error().place == "/states/a");
    const auto name = to_scxml(read_chart(R"({"initial": "a", "states": {"a": {"id": "1 a"}}})"));
    REQUIRE(!name.has_value());
    CHECK(name.error().place == "/states/a");
}

TEST_CASE("every shipped workflow is exported, and its SCXML aims at states that it has") {
    std::size_t exported = 0;
    for (const auto& folder : std::filesystem::directory_iterator{"workflows"}) {
        std::ifstream file{folder.path() / "workflow.json"};
        if (!file) continue;
        INFO(folder.path());
        const auto read = chart::read(ordered_json::parse(file)["workflow"]);
        REQUIRE(read.has_value());
        CHECK(to_xstate(*read).has_value());
        const auto document = to_scxml(*read);
        REQUIRE(document.has_value());
        const auto names = names_in(*document);
        for (const auto& target : names.aimed_at)
            CHECK(names.defined.contains(target));
        ++exported;
    }
    CHECK(exported >= 3);
}

#include "engine/programme/match.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace sluice;
using programme::match_verdict;

namespace {

constexpr const char* form = R"({"type": "object", "additionalProperties": false,
  "properties": {"name": {"type": "string", "title": {"zh": "名称", "en": "Name"}}}})";

ordered_json workflow() {
    return ordered_json::parse(R"json({
      "id": "small", "version": "1", "title": {"zh": "小", "en": "Small"}, "summary": {"zh": "小", "en": "Small"},
      "number_prefix": "S", "calendar": "CN", "form": "form.schema.json",
      "parameters": {"staff_max": 100, "rate_percent": 2, "cap": {"amount": "5000.00", "currency": "CNY"}},
      "documents": {"plan": {"title": {"zh": "计划", "en": "Plan"}}, "contract": {"title": {"zh": "合同", "en": "Contract"}}},
      "overlap": {"title_similarity": 0.75, "summary_at": "/abstract", "counts": "anyone"},
      "match": {
        "conditions": [
          {"id": "small_enough", "that": "profile.staff.total <= parameters.staff_max",
           "else": {"zh": "职工不超过 {{ parameters.staff_max }} 人", "en": "At most {{ parameters.staff_max }} staff"}},
          {"id": "either", "that": "profile.organisation.listed || profile.finance.sales > 0",
           "else": {"zh": "二者之一", "en": "Either"}}],
        "amount": {"from": {"cel": "0"}, "to": {"cel": "min(parameters.cap, profile.finance.sales * parameters.rate_percent / 100)"}},
        "documents": ["plan", {"document": "contract", "required_when": "profile.financing.loan > 0"}]},
      "workflow": {"id": "small", "initial": "draft", "states": {
        "draft": {"title": {"zh": "草稿", "en": "Draft"}, "tags": ["editable"],
          "on": {"submit": {"title": {"zh": "提交", "en": "Submit"}, "by": ["applicant"], "target": "done"}}},
        "done": {"type": "final", "title": {"zh": "完", "en": "Done"}}}}})json");
}

programme::reading read(const ordered_json& definition) {
    return programme::read_programme({{"workflow.json", definition.dump()}, {"form.schema.json", form}});
}

bool is_refused_at(const std::string& place, const ordered_json& value, const std::string& pointer) {
    auto damaged = workflow();
    damaged[ordered_json::json_pointer{place}] = value;
    const auto outcome = read(damaged);
    return !outcome.read && std::any_of(outcome.defects.begin(), outcome.defects.end(), [&](const auto& each) {
        return each.pointer.starts_with(pointer) && !each.explanation.zh.empty() && !each.explanation.en.empty();
    });
}

programme::match_outcome asked(const json& profile, const ordered_json& definition = workflow()) {
    return programme::match(*read(definition).read, profile, instant{});
}

json yuan(const char* amount) {
    return {{"amount", amount}, {"currency", "CNY"}};
}

} // namespace

TEST_CASE("what is left out is unknown, and asked for unless the rest decides") {
    const auto nothing = asked(json::object());
    CHECK(nothing.verdict == match_verdict::open);
    CHECK(nothing.missing == std::vector<std::string>{"finance.sales", "organisation.listed", "staff.total"});
    // true || unknown is true, false || unknown is not known.
    CHECK(asked({{"staff", {{"total", 5}}}, {"organisation", {{"listed", true}}}}).verdict == match_verdict::eligible);
    const auto half = asked({{"staff", {{"total", 5}}}, {"organisation", {{"listed", false}}}});
    CHECK(half.verdict == match_verdict::open);
    CHECK(half.missing == std::vector<std::string>{"finance.sales"});
    // What does not hold decides, whatever else is unknown; then nothing more is asked.
    const auto large = asked({{"staff", {{"total", 101}}}});
    CHECK(large.verdict == match_verdict::not_eligible);
    CHECK(large.missing.empty());
    CHECK(large.all.conditions.at(0).explanation == text{"职工不超过 100 人", "At most 100 staff"});
    CHECK(large.all.conditions.at(1).verdict == match_verdict::open);
}

TEST_CASE("amounts and documents are as far known as what they read") {
    const auto known = asked({{"staff", {{"total", 5}}},
                              {"finance", {{"sales", yuan("1234.56")}}},
                              {"financing", {{"loan", yuan("0.01")}}}});
    REQUIRE(known.best_amount());
    CHECK(known.best_amount()->from == fen{0});
    CHECK(known.best_amount()->to == fen{2'469});
    CHECK(known.documents() == std::vector<std::string>{"plan", "contract"});
    const auto unknown = asked({{"staff", {{"total", 5}}}, {"organisation", {{"listed", true}}}});
    CHECK(unknown.best_amount()->from == fen{0});
    CHECK_FALSE(unknown.best_amount()->to);
    CHECK(unknown.best_amount()->missing == std::vector<std::string>{"finance.sales"});
    CHECK(unknown.documents() == std::vector<std::string>{"plan"});
    CHECK(unknown.all.documents_perhaps == std::vector<std::string>{"contract"});
}

TEST_CASE("one route is enough, and each says what it lacks") {
    auto definition = workflow();
    definition["match"]["routes"] = ordered_json::parse(R"json({
      "first": {"title": {"zh": "一", "en": "One"}, "amount": {"cel": "100"}, "documents": ["contract"],
        "conditions": [{"id": "a", "that": "profile.contest.awarded", "else": {"zh": "获奖", "en": "An award"}}]},
      "second": {"title": {"zh": "二", "en": "Two"}, "amount": {"cel": "parameters.cap"},
        "conditions": [{"id": "b", "that": "profile.admission.admitted", "else": {"zh": "入驻", "en": "Admission"}}]}})json");
    const auto with = [&](json more) {
        json profile = {{"staff", {{"total", 5}}}, {"organisation", {{"listed", true}}}};
        profile.update(more);
        return asked(profile, definition);
    };
    const auto one = with({{"contest", {{"awarded", true}}}});
    CHECK(one.verdict == match_verdict::eligible);
    CHECK(one.missing.empty());
    CHECK(one.best_amount()->to == fen{100});
    CHECK(one.documents() == std::vector<std::string>{"plan", "contract"});
    const auto both = with({{"contest", {{"awarded", true}}}, {"admission", {{"admitted", true}}}});
    CHECK(both.best_amount()->to == fen{500'000});
    CHECK(with({{"admission", {{"admitted", true}}}}).documents() == std::vector<std::string>{"plan"});
    const auto perhaps = with({{"contest", {{"awarded", false}}}});
    CHECK(perhaps.verdict == match_verdict::open);
    CHECK(perhaps.missing == std::vector<std::string>{"admission.admitted"});
    CHECK(with({{"contest", {{"awarded", false}}}, {"admission", {{"admitted", false}}}}).verdict ==
          match_verdict::not_eligible);
}

TEST_CASE("a section that says what cannot be is refused at its place") {
    const std::string first = "/match/conditions/0";
    CHECK(is_refused_at(first + "/that", "profile.staff.tall > 1", first + "/that"));
    CHECK(is_refused_at(first + "/that", "form.name == ''", first + "/that"));
    CHECK(is_refused_at(first + "/that", "profile.staff.total", first + "/that"));
    CHECK(is_refused_at(first + "/that", "has(profile.staff) && profile.staff.total > 1", first + "/that"));
    CHECK(is_refused_at(first + "/that", "profile.staff.total <= parameters.nothing", first + "/that"));
    CHECK(is_refused_at(first + "/colour", "red", first + "/colour"));
    CHECK(is_refused_at("/match/conditions/1/id", "small_enough", "/match/conditions"));
    CHECK(is_refused_at("/match/amount/to/cel", "'much'", "/match/amount/to/cel"));
    CHECK(is_refused_at("/match/amount", {{"from", {{"cel", "0"}}}}, "/match/amount"));
    CHECK(is_refused_at("/match/documents/0", "poem", "/match/documents/0"));
    CHECK(is_refused_at("/match/routes", {{"x", ordered_json::object()}}, "/match/routes/x"));
    CHECK(is_refused_at("/match/reward", 1, "/match/reward"));
}

TEST_CASE("when two projects are the same is read, and refused where it says nothing") {
    const auto rules = read(workflow()).read->overlap;
    CHECK(rules.title_per_mille == 750);
    CHECK(rules.summary_per_mille == 700);
    CHECK(rules.summary_at == "/abstract");
    CHECK(rules.anyone);
    CHECK(is_refused_at("/overlap/title_similarity", 0.1, "/overlap/title_similarity"));
    CHECK(is_refused_at("/overlap/title_similarity", 1.1, "/overlap/title_similarity"));
    CHECK(is_refused_at("/overlap/title_similarity", "much", "/overlap/title_similarity"));
    CHECK(is_refused_at("/overlap/summary_at", "abstract", "/overlap/summary_at"));
    CHECK(is_refused_at("/overlap/counts", "nobody", "/overlap/counts"));
    CHECK(is_refused_at("/overlap/other", 1, "/overlap/other"));
}

TEST_CASE("fields of the profile have titles in both languages") {
    CHECK(programme::title_of_field("finance.sales").en == "Finance (last year): Sales (revenue)");
    CHECK(programme::title_of_field("no.such") == text{"no.such", "no.such"});
}

// What a reviewer can get at, over every route there is.

#include "tests/api/changed_definition.hpp"
#include "tests/api/contract.hpp"
#include "tests/api/dream_fund.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <map>
#include <set>

using namespace sluice;
using namespace sluice::test;

namespace {

const std::vector<std::string> panel{"e1", "e2", "e3", "e4", "e5"};

/// 永康星火智能科技有限公司.pdf, as a query has it.
constexpr const char* telling_name =
    "%E6%B0%B8%E5%BA%B7%E6%98%9F%E7%81%AB%E6%99%BA%E8%83%BD%E7%A7%91%E6%8A%80%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8.pdf";

/// What tells who applies: names, codes, contacts, accounts, ids.
std::vector<std::string> identity_of(dream_fund& bureau) {
    return {"永康星火智能科技有限公司",
            telling_name,
            dream_fund::firm_code,
            "张三",
            "13800000000",
            "zhang@example.org",
            "201000123456789",
            bureau.firm(),
            bureau.id_of("ada"),
            "ada@example.org"};
}

/// Before the panel, with a file whose name tells whose it is.
std::string telling_application(dream_fund& bureau) {
    const auto application = bureau.draft(bureau.form("maker"));
    const auto uploaded = bureau.upload(
        "ada", "/v1/applications/" + application + "/documents?kind=business_plan&file_name=" + telling_name,
        "application/pdf", "%PDF-1.7");
    REQUIRE(uploaded.status == 201);
    bureau.take("ada", application, "submit");
    bureau.take("olga", application, "accept");
    json ids = json::array();
    for (const auto& each : panel)
        ids.push_back(bureau.id_of(each));
    REQUIRE(bureau.post("olga", "/v1/applications/" + application + "/reviews", {{"panel", "expert"}, {"members", ids}})
                .status == 200);
    return application;
}

std::string with(std::string path, const std::string& name, const std::string& value) {
    if (const auto at = path.find("{" + name + "}"); at != path.npos) path.replace(at, name.size() + 2, value);
    return path;
}

/// Every GET of the contract, for every id that could stand in its path. What the public can read of a programme is
/// left out: its own scenarios are what these applications are made of.
std::vector<std::string> every_reading(dream_fund& bureau, const std::string& application) {
    const auto seen = bureau.seen(application);
    const std::vector<std::string> ids{application,        bureau.round(),     bureau.firm(), bureau.id_of("ada"),
                                       bureau.id_of("e1"), bureau.id_of("e2"), "me",          dream_fund::programme};
    std::set<std::string> targets;
    for (const auto& [path, methods] : contract::published().document().at("paths").items()) {
        if (!methods.contains("get") || path.starts_with("/v1/programmes")) continue;
        for (const auto& id : ids) {
            auto target = with(with(path, "id", id), "panel", "expert");
            target = with(target, "number", seen.at("number").get<std::string>());
            target = with(target, "document", seen.at("documents").at(0).at("id").get<std::string>());
            if (target.find('{') == target.npos) targets.insert(target);
        }
    }
    return {targets.begin(), targets.end()};
}

/// That none of the words is in any answer, body or heading. Counts the answers that were not refused.
std::size_t read_without(dream_fund& bureau, const std::string& person, const std::vector<std::string>& targets,
                         const std::vector<std::string>& words) {
    std::size_t answered = 0;
    for (const auto& target : targets) {
        const auto answer = bureau.get(person, target);
        answered += answer.status == 200 ? 1 : 0;
        auto shown = answer.body + "\n" + answer.header("Content-Disposition").value_or("");
        // An address that was asked for stands in the problem that refuses it.
        for (auto at = shown.find(target); at != shown.npos; at = shown.find(target))
            shown.erase(at, target.size());
        for (const auto& word : words) {
            INFO(person << " GET " << target << " " << answer.status << " " << shown << " tells " << word);
            CHECK(shown.find(word) == shown.npos);
        }
    }
    return answered;
}

void score(dream_fund& bureau, const std::string& expert, const std::string& application, const std::string& comment) {
    const auto reviews = "/v1/applications/" + application + "/reviews/expert";
    bureau.post(expert, reviews + "/declarations", json::object());
    auto given = sheet();
    given["comment_to_office"] = comment;
    given["comment_to_applicant"] = comment;
    REQUIRE(bureau.post(expert, reviews + "/scores", given).status == 200);
}

} // namespace

TEST_CASE("no route tells a reviewer who applies, before and after", "[visibility][blind]") {
    dream_fund bureau;
    const auto application = telling_application(bureau);
    const auto targets = every_reading(bureau, application);
    REQUIRE(targets.size() > 60);
    const auto identity = identity_of(bureau);
    CHECK(read_without(bureau, "e1", targets, identity) > 8);
    // The office sees the name of the file, the reviewer one that is made of its kind.
    CHECK(bureau.get("olga", "/v1/applications/" + application).body.find("永康星火智能科技有限公司.pdf") !=
          std::string::npos);
    CHECK(bureau.get("e1", "/v1/applications/" + application).data().at("documents").at(0).at("file_name") ==
          "business_plan.pdf");
    for (const auto& each : panel)
        score(bureau, each, application, "支持");
    CHECK(read_without(bureau, "e1", targets, identity) > 8);
}

TEST_CASE("no route tells a reviewer what another has said, before and after", "[visibility][blind]") {
    dream_fund bureau;
    const auto application = telling_application(bureau);
    const auto targets = every_reading(bureau, application);
    const std::vector<std::string> secret{"一号专家的意见"};
    score(bureau, "e1", application, secret.front());
    CHECK(bureau.get("e1", "/v1/applications/" + application + "/reviews").body.find(secret.front()) !=
          std::string::npos);
    CHECK(read_without(bureau, "e2", targets, secret) > 8);
    CHECK(read_without(bureau, "olga", targets, secret) > 8); // nor the office, while the panel is open
    for (const char* each : {"e2", "e3", "e4", "e5"})
        score(bureau, each, application, "支持");
    CHECK(read_without(bureau, "e2", targets, secret) > 8);
    CHECK(read_without(bureau, "ada", targets, {bureau.id_of("e1"), bureau.id_of("e4")}) > 8);
}

TEST_CASE("whoever is recused sees nothing any more", "[visibility][blind]") {
    dream_fund bureau;
    const auto application = telling_application(bureau);
    REQUIRE(
        bureau.post("e1", "/v1/applications/" + application + "/reviews/expert/recusals", {{"ground", "kin"}}).status ==
        200);
    const std::string title = bureau.seen(application).at("title");
    read_without(bureau, "e1", every_reading(bureau, application), {title});
}

TEST_CASE("where a panel is not blind its members see who applies", "[visibility][blind]") {
    dream_fund bureau;
    publish(bureau, changed_definition{"2.0.0"}.edit(
                        [](ordered_json& workflow) { workflow["panels"]["expert"]["blind"] = false; }));
    const auto application = telling_application(bureau);
    const auto seen = bureau.get("e1", "/v1/applications/" + application);
    CHECK(seen.data().at("form").at("organisation").at("code") == dream_fund::firm_code);
    CHECK(seen.data().at("documents").at(0).at("file_name") == "永康星火智能科技有限公司.pdf");
    CHECK_FALSE(seen.data().contains("money"));
    CHECK(bureau.get("e6", "/v1/applications/" + application).status == 404);
}

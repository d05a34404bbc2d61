// Versions of a definition, published while the server runs: proven first, compared in words, and only for what begins
// afterwards.

#include "tests/api/changed_definition.hpp"
#include "tests/api/refused.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace sluice;
using namespace sluice::test;

namespace {

const std::string check_path = std::string{"/v1/programmes/"} + dream_fund::programme + "/check";

/// Whether some difference says this in English.
bool says(const json& differences, const std::string& kind, const std::string& subject, const std::string& words) {
    return std::any_of(differences.begin(), differences.end(), [&](const json& each) {
        return each.at("kind") == kind && each.at("subject") == subject &&
               each.at("sentence").at("en").get<std::string>().find(words) != std::string::npos;
    });
}

std::string words_of(const json& differences) {
    std::string all;
    for (const auto& each : differences)
        all += each.at("kind").get<std::string>() + " " + each.at("subject").get<std::string>() + ": " +
               each.at("sentence").at("en").get<std::string>() + " | " +
               each.at("sentence").at("zh").get<std::string>() + "\n";
    return all;
}

/// A state in which nobody can do anything.
changed_definition stranding() {
    return changed_definition{"2.0.0"}.edit([](ordered_json& workflow) {
        auto& states = workflow["workflow"]["states"];
        states["intake"]["states"]["formal_check"]["on"]["accept"]["target"] = "#limbo";
        states["limbo"] = {{"title", {{"zh", "搁置"}, {"en", "Limbo"}}}};
    });
}

} // namespace

TEST_CASE("a draft is proven without being stored, and every finding says where it is", "[versions]") {
    dream_fund bureau;
    const auto sound = bureau.post("dora", check_path, with_desk_check().body());
    REQUIRE(sound.status == 200);
    CHECK(sound.data().at("sound") == true);
    CHECK(sound.data().at("coverage").at("scenarios").get<int>() > 20);

    const auto report = bureau.post("adam", check_path, stranding().body()).data();
    CHECK(report.at("sound") == false);
    const auto& findings = report.at("findings");
    const auto shown = std::find_if(findings.begin(), findings.end(), [](const json& each) {
        return !each.at("path").empty() &&
               each.at("message").at("en").get<std::string>().find("Limbo") != std::string::npos;
    });
    INFO(report.dump(1).substr(0, 4'000));
    REQUIRE(shown != findings.end());
    CHECK(shown->at("line").get<int>() > 1);
    CHECK(shown->at("file") == "workflow.json");
    CHECK(bureau.get("", versions_path()).data().at("items").size() == 1);
}

TEST_CASE("an unsound definition is refused with all its findings and nothing changes", "[versions]") {
    dream_fund bureau;
    const auto problem =
        refused(bureau, posting("adam", versions_path(), stranding().body()), 422, reason::definition_invalid);
    REQUIRE(problem.at("findings").size() >= problem.at("requirements").size());
    CHECK_FALSE(problem.at("requirements").empty());
    CHECK(std::any_of(problem.at("findings").begin(), problem.at("findings").end(),
                      [](const json& each) { return each.at("line") > 1 && !each.at("path").empty(); }));
    const auto broken = changed_definition{"2.0.0"}.in_workflow("\"initial\": \"intake\"", "\"initial\": \"nowhere\"");
    refused(bureau, posting("adam", versions_path(), broken.body()), 422, reason::definition_invalid);
    CHECK(bureau.get("", versions_path()).data().at("items").size() == 1);
}

TEST_CASE("only administrators publish, and only they and directors prove drafts", "[versions]") {
    dream_fund bureau;
    for (const char* person : {"ada", "olga", "dora", "fiona", "audrey", "e1"}) {
        INFO(person);
        refused(bureau, posting(person, versions_path(), with_desk_check().body()), 403, reason::not_permitted);
    }
    for (const char* person : {"ada", "olga", "fiona", "audrey"})
        refused(bureau, posting(person, check_path, with_desk_check().body()), 403, reason::not_permitted);
    refused(bureau, posting("", versions_path(), with_desk_check().body()), 401, reason::authentication_required);
}

TEST_CASE("what begins after publishing is on the new version, what ran before stays on its own", "[versions]") {
    dream_fund bureau;
    const auto old = bureau.submitted("maker");
    const auto published = publish(bureau, with_desk_check());
    CHECK(published.at("version") == "2.0.0");
    CHECK(published.at("warnings").empty());

    const auto listed = bureau.get("", versions_path()).data().at("items");
    REQUIRE(listed.size() == 2);
    CHECK(listed[0].at("version") == first_version());
    CHECK(listed[0].at("current") == false);
    CHECK(listed[1].at("current") == true);
    CHECK(listed[1].at("fingerprint") == published.at("fingerprint"));
    CHECK(bureau.get("", std::string{"/v1/programmes/"} + dream_fund::programme).data().at("version") == "2.0.0");

    const auto young = bureau.submitted("maker");
    CHECK(bureau.seen(old).at("definition_version") == first_version());
    CHECK(bureau.seen(young).at("definition_version") == "2.0.0");
    const std::string was = bureau.seen(old).at("state").at("ids")[0], is = bureau.seen(young).at("state").at("ids")[0];
    CHECK(was.ends_with("formal_check"));
    CHECK(is.ends_with("desk_check"));
    bureau.take("olga", old, "accept");
    bureau.take("olga", young, "accept");
    CHECK(bureau.seen(old).at("state") == bureau.seen(young).at("state"));
    CHECK(bureau.log_is_valid());
}

TEST_CASE("publishing the same again is the same answer, other content under the version is refused", "[versions]") {
    dream_fund bureau;
    const auto first = publish(bureau, with_desk_check());
    const auto again = bureau.post("adam", versions_path(), with_desk_check().body());
    CHECK(again.status == 200);
    CHECK(again.data().at("fingerprint") == first.at("fingerprint"));
    CHECK(again.header("Location") == versions_path() + "/2.0.0");
    auto other = with_desk_check().in_workflow("Procedure of the dream fund", "The dream fund's procedure");
    refused(bureau, posting("adam", versions_path(), other.body()), 409, reason::already_exists);
    CHECK(bureau.get("", versions_path()).data().at("items").size() == 2);

    // The older version, published again, does not displace the newer one.
    changed_definition original{first_version()};
    CHECK(bureau.post("adam", versions_path(), original.body()).status == 200);
    CHECK(bureau.get("", std::string{"/v1/programmes/"} + dream_fund::programme).data().at("version") == "2.0.0");
}

TEST_CASE("a version's files are kept byte for byte, its scenarios among them", "[versions]") {
    dream_fund bureau;
    const auto definition = with_desk_check();
    publish(bureau, definition);
    const auto kept = bureau.get("", versions_path() + "/2.0.0").data();
    CHECK(kept.at("files") == definition.files());
    CHECK(kept.at("files").contains("cases.json"));
    refused(bureau, getting("", versions_path() + "/9.9.9"), 404, reason::not_found);
}

TEST_CASE("a definition belongs to the programme in its path, and keeps its fund", "[versions]") {
    dream_fund bureau;
    const auto elsewhere = with_desk_check();
    refused(bureau, posting("adam", "/v1/programmes/rd-reward-fund/versions", elsewhere.body()), 422,
            reason::invalid_value);
    refused(bureau, posting("adam", versions_path(), {{"files", json::object()}}), 422, reason::invalid_value);
    const json outside = {{"files", {{"../workflow.json", "{}"}}}};
    refused(bureau, posting("adam", versions_path(), outside), 422, reason::invalid_value);
    auto moved = changed_definition{"3.0.0"}.in_workflow("\"fund\": \"incubator-dream-fund\"", "\"fund\": \"another\"");
    refused(bureau, posting("adam", versions_path(), moved.body()), 422, reason::invalid_value);
}

TEST_CASE("a programme that nobody knew can be published", "[versions]") {
    dream_fund bureau;
    const std::string id = "second-dream";
    const auto known = bureau.get("", "/v1/programmes").data().at("items").size();
    auto fresh = changed_definition{"1.0.0"}.in_workflow("incubator-dream-fund", id);
    const auto path = "/v1/programmes/" + id + "/versions";
    const auto published = bureau.post("adam", path, fresh.body());
    INFO(published.body.substr(0, 2'000));
    REQUIRE(published.status == 201);
    CHECK(bureau.get("", "/v1/programmes/" + id).data().at("version") == "1.0.0");
    CHECK(bureau.get("", "/v1/programmes").data().at("items").size() == known + 1);
}

TEST_CASE("two versions are compared in words, with their places", "[versions]") {
    dream_fund bureau;
    auto definition = with_desk_check();
    definition.in_workflow("Accept for processing", "Take on");
    publish(bureau, definition);
    const auto path = versions_path() + "/2.0.0/comparison?with=" + first_version();
    const auto compared = bureau.get("", path).data();
    const auto& differences = compared.at("differences");
    INFO(words_of(differences));
    CHECK(says(differences, "changed", "parameter",
               "parameter formal_check_term: from 5 working days to 10 working days"));
    CHECK(says(differences, "renamed", "state", "“Formal check”"));
    CHECK(says(differences, "changed", "transition", "is called “Take on” instead of “Accept for processing”"));
    for (const auto& each : differences) {
        if (each.at("subject") != "parameter") continue;
        const ordered_json files = ordered_json::parse(definition.files().at("workflow.json").get<std::string>());
        CHECK(files.at(ordered_json::json_pointer{each.at("after").get<std::string>()}) == "10 working days");
    }
    CHECK(differences.size() < 12);
    CHECK(bureau.get("", versions_path() + "/2.0.0/comparison?with=2.0.0").data().at("differences").empty());
    refused(bureau, getting("", versions_path() + "/2.0.0/comparison?with=0.0.1"), 404, reason::not_found);
    refused(bureau, getting("", versions_path() + "/2.0.0/comparison"), 400, reason::malformed_request);
}

TEST_CASE("readers never wait for, nor stumble over, a version that is being published", "[versions]") {
    dream_fund bureau;
    std::atomic<bool> stop = false;
    std::atomic<int> asked = 0, wrong = 0;
    std::thread reader{[&] {
        http_client client{bureau.port()};
        while (!stop) {
            const auto answer = client.send("GET", versions_path(), {}, "");
            ++asked;
            if (answer.status != 200) ++wrong;
        }
    }};
    for (int i = 0; i < 3; ++i) {
        auto definition = with_desk_check();
        definition.in_workflow("\"version\": \"2.0.0\"", "\"version\": \"2.0." + std::to_string(i) + "\"");
        publish(bureau, definition);
        bureau.submitted("maker");
    }
    stop = true;
    reader.join();
    CHECK(asked > 0);
    CHECK(wrong == 0);
    CHECK(bureau.get("", versions_path()).data().at("items").size() == 4);
}

#include "tests/api/contract.hpp"

#include "engine/base/reason.hpp"
#include "tests/api/openapi_rules.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <set>

using namespace sluice;
using test::contract;

namespace {

/// The published document after a merge patch: a fault planted in it.
ordered_json planted(const char* patch) {
    auto changed = contract::published().document();
    changed.merge_patch(ordered_json::parse(patch));
    return changed;
}

bool finds(const std::vector<std::string>& faults, std::string_view words) {
    return std::any_of(faults.begin(), faults.end(),
                       [&](const std::string& each) { return each.find(words) != std::string::npos; });
}

test::http_answer health_answer() {
    return {200, {{"X-Request-Id", "1"}, {"Content-Type", "application/json"}}, R"({"status":"ok"})"};
}

std::vector<std::string> judged(const test::http_answer& answer,
                                const test::sent_request& asked = {"GET", "/healthz", "", ""}) {
    return contract::published().violations(asked, answer);
}

} // namespace

TEST_CASE("openapi.json is OpenAPI 3.1, and every operation says what it has to", "[contract]") {
    const auto faults = test::faults_of(contract::published().document());
    for (const auto& each : faults)
        FAIL_CHECK(each);
    CHECK(faults.empty());
}

TEST_CASE("a fault planted in the document is found", "[contract]") {
    const auto find = [](const char* patch, const char* words) {
        INFO(patch);
        CHECK(finds(test::faults_of(planted(patch)), words));
    };
    find(R"({"openapi": "3.0.3"})", "not OpenAPI 3.1");
    find(R"({"info": {"version": null}})", "no title or version");
    find(R"({"paths": null})", "no operations");
    find(R"({"components": {"schemas": {"money": null}}})", "leads nowhere");
    find(R"({"security": null})", "states no security");
    find(R"({"tags": []})", "undeclared tag");
    find(R"({"paths": {"/healthz": {"get": {"operationId": "read_metrics"}}}})", "another's operationId");
    find(R"({"paths": {"/healthz": {"get": {"operationId": null}}}})", "no operationId");
    find(R"({"paths": {"/healthz": {"get": {"summary": ""}}}})", "no summary");
    find(R"({"paths": {"/healthz": {"get": {"tags": []}}}})", "no tag");
    find(R"({"paths": {"/healthz": {"get": {"responses": null}}}})", "no responses");
    find(R"({"paths": {"/healthz": {"get": {"responses": {"default": null}}}}})", "no default response");
    find(R"({"paths": {"/healthz": {"get": {"responses": {"200": {"description": ""}}}}}})",
         "does not describe its response 200");
    find(R"({"components": {"responses": {"problem": {"content": null}}}})", "no problem");
    find(R"({"paths": {"/v1/rounds/{id}": {"get": {"parameters": null}}}})", "names in its path");
    find(R"({"paths": {"/healthz": {"fetch": {}}}})", "unknown member");
}

TEST_CASE("every schema of the document compiles", "[contract]") {
    const auto& described = contract::published();
    for (const auto& [name, unused] : described.document().at("components").at("schemas").items())
        CHECK_NOTHROW(described.schema_at("/components/schemas/" + name));
}

TEST_CASE("the contract lists every reason, and no other", "[contract]") {
    std::set<std::string> known;
#define SLUICE_REASON_KNOWN(name) known.insert(#name);
    SLUICE_REASONS(SLUICE_REASON_KNOWN)
#undef SLUICE_REASON_KNOWN
    const auto& listed = contract::published().document().at("components").at("schemas").at("reason").at("enum");
    CHECK(listed.get<std::set<std::string>>() == known);
}

TEST_CASE("an answer that keeps to the contract is not blamed", "[contract]") {
    CHECK(judged(health_answer()).empty());
}

TEST_CASE("an answer that breaks the contract is blamed for it", "[contract]") {
    const auto blamed = [](auto change, const char* words) {
        auto answer = health_answer();
        change(answer);
        INFO(words);
        CHECK(finds(judged(answer), words));
    };
    using answer = test::http_answer&;
    blamed([](answer a) { a.status = 202; }, "status 202 is not described");
    blamed([](answer a) { a.headers[1].second = "text/html"; }, "content type 'text/html'");
    blamed([](answer a) { a.headers.erase(a.headers.begin()); }, "X-Request-Id");
    blamed([](answer a) { a.body = "{"; }, "is no JSON");
    blamed([](answer a) { a.body = ""; }, "is no JSON");
    blamed([](answer a) { a.body = R"({"status":"ok","secret":1})"; }, "additionalProperties");
    blamed([](answer a) { a.body = R"({"status":"well"})"; }, "enum");
}

TEST_CASE("a missing header, an undescribed path and a body of the wrong shape are blamed", "[contract]") {
    const test::http_answer empty{200, {{"X-Request-Id", "1"}, {"Content-Type", "application/json"}}, "{}"};
    CHECK(finds(judged(empty, {"GET", "/openapi.json", "", ""}), "header ETag is missing"));
    CHECK(finds(judged(empty, {"GET", "/v1/secrets", "", ""}), "no such operation"));
    CHECK(finds(judged(empty, {"POST", "/v1/rounds/1/allocation", "application/json", R"({"pool":1})"}),
                "the request at '/pool'"));
    CHECK(finds(judged(empty, {"POST", "/v1/rounds/1/allocation", "text/plain", "x"}),
                "a request of type text/plain was taken"));
    CHECK(finds(judged(empty, {"POST", "/v1/people", "", ""}), "without its body"));
    CHECK(finds(judged(empty, {"GET", "/healthz", "", "x"}), "where none is described"));
}

TEST_CASE("a problem without its words, of another status or with an unknown reason is blamed", "[contract]") {
    const json good = {{"type", "urn:sluice:problem:not_found"},
                       {"title", "Not found"},
                       {"status", 404},
                       {"detail", "No"},
                       {"instance", "/v1/rounds/1"},
                       {"reason", "not_found"},
                       {"explanation", {{"zh", "没有"}, {"en", "No"}}},
                       {"requestId", "1"}};
    const auto judge = [&](const json& patch) {
        json body = good;
        body.merge_patch(patch);
        return judged({404, {{"X-Request-Id", "1"}, {"Content-Type", "application/problem+json"}}, body.dump()},
                      {"GET", "/v1/rounds/1", "", ""});
    };
    CHECK(judge(json::object()).empty());
    CHECK(finds(judge({{"explanation", {{"zh", ""}}}}), "minLength"));
    CHECK(finds(judge({{"explanation", {{"en", nullptr}}}}), "required"));
    CHECK(finds(judge({{"reason", "because"}}), "enum"));
    CHECK(finds(judge({{"type", "urn:sluice:problem:internal"}}), "does not end with its reason"));
    CHECK(finds(judge({{"status", 410}}), "not the answer's"));
}

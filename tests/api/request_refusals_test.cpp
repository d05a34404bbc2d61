// What is refused of a request itself, before any programme is asked.

#include "tests/api/dream_fund.hpp"
#include "tests/api/refused.hpp"

#include <catch2/catch_test_macros.hpp>

#include <fmt/format.h>

using namespace sluice;
using namespace sluice::test;

namespace {

attempt creating(std::string body, header_list headers = {{"Content-Type", "application/json"}}) {
    return {"ada", "POST", "/v1/applications", std::move(body), std::move(headers)};
}

std::string nested(int levels) {
    std::string text = R"({"programme":"incubator-dream-fund","form":)";
    for (int i = 0; i < levels; ++i)
        text += R"({"a":)";
    text += "1";
    for (int i = 0; i < levels; ++i)
        text += "}";
    return text + "}";
}

} // namespace

TEST_CASE("JSON that readers could take differently is malformed", "[refusals]") {
    dream_fund bureau;
    const std::string start = R"({"programme":"incubator-dream-fund","form":{"project":{"title":)";
    for (const auto& body : {std::string{R"({"programme":"a","programme":"b"})"}, start + "\"\xff\xfe\"}}}",
                             start + "\"\xed\xa0\x80\"}}}", start + R"("a\u0000b"}}})", nested(40), start + "1e400}}}",
                             start + "NaN}}}", std::string{"{\"programme\":"}, std::string{}, std::string{"{} {}"}}) {
        INFO(body);
        refused(bureau, creating(body), 400, reason::malformed_json);
    }
    CHECK(bureau.get("ada", "/v1/applications").data().at("items").empty());
}

TEST_CASE("the deepest JSON that is read at all has 32 levels", "[refusals]") {
    dream_fund bureau;
    refused(bureau, creating(nested(31)), 422,
            reason::unknown_field); // 32 with the body's own: read, then refused as a form
    refused(bureau, creating(nested(32)), 400, reason::malformed_json);
}

TEST_CASE("an unknown field is refused in the form, in the body and in the query", "[refusals]") {
    dream_fund bureau;
    json form = bureau.form("maker");
    form["project"]["favourite_colour"] = "绿";
    const auto in_form =
        refused(bureau, posting("ada", "/v1/applications", {{"programme", dream_fund::programme}, {"form", form}}), 422,
                reason::unknown_field);
    CHECK(in_form.at("place") == "/form/project/favourite_colour");
    const json body = {{"programme", dream_fund::programme}, {"favourite_colour", "绿"}};
    const auto in_body = refused(bureau, posting("ada", "/v1/applications", body), 422, reason::unknown_field);
    CHECK(in_body.at("place") == "/favourite_colour");
    const auto in_query =
        refused(bureau, getting("ada", "/v1/applications?favourite_colour=green"), 400, reason::malformed_request);
    CHECK(in_query.at("place") == "favourite_colour");
}

TEST_CASE("an amendment with an unknown field or another kind of value is refused and kept out", "[refusals]") {
    dream_fund bureau;
    const auto application = bureau.draft(bureau.form("maker"));
    const auto amending = [&](const json& patch) {
        return patching("ada", "/v1/applications/" + application, {{"form", patch}}, {{"If-Match", "*"}});
    };
    refused(bureau, amending({{"bogus", 1}}), 422, reason::unknown_field);
    refused(bureau, amending({{"requested_amount", 180000.0}}), 422, reason::form_invalid);
    refused(bureau, amending({{"requested_amount", yuan("-1.00")}}), 422, reason::form_invalid);
    refused(bureau, amending({{"requested_amount", {{"amount", "1.005"}, {"currency", "CNY"}}}}), 422,
            reason::form_invalid);
    CHECK(bureau.get("ada", "/v1/applications/" + application).data().at("form") == bureau.form("maker"));
}

TEST_CASE("an amendment needs the version that was read, and the present one", "[refusals]") {
    dream_fund bureau;
    const auto application = bureau.draft(bureau.form("maker"));
    const std::string target = "/v1/applications/" + application;
    const json first = {{"form", {{"project", {{"title", "第一稿"}}}}}},
               second = {{"form", {{"project", {{"title", "第二稿"}}}}}};
    refused(bureau, patching("ada", target, first), 428, reason::version_required);
    const auto tag = bureau.get("ada", target).header("ETag").value();
    REQUIRE(bureau.patch("ada", target, first, {{"If-Match", tag}}).status == 200);
    refused(bureau, patching("ada", target, second, {{"If-Match", tag}}), 412, reason::version_conflict);
    refused(bureau, posting("ada", events_of(application), {{"type", "withdraw"}}, {{"If-Match", tag}}), 412,
            reason::version_conflict);
    CHECK(bureau.get("ada", target).data().at("title") == "第一稿");
}

TEST_CASE("a POST needs an idempotency key, and a new one for another body", "[refusals]") {
    dream_fund bureau;
    const json body = {{"programme", dream_fund::programme}},
               other = {{"programme", dream_fund::programme}, {"form", bureau.form("maker")}};
    http_client client{bureau.port()};
    client.always_send("Authorization", "Bearer " + bureau.token_of("ada"));
    refused(client.post("/v1/applications", body, {{"Accept-Language", "zh"}}),
            client.post("/v1/applications", body, {{"Accept-Language", "en"}}), 400, reason::idempotency_key_required);
    REQUIRE(bureau.post("ada", "/v1/applications", body, {{"Idempotency-Key", "one"}}).status == 201);
    refused(bureau, posting("ada", "/v1/applications", other, {{"Idempotency-Key", "one"}}), 422,
            reason::idempotency_key_reused);
    refused(bureau, posting("ada", "/v1/applications", body, {{"Idempotency-Key", "two words"}}), 400,
            reason::malformed_request);
    CHECK(bureau.get("ada", "/v1/applications").data().at("items").size() == 1);
}

TEST_CASE("a body of another media type or too large is refused", "[refusals]") {
    dream_fund bureau;
    const std::string body = R"({"programme":"incubator-dream-fund"})";
    refused(bureau, creating(body, {{"Content-Type", "text/plain"}}), 415, reason::unsupported_media_type);
    refused(bureau, creating(body, {}), 415, reason::unsupported_media_type);
    refused(bureau, creating(std::string(1024 * 1024 + 1, ' ')), 413, reason::body_too_large);
    json form = bureau.form("maker");
    form["project"]["summary"] = std::string(600 * 1024, 'x');
    refused(bureau, posting("ada", "/v1/applications", {{"programme", dream_fund::programme}, {"form", form}}), 413,
            reason::body_too_large);
    const auto application = bureau.draft(bureau.form("maker"));
    const std::string upload = "/v1/applications/" + application + "/documents?kind=business_plan&file_name=plan.exe";
    refused(bureau, {"ada", "POST", upload, "MZ", {{"Content-Type", "application/x-msdownload"}}}, 415,
            reason::unsupported_media_type);
}

TEST_CASE("what is not there, or is there for another method, is refused", "[refusals]") {
    dream_fund bureau;
    refused(bureau, getting("ada", "/v1/elsewhere"), 404, reason::route_not_found);
    refused(bureau, {"ada", "DELETE", "/v1/applications"}, 405, reason::method_not_allowed);
    refused(bureau, getting("ada", "/v1/programmes/no-such-fund"), 404, reason::not_found);
    refused(bureau, getting("ada", "/v1/applications?limit=0"), 400, reason::malformed_request);
    refused(bureau, getting("ada", "/v1/applications?limit=7&limit=8"), 400, reason::malformed_request);
    refused(bureau, getting("ada", "/v1/applications?cursor=nonsense"), 400, reason::malformed_request);
}

TEST_CASE("who says nothing, and who says something false, is not let in", "[refusals]") {
    dream_fund bureau;
    refused(bureau, getting("", "/v1/applications"), 401, reason::authentication_required);
    refused(bureau, posting("", "/v1/applications", {{"programme", dream_fund::programme}}), 401,
            reason::authentication_required);
    for (const char* written : {"Bearer nonsense", "Basic YWRhOmFkYQ==", "Bearer"})
        refused(bureau, {"", "GET", "/v1/applications", "", {{"Authorization", written}}}, 401, reason::token_invalid);
}

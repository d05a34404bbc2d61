#include "api/http/problem.hpp"

#include <catch2/catch_test_macros.hpp>

#include <set>

using namespace sluice;
using namespace sluice::http;

namespace {

refusal unmet() {
    auto why = refuse(reason::requirement_not_met, {"材料不齐", "Something is missing"}, "/documents");
    why.requirements.push_back({"licence", "/documents/licence", {"须上传营业执照", "Upload the licence"}});
    return why;
}

} // namespace

TEST_CASE("a refusal becomes a problem that explains itself in both languages", "[http]") {
    const auto answer = problem(unmet(), language::en, "id-1", "/v1/applications/7/events");
    CHECK(answer.status == 409);
    CHECK(answer.headers.first("Content-Type") == "application/problem+json");
    CHECK(answer.headers.first("Content-Language") == "en");
    CHECK(json::parse(answer.body) == json::parse(R"({
        "type": "urn:sluice:problem:requirement_not_met", "title": "Requirement not met", "status": 409,
        "detail": "Something is missing", "instance": "/v1/applications/7/events", "requestId": "id-1",
        "reason": "requirement_not_met", "place": "/documents",
        "explanation": {"zh": "材料不齐", "en": "Something is missing"},
        "requirements": [{"id": "licence", "place": "/documents/licence", "met": false,
                          "explanation": {"zh": "须上传营业执照", "en": "Upload the licence"}}]})"));
}

TEST_CASE("the detail is in the language of the reader", "[http]") {
    request asked;
    CHECK(json::parse(problem(unmet(), asked).body)["detail"] == "材料不齐");
    asked.headers.add("Accept-Language", "en");
    const auto answer = problem(unmet(), 431, asked);
    CHECK(json::parse(answer.body)["detail"] == "Something is missing");
    CHECK(json::parse(answer.body)["status"] == 431);
    CHECK(answer.status == 431);
}

TEST_CASE("every reason has an error status and a title of its own in both languages", "[http]") {
    std::set<std::string> zh;
    std::set<std::string> en;
    std::size_t reasons = 0;
#define SLUICE_CHECK_REASON(name)                                                                                      \
    CHECK(status_of(reason::name) >= 400);                                                                             \
    zh.insert(title_of(reason::name).zh);                                                                              \
    en.insert(title_of(reason::name).en);                                                                              \
    ++reasons;
    SLUICE_REASONS(SLUICE_CHECK_REASON)
#undef SLUICE_CHECK_REASON
    CHECK(zh.size() == reasons);
    CHECK(en.size() == reasons);
}

TEST_CASE("a 401 says how to authenticate", "[http]") {
    const auto why = refuse(reason::authentication_required, {"请登录", "Please log in"});
    CHECK(problem(why, {}).headers.first("WWW-Authenticate") == "Bearer");
    CHECK_FALSE(problem(unmet(), {}).headers.contains("WWW-Authenticate"));
}

TEST_CASE("a refusal that quotes bytes that are no text is still a problem", "[http]") {
    const auto answer = problem(refuse(reason::invalid_value, {"\xff", "\xff"}, "/a"), {});
    CHECK(json::parse(answer.body)["detail"] == "\xef\xbf\xbd");
}

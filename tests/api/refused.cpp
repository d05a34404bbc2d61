#include "tests/api/refused.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

namespace sluice::test {
namespace {

std::set<reason>& noted() {
    static std::set<reason> reasons;
    return reasons;
}

/// Whether some of the text is written in Chinese characters (U+4E00 to U+9FFF, by their first byte in UTF-8).
bool has_chinese(const std::string& text) {
    return std::any_of(text.begin(), text.end(), [](char each) {
        const auto byte = static_cast<unsigned char>(each);
        return byte >= 0xE4 && byte <= 0xE9;
    });
}

http_answer send_in(test_bureau& bureau, const attempt& wanted, const char* language) {
    header_list headers = wanted.headers;
    headers.emplace_back("Accept-Language", language);
    return bureau.send(wanted.person, wanted.method, wanted.target, headers, wanted.body);
}

void require_problem(const http_answer& answer, int status, reason why, const char* language) {
    INFO(language << ": " << answer.status << " " << answer.body);
    REQUIRE(answer.status == status);
    REQUIRE(answer.header("Content-Type") == "application/problem+json");
    CHECK(answer.header("Content-Language").value_or("").starts_with(language));
    const auto problem = answer.data();
    REQUIRE(problem.at("type") == "urn:sluice:problem:" + std::string{name_of(why)});
    CHECK(problem.at("reason") == name_of(why));
    CHECK(problem.at("status") == status);
    CHECK(problem.at("detail") == problem.at("explanation").at(language));
    CHECK(has_chinese(problem.at("explanation").at("zh")));
    CHECK_FALSE(problem.at("explanation").at("en").get<std::string>().empty());
    CHECK_FALSE(problem.at("requestId").get<std::string>().empty());
    for (const auto& each : problem.value("requirements", json::array())) {
        CHECK(has_chinese(each.at("explanation").at("zh")));
        CHECK_FALSE(each.at("explanation").at("en").get<std::string>().empty());
    }
}

attempt with_body(std::string person, std::string method, std::string target, const json& body, header_list headers,
                  const char* media_type) {
    headers.emplace_back("Content-Type", media_type);
    return {std::move(person), std::move(method), std::move(target), body.dump(), std::move(headers)};
}

} // namespace

attempt getting(std::string person, std::string target) {
    return {std::move(person), "GET", std::move(target)};
}

attempt posting(std::string person, std::string target, const json& body, header_list headers) {
    return with_body(std::move(person), "POST", std::move(target), body, std::move(headers), "application/json");
}

attempt patching(std::string person, std::string target, const json& body, header_list headers) {
    return with_body(std::move(person), "PATCH", std::move(target), body, std::move(headers),
                     "application/merge-patch+json");
}

json refused(test_bureau& bureau, const attempt& wanted, int status, reason why) {
    INFO(wanted.method << " " << wanted.target << " as " << wanted.person);
    const auto in_chinese = send_in(bureau, wanted, "zh");
    return refused(in_chinese, send_in(bureau, wanted, "en"), status, why);
}

json refused(const http_answer& in_chinese, const http_answer& in_english, int status, reason why) {
    require_problem(in_chinese, status, why, "zh");
    require_problem(in_english, status, why, "en");
    CHECK(in_chinese.data().at("detail") != in_english.data().at("detail"));
    noted().insert(why);
    return in_english.data();
}

bool names_requirement(const json& problem, const std::string& id, const std::string& place) {
    const auto listed = problem.value("requirements", json::array());
    return std::any_of(listed.begin(), listed.end(), [&](const json& each) {
        return each.at("id") == id && (place.empty() || each.at("place") == place);
    });
}

const std::set<reason>& provoked_reasons() {
    return noted();
}

} // namespace sluice::test

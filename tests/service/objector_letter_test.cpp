#include "engine/service/objections.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;

namespace {

application::objection answered(const std::string& contact) {
    application::objection made;
    made.id = "one";
    made.party = "public";
    made.contact = contact;
    made.status = "dismissed";
    made.answer = "经核查不成立";
    return made;
}

} // namespace

TEST_CASE("an answer goes by letter to an e-mail address, and to nothing else that was left as contact",
          "[objections]") {
    application::application_state state;
    state.id = "application";
    state.number = "CY-2026-000001-7K3Q";
    const auto letter = service::letter_to_objector(state, answered("wang@example.org"), false);
    REQUIRE(letter.has_value());
    CHECK(letter->at("to") == "address");
    CHECK(letter->at("address") == "wang@example.org");
    CHECK(letter->at("application") == "application");
    const std::string zh = letter->at("message").at("zh"), en = letter->at("message").at("en");
    CHECK(zh.find("经核查不成立") != zh.npos);
    CHECK(zh.find("不成立。") != zh.npos);
    CHECK(en.find("dismissed") != en.npos);
    for (const char* other : {"", "13800001111", "wang", "@example.org", "wang@", "wang@example", "wang@example.",
                              "a b@example.org", "wang@example.org, li@example.org", "Wang <wang@example.org>",
                              "a@b@example.org", "wang@example.org\r\nBcc: all@example.org"})
        CHECK_FALSE(service::letter_to_objector(state, answered(other), false).has_value());
}

TEST_CASE("whoever was not right is told until when to ask for a re-examination", "[objections]") {
    application::application_state state;
    auto made = answered("wang@example.org");
    made.reexamination_until = parse_rfc3339("2026-04-14T00:00:00+08:00").value();
    const auto letter = service::letter_to_objector(state, made, true);
    REQUIRE(letter.has_value());
    const std::string zh = letter->at("message").at("zh");
    CHECK(zh.find("2026-04-14") != zh.npos);
    CHECK(zh.find("复核") != zh.npos);
}

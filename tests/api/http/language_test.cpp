#include "api/http/language.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using sluice::http::preferred_language;

TEST_CASE("the language is the one that Accept-Language prefers, Chinese in doubt", "[http]") {
    for (const char* value : {"", "zh", "zh-CN,zh;q=0.9,en;q=0.8", "*", "fr", "fr, zh;q=0.1", "en;q=0.4, zh-Hans;q=0.5",
                              "en;q=0", "zh, en", "*, en;q=0.5", "en;q=2", "en;q=0.1234", "en;q=x", "de;q=0.9, *;q=0.1",
                              ";;,,=", "en;q=0, zh;q=0", "eng", "-en"}) {
        INFO(value);
        CHECK(preferred_language(value) == language::zh);
    }
    for (const char* value : {"en", "EN-gb", "en-US,en;q=0.9,zh;q=0.8", "en, zh", "fr, en;q=0.1", "zh;q=0, *",
                              "zh;q=0.5, *", "zh;q=0.2, en;Q=0.201", "bad entry;q=9, en"}) {
        INFO(value);
        CHECK(preferred_language(value) == language::en);
    }
}

#include "engine/service/letter.hpp"

#include "engine/service/library.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace sluice;
using namespace sluice::service;

TEST_CASE("a letter's gaps are filled, and lines that would say nothing are left out") {
    const auto letter = letter_template::read("Subject: {{ number }} {{summary}}\n\n{{ name }}:\n\n{{ message }}\nSee: "
                                              "{{ link }}\nGoodbye\n",
                                              "letter");
    const auto written = letter.fill({{"number", "CY-1"}, {"summary", "hello"}, {"message", "Hello\nworld"}});
    CHECK(written.subject == "CY-1 hello");
    CHECK(written.text == "\nHello\nworld\nGoodbye\n");
    CHECK(letter.fill({{"name", "Ada"}, {"link", "https://x"}}).text == "Ada:\n\nSee: https://x\nGoodbye\n");
}

TEST_CASE("what is filled in is not read again") {
    const auto letter = letter_template::read("Subject: x\n\n{{ message }}", "letter");
    CHECK(letter.fill({{"message", "{{ name }}"}, {"name", "Ada"}}).text == "{{ name }}\n");
}

TEST_CASE("a letter that is none says what is wrong with it") {
    const auto complaint = [](const char* written, const char* words) {
        CHECK_THROWS_MATCHES(letter_template::read(written, "letters/a.txt"), definition_error,
                             Catch::Matchers::MessageMatches(Catch::Matchers::ContainsSubstring(words)));
    };
    complaint("Dear Ada", "letters/a.txt: the first line");
    complaint("Subject: x\nDear Ada", "second line");
    complaint("Subject: x\n\n{{ nmae }}", "knows no “nmae”");
    complaint("Subject: x\n\n{{ name", "without");
}

TEST_CASE("the office's own letters can be read") {
    const auto all = letters::read("workflows/letters");
    CHECK(all.in(language::zh).fill({{"message", "请补正"}}).text.find("请补正") != std::string::npos);
}

TEST_CASE("a beginning is cut between characters") {
    CHECK(beginning_of("渠成渠成", 3) == "渠成渠…");
    CHECK(beginning_of("渠成渠", 3) == "渠成渠");
    CHECK(beginning_of("one\r\ntwo", 20) == "one  two");
}

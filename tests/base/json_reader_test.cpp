#include "engine/base/canonical_json.hpp"
#include "engine/base/json_reader.hpp"

#include <catch2/catch_test_macros.hpp>

#include <optional>
#include <random>
#include <stdexcept>

namespace sluice {
namespace {

/// What either reader makes of a text; nothing where it refuses it.
std::optional<json> ours(const std::string& text) try {
    return parse_canonical(text);
} catch (const std::invalid_argument&) {
    return std::nullopt;
}

std::optional<json> theirs(const std::string& text) {
    auto read = json::parse(text, nullptr, false);
    return read.is_discarded() ? std::nullopt : std::optional{std::move(read)};
}

void must_agree(const std::string& text) {
    const auto read = ours(text), expected = theirs(text);
    INFO(text);
    REQUIRE(read.has_value() == expected.has_value());
    if (!read) return;
    REQUIRE(*read == *expected);
    REQUIRE(read->type() == expected->type());
    REQUIRE(read->dump() == expected->dump());
}

} // namespace

TEST_CASE("damage of any byte is found where json::parse finds it, and nowhere else") {
    const std::string whole =
        R"({"":[-9223372036854775808,0,-1,18446744073709551615,0.1,-2.5e3,1E+30],"text":"渠成 é 😀 eight and more",)"
        R"("escaped":"\"\\\/\b\f\n\r\t\u0001\u00e9\u6e20\ud83d\ude00.","deep":[{"a":{}},[[]],true,false,null]})";
    must_agree(whole);
    for (std::size_t length = 0; length < whole.size(); ++length)
        must_agree(whole.substr(0, length));
    std::mt19937 chance{7};
    const std::string likely = "\"\\{}[]:,0-9.eEu \n\x01\x7f\x80\xc0\xe0\xed\xf4\xff";
    for (std::size_t at = 0; at < whole.size(); ++at)
        for (const char other : likely) {
            auto damaged = whole;
            damaged[at] = other;
            must_agree(damaged);
            must_agree(whole.substr(0, at) + other + whole.substr(at));
        }
    for (int i = 0; i < 20'000; ++i) {
        auto damaged = whole;
        for (int times = 0; times < 3; ++times)
            damaged[chance() % damaged.size()] = static_cast<char>(chance());
        must_agree(damaged);
    }
}

TEST_CASE("numbers are read as json::parse reads them") {
    for (const char* each : {"0",
                             "-0",
                             "00",
                             "-01",
                             "1.",
                             ".5",
                             "-",
                             "+1",
                             "1e",
                             "1e+",
                             "1e5",
                             "0.0",
                             "-0.0",
                             "1e999",
                             "9223372036854775807",
                             "9223372036854775808",
                             "18446744073709551616",
                             "-9223372036854775809",
                             "0x1",
                             "1 ",
                             " 1",
                             "1,",
                             "Infinity",
                             "nan"})
        must_agree(each);
}

TEST_CASE("what is nested without end is refused") {
    CHECK(parse_canonical(std::string(100, '[') + std::string(100, ']')).is_array());
    CHECK_THROWS_AS(parse_canonical(std::string(100'000, '[')), std::invalid_argument);
}

TEST_CASE("text is read piece by piece") {
    json_reader from{R"({"a":-5,"b":"plain","c":"es\ncaped","d":[true,null,{"x":[]}],"e":{"k":1,"l\"":2},"g":{}} )"};
    from.begin_object();
    CHECK_FALSE(from.member("A"));
    REQUIRE(from.member("a"));
    CHECK(from.integer() == -5);
    REQUIRE(from.member("b"));
    CHECK(from.quoted() == "plain");
    REQUIRE(from.member("c"));
    CHECK(from.string() == "es\ncaped");
    REQUIRE(from.member("d"));
    from.begin_array();
    REQUIRE(from.next_element());
    CHECK(from.truth());
    REQUIRE(from.next_element());
    REQUIRE(from.next_is_null());
    from.null();
    REQUIRE(from.next_element());
    CHECK(from.tree() == json{{"x", json::array()}});
    CHECK_FALSE(from.next_element());
    REQUIRE(from.member("e"));
    from.begin_object();
    std::string name;
    REQUIRE(from.next_member(name));
    CHECK(name == "k");
    CHECK(from.integer() == 1);
    REQUIRE(from.next_member(name));
    CHECK(name == "l\"");
    CHECK(from.integer() == 2);
    CHECK_FALSE(from.next_member(name));
    CHECK_FALSE(from.member("f"));
    REQUIRE(from.member("g"));
    from.begin_object();
    from.end_object();
    from.end_object();
    from.end();
}

TEST_CASE("something else than what is asked for throws") {
    const auto throws = [](const char* text, auto&& read) {
        json_reader from{text};
        CHECK_THROWS_AS(read(from), std::invalid_argument);
    };
    throws("5", [](json_reader& from) { from.quoted(); });
    throws("\"5\"", [](json_reader& from) { from.integer(); });
    throws("1.0", [](json_reader& from) { from.integer(); });
    throws("9223372036854775808", [](json_reader& from) { from.integer(); });
    throws("1", [](json_reader& from) { from.truth(); });
    throws("[]", [](json_reader& from) { from.begin_object(); });
    throws("{}", [](json_reader& from) { from.begin_array(); });
    throws("", [](json_reader& from) { from.tree(); });
    throws("{\"a\":1}", [](json_reader& from) {
        from.begin_object();
        from.end_object();
    });
    throws("1 1", [](json_reader& from) {
        from.integer();
        from.end();
    });
}

} // namespace sluice

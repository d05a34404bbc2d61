#include "tests/cel/support.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::cel;

TEST_CASE("an operand that decides absorbs the faults of the others", "[cel]") {
    CHECK(evaluated("1/0 > 0 || true") == "true");
    CHECK(evaluated("false && 1/0 > 0") == "false");
    CHECK(evaluated("1/0 > 0 && true && false") == "false");
    CHECK(evaluated("1/0 > 0 || false || 1 % 0 > 0") == "error: division by zero");
    CHECK(evaluated("[0, 1].exists(x, 1 / x == 1)") == "true");
    CHECK(evaluated("[0, 1].all(x, 1 / x == 1)") == "error: division by zero");
    CHECK(evaluated("[1, 2, 0].exists_one(x, 2 / x == 2)") == "error: division by zero");
    CHECK(evaluated("dyn('a') && true").starts_with("error: no such overload"));
}

TEST_CASE("integers never wrap", "[cel]") {
    for (const std::string source : {"9223372036854775807 + 1", "-9223372036854775808 - 1", "9223372036854775807 * 2",
                                     "-(-9223372036854775808)", "-9223372036854775808 / -1", "0u - 1u",
                                     "18446744073709551615u + 1u", "9223372036854775808u * 2u"}) {
        INFO(source);
        CHECK(evaluated(source) == "error: integer overflow");
    }
    CHECK(evaluated("-9223372036854775808 % -1") == "error: integer overflow");
    CHECK(evaluated("1 % 0") == "error: modulus by zero");
    CHECK(evaluated("-7 / 2 == -3 && -7 % 2 == -1") == "true");
}

TEST_CASE("macros make lists and test them", "[cel]") {
    CHECK(evaluated("[1, 2, 3, 4].map(x, x % 2 == 0, x * 10)") == "[20,40]");
    CHECK(evaluated("[1, 2, 3].filter(x, x > 1).map(y, [y, y])") == "[[2,2],[3,3]]");
    CHECK(evaluated("[[1, 2], [3]].map(xs, xs.map(x, x + xs.size()))") == "[[3,4],[4]]");
    CHECK(evaluated("{'a': 1, 'b': 2}.map(k, k)") == R"(["a","b"])");
    CHECK(evaluated("[1, 2].exists(x, [2, 3].exists(y, x == y))") == "true");
    CHECK(evaluated("[1].map(x, [2].map(x, x))") == "[[2]]");
}

TEST_CASE("missing keys and indices are named", "[cel]") {
    CHECK(evaluated("{'a': 1}.b") == "error: no such key: b");
    CHECK(evaluated("{'a': 1}['c']") == "error: no such key: c");
    CHECK(evaluated("{1: 1}[2]") == "error: no such key: 2");
    CHECK(evaluated("[1][1]") == "error: index 1 out of bounds: the list has 1 elements");
    CHECK(evaluated("[1][-1]").starts_with("error: index -1 out of bounds"));
    CHECK(evaluated("{'a': 1, 'a': 2}") == "error: repeated key: \"a\"");
    CHECK(evaluated("{dyn(1): 1, dyn(1u): 2}") == "error: repeated key: 1");
    CHECK(evaluated("{1.5: 1}") == "error: unsupported key type: double");
}

TEST_CASE("chains and nesting read as written", "[cel]") {
    CHECK(evaluated("1 - 2 - 3") == "-4");
    CHECK(evaluated("2 + 3 * 4 == 14 && !(1 > 2) || false") == "true");
    CHECK(evaluated("true ? false ? 1 : 2 : 3") == "2");
    CHECK(evaluated("--5") == "5");
    CHECK(evaluated("!!!true") == "false");
    CHECK(evaluated("- 5 - -5") == "0");
    CHECK(evaluated("1 // a comment\n + 2") == "3");
    CHECK(evaluated("(true || false) && (false || true)") == "true");
    CHECK(evaluated("[1, 2,][1]") == "2");
}

TEST_CASE("optionals hold a value or none", "[cel]") {
    CHECK(evaluated("optional.of(5).value() + 1") == "6");
    CHECK(evaluated("optional.none().orValue(7)") == "7");
    CHECK(evaluated("optional.none().hasValue()") == "false");
    CHECK(evaluated("optional.none().or(optional.of(1)).value()") == "1");
    CHECK(evaluated("optional.none().value()") == "error: optional.none() has no value");
    CHECK(evaluated("optional.of(1) == optional.of(1) && optional.of(1) != optional.none()") == "true");
}

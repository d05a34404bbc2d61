#include "tests/cel/support.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::cel;

namespace {

void holds(std::initializer_list<std::string_view> claims) {
    for (const auto claim : claims) {
        INFO(claim);
        CHECK(evaluated(claim) == "true");
    }
}

void fails(std::initializer_list<std::string_view> sources) {
    for (const auto source : sources) {
        INFO(source);
        CHECK(evaluated(source).starts_with("error: "));
    }
}

} // namespace

TEST_CASE("strings are counted in characters", "[cel]") {
    holds({"size('渠成') == 2", "'渠成'.charAt(1) == '成'", "'渠成'.charAt(2) == ''", "'水到渠成'.indexOf('渠') == 2",
           "'水到渠成'.substring(2) == '渠成'", "'水到渠成'.substring(1, 3) == '到渠'", "'abcab'.lastIndexOf('ab') == 3",
           "'abcab'.lastIndexOf('ab', 2) == 0", "'abcab'.indexOf('ab', 1) == 3", "'a'.indexOf('z') == -1",
           "'abc'.indexOf('') == 0", "'abc'.lastIndexOf('') == 3"});
    fails({"'a'.charAt(-1)", "'a'.charAt(2)", "'abc'.substring(4)", "'abc'.substring(2, 1)", "'abc'.substring(-1)",
           "'abc'.indexOf('a', 9)", "'abc'.lastIndexOf('a', -1)"});
}

TEST_CASE("strings are cut, joined and changed", "[cel]") {
    holds({"['a', 'b'].join() == 'ab'", "['a', 'b'].join('、') == 'a、b'", "[].join('-') == ''",
           "'a,b,c'.split(',') == ['a', 'b', 'c']", "'a,b,c'.split(',', 2) == ['a', 'b,c']", "'ab'.split(',', 0) == []",
           "'渠成'.split('') == ['渠', '成']", "''.split(',') == ['']", "''.split('') == []",
           "'hello hello'.replace('he', 'we') == 'wello wello'", "'hello hello'.replace('he', 'we', 1) == 'wello hello'",
           "'hello'.replace('l', '', -1) == 'heo'", "'ab'.replace('', '-') == '-a-b-'", "'ab'.replace('', '-', 2) == '-a-b'",
           "' \\t渠成\u3000\\n'.trim() == '渠成'", "'   '.trim() == ''", "'TaCoCÆt'.lowerAscii() == 'tacocÆt'",
           "'TaCoCæt'.upperAscii() == 'TACOCæT'", "'abc'.startsWith('ab') && 'abc'.endsWith('bc')",
           "'abc'.contains('b') && !'abc'.contains('d')"});
    CHECK(evaluated("[dyn(1)].join()").starts_with("error: no such overload"));
}

TEST_CASE("patterns match anywhere, in linear time", "[cel]") {
    holds({"'13900000000'.matches('^1[3-9][0-9]{9}$')", "matches('abc', 'b')", "!'abc'.matches('^b')",
           "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('(a+)+$') == false", "'ab'.matches('a' + 'b')"});
    CHECK(evaluated("'a'.matches('[' + 'a')").starts_with("error: invalid regular expression"));
}

TEST_CASE("conversions keep what can be kept", "[cel]") {
    holds({"int('42') == 42 && int('-7') == -7", "uint('7') == 7u", "double('1.5') == 1.5", "string(1.0) == '1'",
           "string(true) == 'true'", "bool('F') == false", "string(b'abc') == 'abc'", "int(2.9) == 2",
           "timestamp(0) == timestamp('1970-01-01T00:00:00Z')", "string(timestamp(0)) == '1970-01-01T00:00:00Z'",
           "type(1) == int && type([]) == list && type({}) == map && type(null) == null_type",
           "math.least(3, 1, 2) == 1", "math.greatest([1.5, 2.5]) == 2.5", "math.greatest(7) == 7",
           "dyn(1) == 1.0 && dyn(1u) == 1", "!(dyn(1) == 'a')"});
    fails({"int('4x')", "int('')", "uint('-1')", "uint(-1)", "int(1e19)", "int(18446744073709551615u)", "uint(-0.5)",
           "double('x')", "bool('yes')", "timestamp('yesterday')", "duration('1 day')", "string(b'\\xff')", "math.least([])",
           "int(0.0 / 0.0)", "math.greatest([dyn('a'), dyn(1)])"});
}

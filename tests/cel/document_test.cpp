#include "tests/cel/support.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::cel;

namespace {

const json& form() {
    static const json document = json::parse(R"({
        "route": "contest_award", "amount": 20000000, "intensity": 3, "submitted_at": "2026-03-02T09:30:00+08:00",
        "members": [{"name": "王", "age": 40}, {"name": "Li"}], "rates": [1, 2.5]})");
    return document;
}

std::string evaluated_on_form(std::string_view source) {
    static const json vars = json::parse(R"({"count": 0, "big": 18446744073709551615, "nothing": null})");
    const auto known = form_environment();
    activation bound{known};
    bound.bind("form", value::view(form())).bind("vars", value::view(vars));
    return evaluated(source, known, bound);
}

} // namespace

TEST_CASE("a document is read in place", "[cel]") {
    CHECK(evaluated_on_form("form.amount <= 20000000 && vars.count == 0 && form.route == 'contest_award'") == "true");
    CHECK(evaluated_on_form("form.members[0].name + '!'") == R"("王!")");
    CHECK(evaluated_on_form("form.members.map(m, m.name)") == R"(["王","Li"])");
    CHECK(evaluated_on_form("size(form.members) == 2 && size(vars) == 3") == "true");
    CHECK(evaluated_on_form("vars.nothing == null && vars.big == 18446744073709551615u") == "true");
    CHECK(evaluated_on_form("form.members[1]") == R"({"name":"Li"})");
    CHECK(evaluated_on_form("vars.all(k, k in ['count', 'big', 'nothing'])") == "true");
    CHECK(evaluated_on_form("vars == {'count': 0, 'nothing': null, 'big': 18446744073709551615u}") == "true");
    const auto name = value::view(form()).find("route").value().as_string();
    CHECK(name.data() == form().at("route").get_ptr<const std::string*>()->data());
}

TEST_CASE("whole numbers and times in a document are read as the types declare them", "[cel]") {
    CHECK(evaluated_on_form("form.intensity * 0.5") == "1.5");
    CHECK(evaluated_on_form("form.rates[0] / 2.0") == "0.5");
    CHECK(evaluated_on_form("form.rates.map(r, r * 2.0)") == "[2.0,5.0]");
    CHECK(evaluated_on_form("form.submitted_at.getHours('Asia/Shanghai')") == "9");
    CHECK(evaluated_on_form("form.submitted_at < timestamp('2026-03-02T01:30:01Z')") == "true");
    const json wrong = json::parse(R"({"submitted_at": "yesterday"})");
    const auto known = form_environment();
    activation bound{known};
    bound.bind("form", value::view(wrong));
    CHECK(evaluated("form.submitted_at.getHours()", known, bound) == "error: 'yesterday' is not a timestamp");
}

TEST_CASE("a missing optional field is an error unless tested", "[cel]") {
    CHECK(evaluated_on_form("form.certificate == ''") == "error: no such key: certificate");
    CHECK(evaluated_on_form("has(form.certificate)") == "false");
    CHECK(evaluated_on_form("has(form.certificate) && form.certificate != ''") == "false");
    CHECK(evaluated_on_form("form.certificate == '' || form.amount > 0") == "true");
    CHECK(evaluated_on_form("form.members.filter(m, has(m.age)).size()") == "1");
}

TEST_CASE("an unbound variable is an error where it is read", "[cel]") {
    const auto known = form_environment();
    CHECK(evaluated("form.amount > 0", known, activation{known}) == "error: no such attribute: form is not bound");
    CHECK(evaluated("true || form.amount > 0", known, activation{known}) == "true");
}

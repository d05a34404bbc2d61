// Certificates through the API: what one programme certifies, another one's expressions see.

#include "tests/api/changed_definition.hpp"
#include "tests/api/refused.hpp"
#include "tests/api/voucher_office.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::test;

namespace {

/// The dream fund with an event that only those admitted to a maker space may send.
json definition_that_asks_for_a_certificate() {
    changed_definition changed{"2.0.0"};
    changed.edit([](ordered_json& workflow) {
        workflow["workflow"]["states"]["intake"]["states"]["draft"]["on"]["show_certificate"] =
            ordered_json::parse(R"_({
            "title": {"zh": "出示入驻证明", "en": "Show the certificate"}, "by": ["applicant"],
            "requires": [{"id": "admitted",
              "that": "applicant.certificates.exists(each, each.kind == 'maker_space_admission' && each.until > time)",
              "else": {"zh": "须先入驻众创空间", "en": "Be admitted to a maker space first"}}]})_");
    });
    changed.in_cases(R"("cases": [)", R"_("cases": [
      {"name": "a certificate is shown", "form": "maker", "at": "2026-03-10T09:00:00+08:00", "steps": [
        {"as": "ada", "send": "show_certificate", "refused": "requirement_not_met", "unmet": ["admitted"]},
        {"certified": {"kind": "maker_space_admission", "programme": "maker-space-admission", "number": "RZ-1",
                       "at": "2025-03-10T09:00:00+08:00", "until": "2026-03-10T09:00:01+08:00"}},
        {"as": "ada", "send": "show_certificate"}]},)_");
    json files = changed.files();
    files.erase("traces.json"); // they say what was possible before
    return {{"files", std::move(files)}};
}

} // namespace

TEST_CASE("an admission is a certificate that another programme sees, until it is given up", "[certificates]") {
    voucher_office bureau;
    const auto published = bureau.post("adam", versions_path(), definition_that_asks_for_a_certificate());
    INFO(published.body);
    REQUIRE(published.status == 201);
    const auto mine = bureau.draft(bureau.form("maker")),
               bens = bureau.draft(bureau.form("maker", json::object(), "ben"), "ben");
    const auto show = [](const std::string& person, const std::string& application) {
        return posting(person, events_of(application), {{"type", "show_certificate"}});
    };
    CHECK(names_requirement(refused(bureau, show("ada", mine), 409, reason::requirement_not_met), "admitted"));

    const auto admission = bureau.admitted_to_maker_space();
    CHECK(bureau.post("ada", events_of(mine), {{"type", "show_certificate"}}).status == 200);
    CHECK(names_requirement(refused(bureau, show("ben", bens), 409, reason::requirement_not_met), "admitted"));

    const auto organisation = "/v1/organisations/" + bureau.firm();
    for (const char* reader : {"ada", "olga", "adam"}) {
        const auto shown = bureau.get(reader, organisation).data().at("certificates");
        REQUIRE(shown.size() == 1);
        CHECK(shown[0].at("kind") == "maker_space_admission");
        CHECK(shown[0].at("application") == admission);
        CHECK(shown[0].at("number") == bureau.seen(admission).at("number"));
        CHECK(shown[0].at("until").get<std::string>().starts_with("2027-"));
    }
    refused(bureau, getting("ben", organisation), 404, reason::not_found);
    CHECK(bureau.get("ben", "/v1/organisations/" + bureau.rival()).data().at("certificates").empty());
    const auto held = bureau.seen(admission).at("certificates");
    REQUIRE(held.size() == 1);
    CHECK(held[0].at("revoked_at").is_null());

    bureau.take("ada", admission, "leave");
    CHECK(bureau.get("ada", organisation).data().at("certificates").empty());
    CHECK_FALSE(bureau.seen(admission).at("certificates").at(0).at("revoked_at").is_null());
    CHECK(names_requirement(refused(bureau, show("ada", mine), 409, reason::requirement_not_met), "admitted"));
    CHECK(bureau.log_is_valid());
}

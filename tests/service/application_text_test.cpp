#include "engine/service/application_text.hpp"
#include "engine/service/service.hpp"
#include "engine/store/sqlite/open.hpp"
#include "tests/service/service_at_work.hpp"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

using namespace sluice;
using namespace sluice::test;

namespace {

/// One draft with a file, and how it is kept.
struct bureau {
    bureau() {
        firm =
            carry_out(*engine, founder(), service::create_organisation{"示例企业", "91330784MA2EEJ1T50", ""}).at("id");
        carry_out(*engine, founder(),
                  service::open_round{"incubator-dream-fund",
                                      {"批次", "Round"},
                                      2026,
                                      instant{time.now().milliseconds - 1},
                                      instant{time.now().milliseconds + 1'000'000'000},
                                      fen{1'000'000'000}});
        applicant = {"ada", "", firm, {{"applicant"}}, ""};
        id = carry_out(*engine, applicant, service::create_application{"incubator-dream-fund", "", "", sample_form()})
                 .at("id");
        carry_out(*engine, applicant,
                  service::attach_document{id, "business_licence", "licence.pdf", "application/pdf", "%PDF-1.7"});
    }

    std::string kept() const { return store::sqlite::open(here.path / "a.db")->read()->find_view(id).value().text; }

    working_folder here;
    service::adjustable_clock time{parse_rfc3339("2026-03-10T09:00:00+08:00").value()};
    std::unique_ptr<service::service> engine =
        service::service::start(store::sqlite::open(here.path / "a.db"), time, {"workflows"});
    std::string firm, id;
    service::caller applicant;
};

/// The members that an application has, down to where they are the programme's own.
std::set<std::string> members_of(const json& shown, const std::string& place = "") {
    std::set<std::string> all;
    if (shown.is_array())
        for (const auto& each : shown)
            all.merge(members_of(each, place + "[]"));
    if (shown.is_object() && place != ".form" && place != ".variables")
        for (const auto& [name, each] : shown.items()) {
            all.insert(place + "." + name);
            all.merge(members_of(each, place + "." + name));
        }
    return all;
}

} // namespace

TEST_CASE("what is kept of an application for its readers is what it would be written as now") {
    const bureau office;
    REQUIRE_FALSE(office.kept().empty());
    const auto kept = json::parse(office.kept());
    const auto read = office.engine->read().application(office.applicant, office.id).value();
    const auto shown = read.data();
    CHECK(shown.at("form") == sample_form());
    CHECK(shown.at("organisation").at("name") == "示例企业");
    CHECK(shown.at("filed_under").is_null());
    for (const auto& [name, value] : kept.items())
        CHECK(shown.at(name) == value);
    CHECK(read.revision == 2);

    // Lists write the same state, and the command answered with the same.
    const auto listed = office.engine->read().applications(office.applicant, {}, {}).value().list().at(0);
    for (const auto& [name, value] : listed.items())
        if (name != "messages") CHECK(shown.at(name) == value);
    CHECK(listed.at("messages") == json{{"all", 0}, {"unread", 0}});
}

TEST_CASE("text that is kept is written anew when its rules change") {
    // If this fails, raise `application_text_format` with it: applications from before hold text without the change.
    CHECK(service::application_text_format == 1);
    const std::set<std::string> expected{".certificates",
                                         ".created_at",
                                         ".created_by",
                                         ".definition_version",
                                         ".documents",
                                         ".documents[].at",
                                         ".documents[].by",
                                         ".documents[].file_name",
                                         ".documents[].id",
                                         ".documents[].kind",
                                         ".documents[].media_type",
                                         ".documents[].sha256",
                                         ".documents[].size",
                                         ".form",
                                         ".id",
                                         ".money",
                                         ".money.committed",
                                         ".money.committed.amount",
                                         ".money.committed.currency",
                                         ".money.invested",
                                         ".money.invested.amount",
                                         ".money.invested.currency",
                                         ".money.paid",
                                         ".money.paid.amount",
                                         ".money.paid.currency",
                                         ".money.recovered",
                                         ".money.recovered.amount",
                                         ".money.recovered.currency",
                                         ".money.reserved",
                                         ".money.reserved.amount",
                                         ".money.reserved.currency",
                                         ".notices",
                                         ".number",
                                         ".obligations",
                                         ".payments",
                                         ".programme",
                                         ".project_changes",
                                         ".revision",
                                         ".round",
                                         ".signatures",
                                         ".state",
                                         ".state.final",
                                         ".state.ids",
                                         ".state.tags",
                                         ".state.titles",
                                         ".state.titles[].en",
                                         ".state.titles[].zh",
                                         ".submitted_at",
                                         ".timers",
                                         ".title",
                                         ".updated_at",
                                         ".variables"};
    CHECK(members_of(json::parse(bureau{}.kept())) == expected);
}

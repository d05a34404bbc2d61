#include "engine/application/change.hpp"
#include "engine/service/service.hpp"
#include "engine/store/sqlite/open.hpp"
#include "tests/service/service_at_work.hpp"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

using namespace sluice;
using namespace sluice::test;

TEST_CASE("the record alone gives back the present state, exactly", "[replay]") {
    const working_folder here;
    service::adjustable_clock time{parse_rfc3339("2026-03-10T09:00:00+08:00").value()};
    const auto engine = service::service::start(store::sqlite::open(here.path / "a.db"), time, {"workflows"});
    const std::string firm =
        carry_out(*engine, founder(), service::create_organisation{"示例企业", "91330784MA2EEJ1T50", ""}).at("id");
    carry_out(*engine, founder(),
              service::open_round{"incubator-dream-fund",
                                  {"批次", "Round"},
                                  2026,
                                  instant{time.now().milliseconds - 1},
                                  instant{time.now().milliseconds + 1'000'000'000},
                                  fen{1'000'000'000}});
    const service::caller applicant{"ada", "", firm, {{"applicant"}}, ""};
    const std::string id =
        carry_out(*engine, applicant, service::create_application{"incubator-dream-fund", "", "", sample_form()})
            .at("id");
    carry_out(*engine, applicant, service::amend_application{id, {{"project", {{"title", "改名"}}}}});
    carry_out(*engine, applicant,
              service::attach_document{id, "business_licence", "licence.pdf", "application/pdf", "%PDF-1.7"});

    const auto database = store::sqlite::open(here.path / "a.db");
    const auto reader = database->read();
    const auto row = reader->find_application(id);
    REQUIRE(row);
    application::application_state replayed;
    for (const auto& record : reader->history("application", id, {std::nullopt, 200}).items)
        application::apply(replayed, application::record_from_json(json::parse(record.body)));
    CHECK(application::to_json(replayed).dump() == row->body);
    CHECK(application::to_json(application::state_from_text(row->body)).dump() == row->body);
}

TEST_CASE("a version that was published cannot be changed under its name", "[library]") {
    const working_folder here;
    const auto copy = here.path / "workflows";
    std::filesystem::copy("workflows", copy, std::filesystem::copy_options::recursive);
    service::system_clock time;
    (void)service::service::start(store::sqlite::open(here.path / "a.db"), time, {copy});
    const auto file = copy / "rd-reward-fund" / "workflow.json";
    std::ifstream before{file, std::ios::binary};
    auto workflow = ordered_json::parse(before);
    workflow["summary"]["en"] = "Something else";
    std::ofstream{file, std::ios::binary} << workflow.dump();
    CHECK_THROWS(service::service::start(store::sqlite::open(here.path / "a.db"), time, {copy}));
    workflow["version"] = "99.0.0";
    std::ofstream{file, std::ios::binary} << workflow.dump();
    CHECK_NOTHROW(service::service::start(store::sqlite::open(here.path / "a.db"), time, {copy}));
}

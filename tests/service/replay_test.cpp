#include "engine/application/change.hpp"
#include "engine/service/service.hpp"
#include "engine/store/sqlite/open.hpp"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

using namespace sluice;

namespace {

struct folder {
    folder() { std::filesystem::create_directories(path); }
    ~folder() { std::filesystem::remove_all(path); }
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("sluice-replay-" + std::to_string(getpid()));
};

json a_form() {
    std::ifstream file{"workflows/incubator-dream-fund/cases.json", std::ios::binary};
    return parse_json(std::string{std::istreambuf_iterator<char>{file}, {}}, {64, 2'000})
        .value()
        .at("forms")
        .at("maker");
}

const service::caller founder{"founder", "", "", {{"admin"}, {"director"}, {"finance"}}, ""};

json carry_out(service::service& engine, const service::caller& who, service::command wanted) {
    const auto done = engine.carry_out({who, std::move(wanted), std::nullopt, std::nullopt});
    INFO((done.has_error() ? done.error().explanation.en : std::string{}));
    REQUIRE(done.has_value());
    return done->data();
}

} // namespace

TEST_CASE("the record alone gives back the present state, exactly", "[replay]") {
    const folder here;
    service::adjustable_clock time{parse_rfc3339("2026-03-10T09:00:00+08:00").value()};
    const auto engine = service::service::start(store::sqlite::open(here.path / "a.db"), time, {"workflows"});
    const std::string firm =
        carry_out(*engine, founder, service::create_organisation{"示例企业", "91330784MA2EEJ1T50", ""}).at("id");
    carry_out(*engine, founder,
              service::open_round{"incubator-dream-fund",
                                  {"批次", "Round"},
                                  2026,
                                  instant{time.now().milliseconds - 1},
                                  instant{time.now().milliseconds + 1'000'000'000},
                                  fen{1'000'000'000}});
    const service::caller applicant{"ada", "", firm, {{"applicant"}}, ""};
    const std::string id =
        carry_out(*engine, applicant, service::create_application{"incubator-dream-fund", "", "", a_form()}).at("id");
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
    CHECK(application::to_json(application::state_from_json(json::parse(row->body))).dump() == row->body);
}

TEST_CASE("a version that was published cannot be changed under its name", "[library]") {
    const folder here;
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

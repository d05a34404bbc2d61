// Versions and migrations in the service itself: what a restart finds, and what the record gives back.

#include "engine/application/change.hpp"
#include "engine/service/journal.hpp"
#include "engine/service/library.hpp"
#include "engine/service/service.hpp"
#include "engine/store/sqlite/open.hpp"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace sluice;

namespace {

constexpr const char* programme_id = "incubator-dream-fund";

struct folder {
    folder() { std::filesystem::create_directories(path); }
    ~folder() { std::filesystem::remove_all(path); }
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("sluice-definitions-" + std::to_string(getpid()));
};

const service::caller founder{"founder", "", "", {{"admin"}, {"director"}, {"finance"}}, ""};

/// Reads only: what is proven is tested elsewhere.
verifier::report only_read(programme::definition_files files, const calendar::calendar&) {
    verifier::report report;
    report.read = programme::read_programme(std::move(files)).read;
    return report;
}

struct office {
    explicit office(const std::filesystem::path& file, const std::filesystem::path& workflows = "workflows")
        : engine{
              service::service::start(store::sqlite::open(file), time, {.workflows = workflows, .prove = only_read})} {}

    json carry_out(service::command wanted, const service::caller& who = founder) {
        const auto done = engine->carry_out({who, std::move(wanted), std::nullopt, std::nullopt});
        INFO((done.has_error() ? done.error().explanation.en : std::string{}));
        REQUIRE(done.has_value());
        return done->data();
    }

    std::string current() const { return engine->read().programme(programme_id)->body.at("version"); }

    service::adjustable_clock time{parse_rfc3339("2026-03-10T09:00:00+08:00").value()};
    std::unique_ptr<service::service> engine;
};

programme::definition_files changed(const std::string& version) {
    auto files = service::read_folder(std::filesystem::path{"workflows"} / programme_id);
    auto workflow = ordered_json::parse(files.at("workflow.json"));
    workflow["version"] = version;
    files["workflow.json"] = workflow.dump();
    return files;
}

void publish(office& at, const std::string& version) {
    const auto examined = at.engine->definitions().examine(founder, programme_id, changed(version));
    REQUIRE(examined.has_value());
    REQUIRE(examined->sound);
    at.carry_out(service::publish_version{examined->sound});
}

std::string first_version() {
    const auto files = service::read_folder(std::filesystem::path{"workflows"} / programme_id);
    return ordered_json::parse(files.at("workflow.json")).at("version");
}

} // namespace

TEST_CASE("what was published while running is current after a restart; the folder does not displace it",
          "[definitions]") {
    const folder here;
    {
        office first{here.path / "a.db"};
        CHECK(first.current() == first_version());
        publish(first, "90.0.0");
        publish(first, "80.0.0"); // published last, whatever its name
        CHECK(first.current() == "80.0.0");
    }
    office again{here.path / "a.db"};
    CHECK(again.current() == "80.0.0");
    const auto versions = again.engine->read().versions(programme_id)->items;
    REQUIRE(versions.size() == 3);
    CHECK(versions[0].at("version") == first_version());
    CHECK(versions[2].at("version") == "80.0.0");
    CHECK(again.engine->definitions().version(programme_id, "90.0.0")->body.at("files").contains("cases.json"));
}

TEST_CASE("a folder that is not sound keeps the server from starting, with a report", "[definitions]") {
    const folder here;
    const auto copy = here.path / "workflows";
    std::filesystem::copy("workflows", copy, std::filesystem::copy_options::recursive);
    auto workflow = ordered_json::parse(changed("91.0.0").at("workflow.json"));
    workflow["workflow"]["states"]["limbo"] = {{"title", {{"zh", "搁置"}, {"en", "Limbo"}}}};
    std::ofstream{copy / programme_id / "workflow.json", std::ios::binary} << workflow.dump();
    service::system_clock time;
    try {
        (void)service::service::start(store::sqlite::open(here.path / "a.db"), time, {copy});
        FAIL("an unsound definition was published");
    } catch (const service::definition_error& report) {
        CHECK(std::string{report.what()}.find("Limbo") != std::string::npos);
        CHECK(std::string{report.what()}.find("workflow.json:") != std::string::npos);
    }
}

TEST_CASE("the record alone gives back a migrated application, and its timers are those of the store",
          "[definitions]") {
    const folder here;
    office at{here.path / "a.db"};
    const std::string firm = at.carry_out(service::create_organisation{"示例企业", "91330784MA2EEJ1T50", ""}).at("id");
    const service::caller applicant{"ada", "", firm, {{"applicant"}}, ""};
    at.carry_out(service::open_round{programme_id,
                                     {"批次", "Round"},
                                     2026,
                                     instant{at.time.now().milliseconds - 1},
                                     instant{at.time.now().milliseconds + 1'000'000'000},
                                     fen{1'000'000'000}});
    std::vector<std::string> ids;
    for (int i = 0; i < 300; ++i) // more than a page
        ids.push_back(
            at.carry_out(service::create_application{programme_id, "", "", json::object()}, applicant).at("id"));
    publish(at, "2.0.0");

    service::migration_request wanted;
    wanted.programme = programme_id;
    wanted.from = first_version();
    wanted.to = "2.0.0";
    const auto plan = at.engine->definitions().plan_migration(founder, wanted, {});
    REQUIRE(plan.has_value());
    CHECK(plan->body.at("counts").at("moves") == 300);
    CHECK(plan->body.at("items").size() == 50);
    at.carry_out(service::migrate_applications{wanted, plan->body.at("plan"), "test"});

    at.engine.reset(); // one server holds a database
    const auto database = store::sqlite::open(here.path / "a.db");
    const auto reader = database->read();
    for (const auto& id : ids) {
        const auto row = reader->find_application(id);
        REQUIRE(row);
        CHECK(row->definition_version == "2.0.0");
        application::application_state replayed;
        for (const auto& record : reader->history("application", id, {std::nullopt, 200}).items)
            application::apply(replayed, application::record_from_json(json::parse(record.body)));
        CHECK(application::to_json(replayed).dump() == row->body);
        CHECK(reader->timers_of(id).size() == replayed.timers.size());
    }
    CHECK_FALSE(service::verify_chain(*reader, programme_id).first_fault);
    CHECK(reader->applications_of_version(programme_id, first_version(), {}).items.empty());
}

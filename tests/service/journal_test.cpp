#include "engine/service/journal.hpp"
#include "engine/store/sqlite/open.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <catch2/catch_test_macros.hpp>

#include <filesystem>

using namespace sluice;

namespace {

struct folder {
    folder() { std::filesystem::create_directories(path); }
    ~folder() { std::filesystem::remove_all(path); }
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("sluice-journal-" + std::to_string(getpid()));
};

void write_records(store::database& database, int count) {
    const auto store = database.begin_write();
    for (int i = 1; i <= count; ++i)
        service::journal{*store}.append(
            {"fund", "application", "a", i, instant{i}, "someone", "send_event", {{"number", i}}});
    store->commit();
}

} // namespace

TEST_CASE("an untouched chain verifies to its end", "[journal]") {
    const folder here;
    const auto database = store::sqlite::open(here.path / "a.db");
    write_records(*database, 500);
    const auto verdict = service::verify_chain(*database->read(), "fund");
    CHECK(verdict.length == 500);
    CHECK_FALSE(verdict.first_fault);
    CHECK(service::verify_chain(*database->read(), "another").length == 0);
}

TEST_CASE("whoever changes or removes a record breaks the chain there", "[journal]") {
    for (const char* tampering :
         {"UPDATE log SET body = '{\"number\":8}' WHERE position = 7",
          "UPDATE log SET actor = 'another' WHERE position = 7", "DELETE FROM log WHERE position = 7"}) {
        const folder here;
        {
            const auto database = store::sqlite::open(here.path / "a.db");
            write_records(*database, 20);
        }
        {
            SQLite::Database raw{(here.path / "a.db").string(), SQLite::OPEN_READWRITE};
            raw.exec("DROP TRIGGER IF EXISTS log_is_not_changed; DROP TRIGGER IF EXISTS log_is_not_removed");
            REQUIRE(raw.exec(tampering) == 1);
        }
        const auto database = store::sqlite::open(here.path / "a.db");
        CHECK(service::verify_chain(*database->read(), "fund").first_fault == 7);
    }
}

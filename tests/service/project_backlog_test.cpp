// Applications that were submitted before there was an index of projects.

#include "engine/service/service.hpp"
#include "engine/store/sqlite/open.hpp"
#include "tests/support/grants_folder.hpp"

#include <SQLiteCpp/Database.h>
#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <filesystem>
#include <thread>

using namespace sluice;

namespace {

constexpr const char* title = "面向小微企业的高精度伺服电机控制器";

verifier::report only_read(programme::definition_files files, const calendar::calendar&) {
    verifier::report report;
    report.read = programme::read_programme(std::move(files)).read;
    return report;
}

struct office {
    explicit office(const test::grants_folder& programmes)
        : engine{service::service::start(store::sqlite::open(programmes.path() / "sluice.db"), time,
                                         {.workflows = programmes.path(), .prove = only_read})} {}

    json carry_out(service::command wanted, const service::caller& who) {
        const auto done = engine->carry_out({who, std::move(wanted), std::nullopt, std::nullopt});
        INFO((done.has_error() ? done.error().explanation.en : std::string{}));
        REQUIRE(done.has_value());
        return done->data();
    }

    service::adjustable_clock time{parse_rfc3339("2026-03-10T09:00:00+08:00").value()};
    std::unique_ptr<service::service> engine;
};

} // namespace

TEST_CASE("applications from before the index are indexed after the start, without anybody's doing") {
    const test::grants_folder programmes;
    const service::caller founder{"founder", "", "", {{"admin"}, {"director"}, {"finance"}}, ""};
    constexpr int applications = 45; // more than one command takes
    std::string first;
    {
        office before{programmes};
        const auto firm = before.carry_out(service::create_organisation{"甲公司", "91330784MA2EEJ1T50", ""}, founder);
        const service::caller ada{"ada", "Ada", firm.at("id"), {{"applicant"}}, ""};
        service::open_round round;
        round.programme = "grant-a";
        round.title = {"一", "one"};
        round.year = 2026;
        round.opens_at = parse_rfc3339("2026-03-02T00:00:00+08:00").value();
        round.closes_at = parse_rfc3339("2026-06-01T00:00:00+08:00").value();
        round.budget = fen{100'000'000};
        before.carry_out(round, founder);
        for (int i = 0; i < applications; ++i) {
            service::create_application wanted{"grant-a", "", ""};
            wanted.form = test::grant_form(title);
            const std::string id = before.carry_out(wanted, ada).at("id");
            before.carry_out(service::send_event{id, "submit", json::object()}, ada);
            if (first.empty()) first = id;
        }
        CHECK(before.engine->read().overlaps(founder, first)->body.at("same_project") == applications - 1);
    }
    SQLite::Database{(programmes.path() / "sluice.db").string(), SQLite::OPEN_READWRITE}.exec(
        "DELETE FROM project_band; DELETE FROM project; "
        "INSERT INTO project_backlog (application) SELECT id FROM application WHERE draft = 0");
    office after{programmes};
    json seen;
    for (const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
         std::chrono::steady_clock::now() < end; std::this_thread::yield()) {
        seen = after.engine->read().overlaps(founder, first)->body;
        if (seen.at("complete") == true) break;
    }
    CHECK(seen.at("complete") == true);
    CHECK(seen.at("same_project") == applications - 1);
}

// What is loaded for a command before its turn comes.

#include "engine/service/preparation.hpp"

#include "engine/service/service.hpp"
#include "engine/store/sqlite/open.hpp"
#include "tests/service/service_at_work.hpp"
#include "tests/support/grants_folder.hpp"

#include <catch2/catch_test_macros.hpp>

#include <future>

using namespace sluice;
using namespace sluice::test;

namespace {

verifier::report only_read(programme::definition_files files, const calendar::calendar&) {
    verifier::report report;
    report.read = programme::read_programme(std::move(files)).read;
    return report;
}

/// An office with one draft.
struct office {
    office() {
        const auto engine = start();
        const std::string firm =
            carry_out(*engine, founder(), service::create_organisation{"甲公司", "91330784MA2EEJ1T50", ""}).at("id");
        service::open_round round;
        round.programme = "grant-a";
        round.title = {"一", "one"};
        round.year = 2026;
        round.opens_at = instant{time.now().milliseconds - 1};
        round.closes_at = instant{time.now().milliseconds + 1'000'000'000};
        round.budget = fen{100'000'000};
        carry_out(*engine, founder(), round);
        ada = {"ada", "Ada", firm, {{"applicant"}}, ""};
        service::create_application wanted{"grant-a", "", ""};
        wanted.form = grant_form("伺服电机");
        id = carry_out(*engine, ada, wanted).at("id");
    }

    std::unique_ptr<service::service> start() {
        return service::service::start(open(), time, {.workflows = programmes.path(), .prove = only_read});
    }
    std::unique_ptr<store::database> open() const { return store::sqlite::open(programmes.path() / "sluice.db"); }
    service::amend_application change(const char* member, const char* to) const {
        return {id, {{"project", {{member, to}}}}};
    }

    grants_folder programmes;
    service::adjustable_clock time{parse_rfc3339("2026-03-10T09:00:00+08:00").value()};
    service::caller ada;
    std::string id;
};

} // namespace

TEST_CASE("what was prepared is used as long as nothing has changed, and only then", "[preparation]") {
    office there;
    const auto database = there.open();
    const auto definitions = service::library::load(there.programmes.path(), *database, there.time.now(), only_read);
    const service::library_shelf shelf{definitions};
    CHECK_FALSE(service::prepare(*database, shelf, service::create_application{"grant-a", "", ""}));
    CHECK_FALSE(service::prepare(*database, shelf, service::send_event{"nobody's", "submit"}));
    const auto prepared = service::prepare(*database, shelf, service::send_event{there.id, "submit"});
    REQUIRE(prepared);
    CHECK(prepared->row.revision == 1);
    CHECK(prepared->state.id == there.id);

    const auto store = database->begin_write();
    const service::errand at{*store, *definitions, there.time, there.time.now(), there.ada, std::nullopt, prepared};
    CHECK(service::load_application(at, there.id) == prepared);
    CHECK_FALSE(service::load_application(at, "another"));
    const auto changed_by = [&](auto&& change) {
        const auto undone = store->begin_savepoint();
        auto row = store->find_application(there.id).value();
        ++row.revision;
        change(row);
        store->put_application(row, 1);
        const auto present = service::load_application(at, there.id);
        REQUIRE(present);
        CHECK(present != prepared);
        return present->row;
    };
    CHECK(changed_by([](auto& row) { row.title = "another"; }).title == "another");
    CHECK(service::load_application(at, there.id) == prepared); // it was undone
}

TEST_CASE("commands that were submitted together are each decided on what the one before left", "[preparation]") {
    office there;
    const auto engine = there.start();
    // The writer is kept busy until the others are submitted, and so prepared on the same revision.
    std::promise<void> busy, submitted;
    engine->submit({there.ada, there.change("title", "第一"), std::nullopt, std::nullopt},
                   [&](const result<service::answer>&) {
                       busy.set_value();
                       submitted.get_future().wait();
                   });
    busy.get_future().wait();
    std::promise<result<service::answer>> outcomes[3];
    const auto submit = [&](std::size_t which, service::command wanted) {
        engine->submit({there.ada, std::move(wanted), std::nullopt, std::nullopt},
                       [&outcome = outcomes[which]](result<service::answer> given) { outcome.set_value(given); });
    };
    submit(0, there.change("title", "第二"));
    submit(1, there.change("summary", "摘要"));
    submit(2, service::send_event{there.id, "submit"});
    submitted.set_value();
    for (std::int64_t revision = 3; auto& each : outcomes) {
        const auto given = each.get_future().get();
        INFO((given.has_error() ? given.error().explanation.en : std::string{}));
        REQUIRE(given.has_value());
        CHECK(given->revision == revision++);
    }
    const auto seen = engine->read().application(there.ada, there.id)->data();
    CHECK(seen.at("form").at("project").at("title") == "第二");
    CHECK(seen.at("form").at("project").at("summary") == "摘要");
}

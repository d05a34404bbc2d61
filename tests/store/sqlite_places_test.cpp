#include "tests/store/backend.hpp"
#include "tests/store/samples.hpp"

#include "engine/store/error.hpp"
#include "engine/store/sqlite/open.hpp"
#include "engine/store/sqlite/task_lines.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <random>

using namespace sluice;
using namespace sluice::store;
using namespace sluice::store::tests;

namespace {

constexpr int applications = 30;

/// What the index in memory holds of a database.
struct seen_lists {
    std::vector<std::string> by_change, drafts;
    std::vector<task_record> tasks, in_hand;

    friend bool operator==(const seen_lists&, const seen_lists&) = default;
};

seen_lists see(database& store) {
    const auto reader = store.read();
    const page_request all{std::nullopt, page_limit_max};
    seen_lists seen;
    application_filter filter;
    filter.sort = sort_key::updated;
    for (const auto& each : reader->list_applications(filter, all).items)
        seen.by_change.push_back(each.id + each.state + std::to_string(each.updated_at.milliseconds));
    filter.include_drafts_of = "organisation-1";
    filter.organisation = "organisation-1";
    for (const auto& each : reader->list_applications(filter, all).items)
        seen.drafts.push_back(each.id);
    seen.tasks = reader->list_tasks({{"officer", "organisation:1"}, {}}, all).items;
    seen.in_hand = reader->tasks_in_hand("colleague", {}, all).items;
    return seen;
}

/// Some applications are created, moved, given other tasks, or given up again with their savepoint.
void change_some(database& store, std::mt19937& random) {
    const auto t = store.begin_write();
    for (int i = 0; i < 3; ++i) {
        const auto undone = t->begin_savepoint();
        application_record a = sample_application(static_cast<int>(random() % applications));
        const auto before = t->share_application(a.id);
        if (before) a = **before;
        const std::int64_t revision = a.revision;
        a.revision = before ? revision + 1 : 1;
        a.organisation = "organisation-1";
        a.state = "state-" + std::to_string(random() % 3);
        a.draft = random() % 4 == 0;
        a.updated_at = instant{a.created_at.milliseconds + static_cast<std::int64_t>(random() % 1'000)};
        std::vector<task_record> tasks;
        if (random() % 2 == 0) tasks.push_back({a.id, "officer", a.programme, "check", instant{1}, instant{2}});
        if (random() % 2 == 0)
            tasks.push_back({a.id, "organisation:1", a.programme, "answer", instant{3}, {}, "colleague"});
        if (random() % 3 != 0) a.tasks = tasks;
        t->put_application(a, before ? revision : 0);
        if (random() % 3 == 0) t->replace_tasks(a.id, tasks);
        if (random() % 4 != 0) undone->release();
    }
    t->commit();
}

/// What a crash leaves: the files as they are while the database is open.
std::filesystem::path crashed(const std::filesystem::path& path) {
    const auto copy = path.parent_path() / "crashed.db";
    for (const char* rest : {"", "-wal", "-shm"})
        std::filesystem::remove(copy.string() + rest);
    for (const char* rest : {"", "-wal"})
        if (std::filesystem::exists(path.string() + rest))
            std::filesystem::copy_file(path.string() + rest, copy.string() + rest);
    return copy;
}

int count(const std::filesystem::path& path, const std::string& of) {
    SQLite::Database file{path.string()};
    SQLite::Statement row{file, "SELECT count(*) FROM " + of};
    row.executeStep();
    return row.getColumn(0);
}

} // namespace

TEST_CASE("places that were not written yet are found again after a crash") {
    std::mt19937 random{static_cast<unsigned>(GENERATE(range(1, 6)))};
    sqlite::options settings;
    settings.places_behind_max = 5;
    const fresh_store folder{"sqlite"};
    const auto path = folder.path().parent_path() / "written.db";
    int behind = 0;
    {
        const auto store = sqlite::open(path, settings);
        for (int commits = 0; commits < 60; ++commits) {
            change_some(*store, random);
            if (commits % 4 != 0) continue;
            const seen_lists expected = see(*store);
            const auto copy = crashed(path);
            behind += count(copy, "recent_commit WHERE length(applications) > 0");
            {
                const auto found = sqlite::open(copy, settings);
                CHECK(see(*found) == expected);
                change_some(*found, random); // and it goes on
            }
            CHECK(count(copy, "recent_commit WHERE length(applications) > 0") == 0);
        }
        CHECK(count(path, "recent_commit") < 30); // what was written is named no more
        CHECK(behind > 0);
    }
    CHECK(count(path, "recent_commit WHERE length(applications) > 0") == 0);
    CHECK(count(path, "application_place p JOIN application_shown s ON s.application = p.application "
                      "WHERE s.tasks = p.tasks AND s.updated_at = p.updated_at AND s.draft = (p.place = 0)") ==
          count(path, "application"));
}

TEST_CASE("a transaction that is given up changes nothing of what is behind") {
    sqlite::options settings;
    settings.places_behind_max = 1;
    const fresh_store folder{"sqlite"};
    const auto path = folder.path().parent_path() / "written.db";
    std::mt19937 random{7};
    const auto store = sqlite::open(path, settings);
    for (int commits = 0; commits < 20; ++commits) {
        change_some(*store, random);
        const auto dropped = store->begin_write();
        application_record a = sample_application(1'000 + commits);
        dropped->put_application(a, 0); // and never committed
    }
    CHECK(see(*sqlite::open(crashed(path), settings)) == see(*store));
}

TEST_CASE("tasks are stored as lines") {
    const std::string id = sample_id(1);
    const std::vector<task_record> tasks{{id, "person:1", "dream", "review:a", instant{5}, {}, ""},
                                         {id, "officer", "dream", "event:accept", instant{-3}, instant{9}, "p"}};
    const auto read = sqlite::from_lines(id, sqlite::to_lines(id, tasks));
    CHECK(read == std::vector<task_record>{tasks[1], tasks[0]});
    CHECK(sqlite::from_lines(id, "").empty());
    CHECK_THROWS_AS(sqlite::from_lines(id, "officer\n"), store_error);
    CHECK_THROWS_AS(sqlite::from_lines(id, "a\nb\nc\nd\n1\nx\n"), store_error);
    CHECK_THROWS_AS(sqlite::to_lines(id, std::vector<task_record>{{id, "a\nb", "dream", "k", {}, {}, ""}}),
                    store_misused);
    CHECK_THROWS_AS(sqlite::to_lines(sample_id(2), tasks), store_misused);
}

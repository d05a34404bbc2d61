#include "engine/store/sqlite/schema.hpp"
#include "tests/store/backend.hpp"
#include "tests/store/samples.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <catch2/catch_test_macros.hpp>
#include <sqlite3.h>

#include <algorithm>
#include <mutex>
#include <set>

using namespace sluice;
using namespace sluice::store;
using namespace sluice::store::tests;

namespace {

std::mutex statements_mutex;
std::set<std::string> statements;

int note_statement(unsigned, void*, void* statement, void*) {
    const char* sql = sqlite3_sql(static_cast<sqlite3_stmt*>(statement));
    const std::lock_guard lock{statements_mutex};
    if (sql != nullptr) statements.insert(sql);
    return 0;
}

int watch_connection(sqlite3* opened, const char**, const sqlite3_api_routines*) {
    return sqlite3_trace_v2(opened, SQLITE_TRACE_STMT, note_statement, nullptr);
}

/// While it lives, every statement that any new connection runs is noted.
class statement_watch {
public:
    statement_watch() {
        statements.clear();
        sqlite3_auto_extension(reinterpret_cast<void (*)()>(watch_connection));
    }
    ~statement_watch() { sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(watch_connection)); }
};

void exercise_lists(reader& r, sort_key sort, bool with_states, const std::optional<cursor>& after) {
    application_filter plain;
    plain.sort = sort;
    if (with_states) plain.states = std::vector<std::string>{"formal_check"};
    application_filter assigned = plain, owned = plain, created = plain, round = plain, scoped = plain;
    assigned.assigned_to = "expert";
    owned.organisation = "organisation-1";
    owned.include_drafts_of = "organisation-1";
    created.created_by = "person-1";
    created.include_drafts_by = "person-1";
    round.round = "2026";
    round.programmes = std::vector<std::string>{"dream"};
    scoped.programmes = std::vector<std::string>{"dream"};
    scoped.include_drafts_of = "organisation-1";
    scoped.include_drafts_by = "person-1";
    for (const application_filter& filter : {plain, assigned, owned, created, round, scoped})
        for (const sort_order order : {sort_order::ascending, sort_order::descending}) {
            application_filter f = filter;
            f.order = order;
            r.list_applications(f, {after, 5});
        }
}

void exercise_reader(reader& r) {
    const cursor after{1'772'000'000'001, 0, sample_id(1), "check\nofficer"};
    for (const sort_key sort : {sort_key::created, sort_key::updated})
        for (const bool with_states : {false, true}) {
            exercise_lists(r, sort, with_states, std::nullopt);
            exercise_lists(r, sort, with_states, after);
        }
    r.find_application_by_number("x");
    r.applications_of_version("dream", "1.0.0", {});
    r.count_applications();
    r.count_applications(std::vector<std::string>{"dream"});
    r.chains();
    r.history("application", "x", {});
    r.chain("dream", {});
    r.log_after(0, 1);
    r.find_entity("person", "x");
    r.find_entity_by_lookup("person", "x");
    r.list_entities({"person", {}}, {});
    r.list_entities({"person", "dream"}, {});
    for (const auto& closed : {std::optional<bool>{}, std::optional{true}})
        for (const auto& filter : {notice_filter{{}, {}, closed}, {"dream", {}, closed}, {"dream", "2026", closed}}) {
            r.list_notices(filter, {});
            r.list_notices(filter, {after, 5});
        }
    r.entities_of("delegation", "current:p", {});
    r.fund_entries("f", {});
    r.application_entries("a", {});
    r.movement_entries("f", "m", {});
    r.moved_before("f", instant{1});
    r.balances("f", "");
    r.application_balances("f", {});
    r.timers_of("a");
    r.due_timers(instant{1}, 1);
    r.next_due();
    r.list_tasks({{"officer", "zz"}, {}}, {});
    r.list_tasks({{"officer", "zz"}, {}}, {after, 5});
    r.list_tasks({{"officer"}, {}, instant{9}}, {});
    r.tasks_in_hand("p", {}, {});
    r.tasks_in_hand("p", instant{9}, {after, 5});
    r.tasks_of("a");
    r.find_project("a");
    r.projects_of_organisation("o", 5);
    r.projects_of_code("c", 5);
    r.projects_titled("t", 5);
    r.projects_sharing(std::vector<std::int64_t>{1, 2}, 5);
    r.applications_without_project(5);
    r.is_assigned("p", "a");
    r.persons_assigned_to("a");
    r.find_document("d");
    r.documents_of("a");
    r.document_content("d");
    r.find_answer("k");
    r.outbox_after(0, 1);
    r.find_delivery("d");
    r.due_deliveries("mail", instant{1}, 1);
    r.next_delivery("mail");
    for (const bool unread_only : {false, true})
        r.deliveries_to("p", unread_only, {});
    r.deliveries_about("a", {});
    r.failed_deliveries({});
}

void exercise_writer(write_transaction& t) {
    application_record a = sample_application(1);
    t.put_application(a, 0);
    a.revision = 2;
    a.state = "accepted";
    t.put_application(a, 1);
    a.id = sample_id(2);
    a.number = "x";
    a.state = "formal_check";
    t.put_application(a, 0);
    t.append_log(sample_log({}, "dream", a.id, 1));
    t.put_entity({"person", "p", "", 1, "", "{}"}, 0);
    t.put_entity({"person", "p", "", 2, "", "{}"}, 1);
    t.put_party("person", "unit", "p");
    t.remove_party("person", "unit", "p");
    t.remove_entity("person", "p", 2);
    const std::vector<ledger_record> postings{{0, "f", "a", "m", "x", "y", fen{1}, instant{1}, 1, ""}};
    const std::vector<account_balance> changes{{"f", "", "y", fen{1}}};
    t.post(postings, changes);
    t.next_number("receipts");
    t.put_notice({"n", "dream", "2026", false, instant{1}});
    t.put_timer({a.id, "notice", "dream", instant{1}});
    t.remove_timer(a.id, "notice");
    t.replace_tasks(a.id, std::vector<task_record>{{a.id, "officer", "dream", "check", instant{1}, {}}});
    t.replace_assignments(a.id, std::vector<std::string>{"expert"});
    t.put_project({a.id, "dream", "o", "c", "t", instant{1}, {1, 2}});
    t.put_project({a.id, "dream", "o", "c", "t", instant{1}, {2, 3}});
    t.put_document({"d", a.id, "k", "n", "m", 1, {}, instant{1}, "p"}, "x");
    t.put_answer({"k", {}, 200, "", "", instant{1}});
    t.remove_answers_before(instant{9}, 1);
    t.remove_outbox_through(t.put_outbox("mail", "x", instant{1}), 1);
    t.put_delivery({"d", "mail", "p", "a@b", "dream", a.id, "waiting", 0, instant{1}, instant{1}, {}, {}, "", "{}"});
    t.remove_deliveries_before("e", 1);
}

/// A migration fills a new table once, from all there is.
bool is_of_migration(const std::string& sql) {
    const auto all = sqlite::migrations();
    return std::any_of(all.begin(), all.end(),
                       [&](const sqlite::migration& each) { return each.sql.find(sql) != std::string_view::npos; });
}

bool is_data_statement(const std::string& sql) {
    if (is_of_migration(sql)) return false;
    for (const char* verb : {"SELECT", "INSERT", "UPDATE", "DELETE"})
        if (sql.starts_with(verb)) return sql.find("sqlite_") == std::string::npos;
    return false;
}

/// Tables of a few dozen rows; and the first entry of an index, which is no scan.
bool may_be_scanned(const std::string& step) {
    for (const char* table : {"SCAN application_count", "SCAN chain", "SCAN migration", "SCAN json_each",
                              "SCAN CONSTANT ROW", "SCAN project_backlog", "SCAN timer USING COVERING INDEX timer_due"})
        if (step.starts_with(table)) return true;
    return false;
}

/// What is kept in memory is read whole, once, when the file is opened.
bool is_read_when_opened(const std::string& sql) {
    const auto reads = [&](const char* table) { return sql.ends_with(std::string{" FROM "} + table); };
    return reads("place") || reads("application_place") || reads("recent_commit");
}

/// In the order in which they lie, no more than some.
bool reads_the_first(const std::string& sql) {
    return sql.find("FROM answer ORDER BY position LIMIT") != std::string::npos ||
           sql.find("FROM recent_commit ORDER BY number DESC LIMIT 1") != std::string::npos;
}

/// What one organisation or one person has is little, and may be sorted.
bool may_be_sorted(const std::string& sql) {
    for (const char* narrow : {"application_by_organisation", "application_by_creator", "assignment s"})
        if (sql.find(narrow) != std::string::npos) return true;
    return false;
}

} // namespace

TEST_CASE("no statement scans or sorts a table that grows") {
    const statement_watch watch;
    fresh_store store{"sqlite"};
    write(*store, exercise_writer);
    exercise_reader(*store->read());
    std::set<std::string> seen;
    {
        const std::lock_guard lock{statements_mutex};
        seen = statements;
    }
    SQLite::Database database{store.path().string()};
    int explained = 0;
    for (const std::string& sql : seen) {
        if (!is_data_statement(sql)) continue;
        ++explained;
        SQLite::Statement plan{database, "EXPLAIN QUERY PLAN " + sql};
        while (plan.executeStep()) {
            const std::string step = plan.getColumn("detail").getString();
            CAPTURE(sql, step);
            if (step.starts_with("SCAN"))
                CHECK((may_be_scanned(step) || is_read_when_opened(sql) || reads_the_first(sql)));
            if (step.find("TEMP B-TREE") != std::string::npos) CHECK(may_be_sorted(sql));
        }
    }
    CHECK(explained > 80);
}

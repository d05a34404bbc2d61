#include "tests/store/backend.hpp"
#include "tests/store/samples.hpp"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <fmt/core.h>
#include <functional>

using namespace sluice;
using namespace sluice::store;
using namespace sluice::store::tests;

namespace {

using steady = std::chrono::steady_clock;

double seconds_since(steady::time_point start) {
    return std::chrono::duration<double>(steady::now() - start).count();
}

/// What an ordinary event writes: the record, the application and a message.
void run_command(write_transaction& t, int number) {
    const auto command = t.begin_savepoint();
    application_record a = sample_application(number % 65'536);
    a.body = std::string(2'000, 'x');
    const auto before = t.find_application(a.id);
    a.revision = before ? before->revision + 1 : 1;
    t.put_application(a, a.revision - 1);
    t.append_log(sample_log(t.head("dream"), "dream", a.id, number));
    t.put_outbox("mail", "{}", instant{number});
    command->release();
}

void measure_commits(int commands_each, int commits) {
    fresh_store store{"sqlite"};
    int number = 0;
    const auto start = steady::now();
    for (int i = 0; i < commits; ++i)
        write(*store, [&](write_transaction& t) {
            for (int c = 0; c < commands_each; ++c)
                run_command(t, ++number);
        });
    const double seconds = seconds_since(start);
    fmt::print("{:>3} commands a commit: {:>8.0f} commits/s {:>8.0f} commands/s\n", commands_each, commits / seconds,
               commits * commands_each / seconds);
    CHECK(store->read()->head("dream").length == commands_each * commits);
}

double microseconds_each(int times, const std::function<void()>& work) {
    const auto start = steady::now();
    for (int i = 0; i < times; ++i)
        work();
    return seconds_since(start) * 1'000'000 / times;
}

/// The time of one page, the first and a deep one.
double page_milliseconds(database& store, const application_filter& filter, const std::optional<cursor>& after) {
    constexpr int times = 20;
    const auto start = steady::now();
    for (int i = 0; i < times; ++i)
        store.read()->list_applications(filter, {after, 50});
    return seconds_since(start) * 1'000 / times;
}

} // namespace

TEST_CASE("commits a second", "[.bench]") {
    measure_commits(1, 2'000);
    measure_commits(32, 500);
}

TEST_CASE("a reader and its first questions", "[.bench]") {
    constexpr int times = 50'000;
    fresh_store store{"sqlite"};
    write(*store, [](write_transaction& t) {
        for (int i = 0; i < 10'000; ++i)
            t.put_application(sample_application(i), 0);
        t.put_entity({"person", "p", "", 1, "token", R"({"name":"x"})"}, 0);
    });
    fmt::print("a reader alone: {:.2f} µs\n", microseconds_each(times, [&] { store->read(); }));
    const auto reader = store->read();
    int number = 0;
    fmt::print("an application by id: {:.2f} µs\n",
               microseconds_each(times, [&] { reader->find_application(sample_id(++number % 10'000)); }));
    fmt::print("an entity by lookup: {:.2f} µs\n",
               microseconds_each(times, [&] { reader->find_entity_by_lookup("person", "token"); }));
    fmt::print("the totals: {:.2f} µs\n", microseconds_each(times, [&] { reader->count_applications(); }));
    CHECK(reader->find_application(sample_id(1)));
}

TEST_CASE("a page costs the same at any depth and size", "[.bench]") {
    constexpr int applications = 60'000;
    fresh_store store{"sqlite"};
    for (int i = 0; i < applications; i += 1'000)
        write(*store, [&](write_transaction& t) {
            for (int n = i; n < i + 1'000; ++n) {
                application_record a = sample_application(n);
                a.state = "state-" + std::to_string(n % 12);
                t.put_application(a, 0);
            }
        });
    application_filter by_state;
    by_state.states = std::vector<std::string>{"state-3", "state-7"};
    for (const auto& [name, filter] : {std::pair{"all", application_filter{}}, std::pair{"two states", by_state}}) {
        const application_record deep = sample_application(1'000);
        fmt::print("{} of {}: first page {:.2f} ms, deep page {:.2f} ms\n", name, applications,
                   page_milliseconds(*store, filter, std::nullopt),
                   page_milliseconds(*store, filter, cursor{deep.created_at.milliseconds, 0, deep.id, {}}));
    }
    CHECK(store->read()->count_applications().size() == 12);
}

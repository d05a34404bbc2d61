#include "tests/store/backend.hpp"
#include "tests/store/samples.hpp"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fmt/core.h>
#include <fstream>
#include <functional>

using namespace sluice;
using namespace sluice::store;
using namespace sluice::store::tests;

namespace {

using steady = std::chrono::steady_clock;

/// Rising with the number, as time does.
std::string bench_id(int number) {
    return fmt::format("019c{:08x}-7000-8000-000000000000", number);
}

/// What this program has handed to the system to write, in bytes.
double bytes_written() {
    std::ifstream counters{"/proc/self/io"};
    std::string name;
    double value = 0;
    while (counters >> name >> value)
        if (name == "wchar:") return value;
    return 0;
}

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

std::string sample_body(int number) {
    return R"({"form":{"title":"水渠 )" + std::to_string(number) + R"(","text":")" + std::string(1'200, 'x') + "\"}}";
}

/// Applications in twelve states, each with a task.
void fill(database& store, int applications) {
    constexpr int each = 5'000;
    for (int i = 0; i < applications; i += each)
        write(store, [&](write_transaction& t) {
            for (int n = i; n < std::min(i + each, applications); ++n) {
                application_record a = sample_application(0);
                a.id = bench_id(n);
                a.number = "SL-" + std::to_string(n);
                a.created_at = a.updated_at = instant{1'772'000'000'000 + n};
                a.organisation = "organisation-" + std::to_string(n % 5'000);
                a.created_by = "person-" + std::to_string(n % 8'000);
                a.state = "state-" + std::to_string(n % 12);
                a.body = sample_body(n);
                t.put_application(a, 0);
                t.replace_tasks(a.id, std::vector<task_record>{{a.id, "officer", "dream", "check", a.created_at, {}}});
            }
        });
}

/// What a durable step writes: the application moves on, with its record, its tasks, a message and the answer.
void run_step(write_transaction& t, int applications, int number) {
    const auto command = t.begin_savepoint();
    const std::string key = "person-" + std::to_string(number) + " POST /v1/applications/x/commands/accept " +
                            sample_id(number) + std::string(40, 'k');
    if (t.find_answer(key)) throw std::logic_error("answered already");
    // A large odd stride: neighbours in time are not neighbours in the file.
    application_record a = t.find_application(bench_id(static_cast<int>(number * 7'919LL % applications))).value();
    t.is_assigned("expert", a.id);
    ++a.revision;
    a.updated_at = instant{1'773'000'000'000 + number};
    a.state = "state-" + std::to_string(a.revision % 12);
    t.put_application(a, a.revision - 1);
    t.append_log(sample_log(t.head("dream"), "dream", a.id, number));
    t.replace_tasks(a.id, std::vector<task_record>{{a.id, "officer", "dream", "decide", a.updated_at, {}}});
    t.replace_assignments(a.id, {});
    t.put_outbox("event", R"({"kind":"accepted"})", a.updated_at);
    t.put_answer({key, {}, 200, "{}", std::string(600, 'a'), a.updated_at});
    t.remove_answers_before(instant{1}, 20);
    command->release();
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

TEST_CASE("durable steps a second", "[.bench]") {
    const char* wanted = std::getenv("SLUICE_BENCH_APPLICATIONS");
    const int applications = wanted == nullptr ? 10'000 : std::stoi(wanted);
    constexpr int each = 32;
    const char* asked = std::getenv("SLUICE_BENCH_COMMITS");
    const int commits = asked == nullptr ? 500 : std::stoi(asked);
    fresh_store store{"sqlite"};
    fill(*store, applications);
    int number = 0;
    const auto start = steady::now();
    const auto clock_start = std::clock();
    const double bytes_start = bytes_written();
    for (int i = 0; i < commits; ++i)
        write(*store, [&](write_transaction& t) {
            for (int c = 0; c < each; ++c)
                run_step(t, applications, ++number);
        });
    const double seconds = seconds_since(start);
    const double busy = static_cast<double>(std::clock() - clock_start) / CLOCKS_PER_SEC;
    fmt::print("{} applications, {} steps a commit: {:.0f} steps/s, {:.1f} µs of processor and {:.1f} KiB each\n",
               applications, each, number / seconds, busy * 1'000'000 / number,
               (bytes_written() - bytes_start) / 1'024 / number);
    CHECK(store->read()->head("dream").length == number);
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

#include "tests/store/backend.hpp"
#include "tests/store/samples.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>
#include <random>
#include <tuple>

using namespace sluice;
using namespace sluice::store;
using namespace sluice::store::tests;

namespace {

const std::vector<std::string> audiences{"officer", "officer:tax", "person:1", "organisation:1"};

bool has(const std::vector<std::string>& values, const std::string& value) {
    return std::ranges::find(values, value) != values.end();
}

/// Due time (none is last), since, application, kind, audience.
bool waits_before(const task_record& left, const task_record& right) {
    const auto key = [](const task_record& t) {
        return std::make_tuple(!t.due_at, t.due_at.value_or(instant{}), t.since, t.application, t.kind, t.audience);
    };
    return key(left) < key(right);
}

std::vector<task_record> random_tasks(const application_record& a, std::mt19937& random) {
    std::vector<task_record> tasks;
    for (const std::string& audience : audiences)
        for (const std::string kind : {"check", "decide"}) {
            if (random() % 2 == 0) continue;
            task_record t{a.id, audience, a.programme, kind, instant{static_cast<std::int64_t>(random() % 3)}, {}};
            if (random() % 2 == 0) t.due_at = instant{static_cast<std::int64_t>(random() % 3)};
            tasks.push_back(t);
        }
    return tasks;
}

} // namespace

TEST_CASE("a work list holds what waits for any of its audiences, in order, however it is paged") {
    fresh_store store{GENERATE(from_range(backends()))};
    const unsigned seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random{seed};
    std::vector<task_record> all;
    write(*store, [&](write_transaction& t) {
        for (int i = 0; i < 60; ++i) {
            application_record a = sample_application(i);
            a.programme = i % 2 == 0 ? "dream" : "reward";
            t.put_application(a, 0);
            const auto tasks = random_tasks(a, random);
            t.replace_tasks(a.id, tasks);
            all.insert(all.end(), tasks.begin(), tasks.end());
        }
    });
    std::ranges::sort(all, waits_before);
    const auto reader = store->read();
    for (int i = 0; i < 60; ++i) {
        task_filter filter;
        for (const std::string& audience : audiences)
            if (random() % 2 == 0) filter.audiences.push_back(audience);
        if (random() % 2 == 0) filter.programmes = std::vector<std::string>{"dream"};
        std::vector<task_record> expected = all;
        std::erase_if(expected, [&](const task_record& t) {
            return !has(filter.audiences, t.audience) || (filter.programmes && !has(*filter.programmes, t.programme));
        });
        const int limit = 1 + static_cast<int>(random() % 20);
        CAPTURE(i, limit);
        REQUIRE(all_pages<task_record>(limit, [&](const page_request& w) { return reader->list_tasks(filter, w); }) ==
                expected);
    }
}

TEST_CASE("tasks and assignments are replaced as a whole") {
    fresh_store store{GENERATE(from_range(backends()))};
    const std::string a = sample_id(1);
    write(*store, [&](write_transaction& t) {
        t.put_application(sample_application(1), 0);
        const std::vector<task_record> first{{a, "officer", "dream", "check", instant{1}, {}},
                                             {a, "person:1", "dream", "review", instant{1}, instant{9}}};
        t.replace_tasks(a, first);
        CHECK(t.tasks_of(a) == first);
        const std::vector<task_record> second{{a, "officer", "dream", "decide", instant{2}, {}}};
        t.replace_tasks(a, second);
        CHECK(t.tasks_of(a) == second);
        t.replace_assignments(a, std::vector<std::string>{"p1", "p2", "p1"});
        t.replace_assignments(a, std::vector<std::string>{"p2", "p3"});
    });
    const auto reader = store->read();
    CHECK_FALSE(reader->is_assigned("p1", a));
    CHECK(reader->is_assigned("p3", a));
    CHECK(reader->persons_assigned_to(a) == std::vector<std::string>{"p2", "p3"});
}

TEST_CASE("tasks of another application, or twice the same, are refused and leave the old ones") {
    fresh_store store{GENERATE(from_range(backends()))};
    const std::string a = sample_id(1);
    write(*store, [&](write_transaction& t) {
        t.put_application(sample_application(1), 0);
        const std::vector<task_record> good{{a, "officer", "dream", "check", instant{1}, {}}};
        t.replace_tasks(a, good);
        CHECK_THROWS_AS(t.replace_tasks(sample_id(2), good), store_misused);
        const std::vector<task_record> twice{good[0], good[0]};
        CHECK_THROWS_AS(t.replace_tasks(a, twice), store_misused);
        CHECK(t.tasks_of(a) == good);
    });
}

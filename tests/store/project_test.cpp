#include "tests/store/backend.hpp"
#include "tests/store/samples.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

using namespace sluice;
using namespace sluice::store;
using namespace sluice::store::tests;

namespace {

project_record sample_project(int number, std::vector<std::int64_t> bands = {}) {
    return {sample_id(number),
            "dream",
            "organisation-" + std::to_string(number % 2),
            number % 2 == 0 ? "MA2EEJ1T5" : "",
            "title" + std::to_string(number % 3),
            instant{1'000 + number},
            std::move(bands)};
}

std::vector<std::string> ids(const std::vector<project_record>& found) {
    std::vector<std::string> all;
    for (const auto& each : found)
        all.push_back(each.application);
    return all;
}

} // namespace

TEST_CASE("projects are found by organisation, code and title, the last first") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [&](write_transaction& t) {
        for (int number = 1; number <= 6; ++number) {
            t.put_application(sample_application(number), 0);
            t.put_project(sample_project(number));
        }
    });
    const auto reader = store->read();
    CHECK(reader->find_project(sample_id(3)) == sample_project(3));
    CHECK_FALSE(reader->find_project(sample_id(9)));
    CHECK(ids(reader->projects_of_organisation("organisation-0", 9)) ==
          std::vector{sample_id(6), sample_id(4), sample_id(2)});
    CHECK(ids(reader->projects_of_organisation("organisation-0", 2)) == std::vector{sample_id(6), sample_id(4)});
    CHECK(reader->projects_of_code("MA2EEJ1T5", 9).size() == 3);
    CHECK(reader->projects_of_code("", 9).empty());
    CHECK(ids(reader->projects_titled("title1", 9)) == std::vector{sample_id(4), sample_id(1)});
    CHECK(reader->projects_titled("", 9).empty());
}

TEST_CASE("projects that share bands are found, those that share most first") {
    fresh_store store{GENERATE(from_range(backends()))};
    constexpr std::int64_t low = INT64_MIN, high = INT64_MAX;
    write(*store, [&](write_transaction& t) {
        for (int number = 1; number <= 3; ++number)
            t.put_application(sample_application(number), 0);
        t.put_project(sample_project(1, {low, 2, 3}));
        t.put_project(sample_project(2, {2, 3, high}));
        t.put_project(sample_project(3, {low, 2, 2}));
    });
    const auto reader = store->read();
    CHECK(ids(reader->projects_sharing(std::vector<std::int64_t>{2, 3, high}, 9)) ==
          std::vector{sample_id(2), sample_id(1), sample_id(3)});
    CHECK(ids(reader->projects_sharing(std::vector<std::int64_t>{low}, 9)) == std::vector{sample_id(3), sample_id(1)});
    CHECK(ids(reader->projects_sharing(std::vector<std::int64_t>{low}, 1)) == std::vector{sample_id(3)});
    CHECK(reader->projects_sharing(std::vector<std::int64_t>{77}, 9).empty());
    CHECK(reader->projects_sharing({}, 9).empty());
    CHECK(reader->find_project(sample_id(1))->bands == std::vector<std::int64_t>{low, 2, 3});
}

TEST_CASE("a project that is put again is found by what it is now") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [&](write_transaction& t) {
        t.put_application(sample_application(1), 0);
        t.put_project(sample_project(1, {1, 2}));
        auto changed = sample_project(1, {2, 3});
        changed.title_key = "another";
        t.put_project(changed);
        CHECK(t.find_project(sample_id(1)) == changed);
        CHECK(t.projects_titled("another", 9).size() == 1);
        CHECK(t.projects_titled("title1", 9).empty());
        CHECK(t.projects_sharing(std::vector<std::int64_t>{1}, 9).empty());
        CHECK(t.projects_sharing(std::vector<std::int64_t>{2}, 9).size() == 1);
        CHECK(t.projects_sharing(std::vector<std::int64_t>{3}, 9).size() == 1);
    });
}

TEST_CASE("a project of an application that is not stored is refused") {
    fresh_store store{GENERATE(from_range(backends()))};
    const auto transaction = store->begin_write();
    CHECK_THROWS_AS(transaction->put_project(sample_project(1)), store_misused);
}

TEST_CASE("new applications do not wait for a project") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [&](write_transaction& t) { t.put_application(sample_application(1), 0); });
    CHECK(store->read()->applications_without_project(9).empty());
}

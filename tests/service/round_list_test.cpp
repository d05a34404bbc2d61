#include "engine/service/round_list.hpp"

#include "engine/store/sqlite/open.hpp"

#include <catch2/catch_test_macros.hpp>
#include <unistd.h>

#include <filesystem>

using namespace sluice;

namespace {

struct folder {
    folder() { std::filesystem::create_directories(path); }
    ~folder() { std::filesystem::remove_all(path); }
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("sluice-list-" + std::to_string(getpid()));
};

json list_of(std::size_t applications) {
    json list = {{"decided_at", 1'750'000'000'000}, {"by", "dora"},           {"total", 300},
                 {"items", json::array()},          {"basis", json::array()}, {"reruns", json::array()}};
    for (std::size_t i = 0; i < applications; ++i)
        list["items"].push_back({{"application", std::to_string(i)}, {"amount", 1}});
    list["shown"] = {{"items", list["items"]}};
    return list;
}

} // namespace

TEST_CASE("a decided list is kept beside its round, and read where older rounds have it", "[rounds]") {
    const folder here;
    const auto database = store::sqlite::open(here.path / "a.db");
    const auto writing = database->begin_write();
    const service::library definitions;
    service::adjustable_clock time{instant{1'750'000'000'000}};
    const service::caller who{"dora", "", "", {{"director"}}, ""};
    const service::errand at{*writing, definitions, time, time.now(), who, std::nullopt};

    const json list = list_of(300);
    service::add_entity(at, "round", "r1", "some-fund", "", {{"id", "r1"}, {"allocation", list}});
    auto round = service::find_entity(*writing, "round", "r1").value();
    CHECK(service::decided_list(*writing, round) == list); // as it was kept before

    json changed = list;
    changed["total"] = 299;
    CHECK(service::keep_decided_list(at, round, changed) == 2);
    round = service::find_entity(*writing, "round", "r1").value();
    CHECK(round.body.at("allocation") ==
          json{{"decided_at", 1'750'000'000'000}, {"by", "dora"}, {"total", 299}, {"applications", 300}});
    CHECK(service::decided_list(*writing, round) == changed);

    CHECK(service::keep_decided_list(at, round, list) == 3);
    CHECK(service::decided_list(*writing, round) == list);
}

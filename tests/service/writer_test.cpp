#include "engine/service/journal.hpp"
#include "engine/service/writer.hpp"
#include "engine/store/sqlite/open.hpp"

#include <catch2/catch_test_macros.hpp>
#include <spdlog/spdlog.h>

#include <atomic>
#include <filesystem>
#include <future>

using namespace sluice;

namespace {

struct folder {
    folder() { std::filesystem::create_directories(path); }
    ~folder() { std::filesystem::remove_all(path); }
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("sluice-writer-" + std::to_string(getpid()));
};

service::errand_runner adds(const std::string& id) {
    return [id](store::write_transaction& store) -> result<service::answer> {
        store.put_entity({"thing", id, "", 1, "", "{}"}, 0);
        return service::answer{201, json(id), 1};
    };
}

} // namespace

TEST_CASE("a command that refuses or fails leaves no trace and harms no neighbour", "[writer]") {
    spdlog::set_level(spdlog::level::off); // the failures below are meant
    const folder here;
    const auto database = store::sqlite::open(here.path / "a.db");
    constexpr int commands = 300;
    std::atomic<int> done = 0, refused = 0, failed = 0;
    std::promise<void> all;
    {
        service::writer writes{*database, {1'000, 64}};
        const auto count = [&](std::atomic<int>& which) {
            return [&](result<service::answer> given) {
                if (&which == &done) CHECK(given.has_value());
                if (&which != &done) CHECK(given.has_error());
                ++which;
            };
        };
        for (int i = 0; i < commands; ++i) {
            const std::string id = std::to_string(i);
            writes.submit(adds("kept-" + id), count(done));
            writes.submit(
                [id](store::write_transaction& store) -> result<service::answer> {
                    store.put_entity({"thing", "refused-" + id, "", 1, "", "{}"}, 0);
                    return refuse(reason::not_found, {"无", "no"});
                },
                count(refused));
            writes.submit(
                [id](store::write_transaction& store) -> result<service::answer> {
                    store.put_entity({"thing", "failed-" + id, "", 1, "", "{}"}, 0);
                    throw std::runtime_error("broken");
                },
                count(failed));
        }
    }
    CHECK(done == commands);
    CHECK(refused == commands);
    CHECK(failed == commands);
    const auto reader = database->read();
    for (int i = 0; i < commands; ++i) {
        CHECK(reader->find_entity("thing", "kept-" + std::to_string(i)));
        CHECK_FALSE(reader->find_entity("thing", "refused-" + std::to_string(i)));
        CHECK_FALSE(reader->find_entity("thing", "failed-" + std::to_string(i)));
    }
}

TEST_CASE("commands that wait together are committed together", "[writer]") {
    const folder here;
    const auto database = store::sqlite::open(here.path / "b.db");
    // What the callbacks use outlives the writer, whose end carries out what still waits.
    std::atomic<int> done = 0;
    std::promise<void> first_runs, let_first_go, last;
    service::writer writes{*database, {1'000, 128}};
    writes.submit(
        [&](store::write_transaction& store) {
            first_runs.set_value();
            let_first_go.get_future().wait();
            return adds("first")(store);
        },
        [&](result<service::answer>) { ++done; });
    first_runs.get_future().wait();
    for (int i = 0; i < 100; ++i)
        writes.submit(adds(std::to_string(i)), [&](result<service::answer>) { ++done; });
    let_first_go.set_value();
    writes.submit(adds("last"), [&](result<service::answer>) { last.set_value(); });
    last.get_future().wait();
    CHECK(done == 101);
    CHECK(writes.state().commits <= 3);
}

TEST_CASE("a full queue refuses at once", "[writer]") {
    const folder here;
    const auto database = store::sqlite::open(here.path / "c.db");
    std::promise<void> runs, go;
    std::atomic<int> unavailable = 0;
    service::writer writes{*database, {2, 1}};
    writes.submit(
        [&](store::write_transaction& store) {
            runs.set_value();
            go.get_future().wait();
            return adds("slow")(store);
        },
        [](result<service::answer>) {});
    runs.get_future().wait();
    for (int i = 0; i < 5; ++i)
        writes.submit(adds(std::to_string(i)), [&](result<service::answer> given) {
            if (!given && given.error().reason == reason::service_unavailable) ++unavailable;
        });
    CHECK(unavailable == 3);
    go.set_value();
}

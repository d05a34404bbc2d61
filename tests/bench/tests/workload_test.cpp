#include "tests/bench/load/mixed_day.hpp"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <unistd.h>

using namespace sluice;
using namespace sluice::bench;

namespace {

constexpr const char* first_id = "01945d5d-3b76-7e41-a11d-e67415a02727";

/// A folder as the seeder writes it, with so many applications that wait for a recommendation at revision 7.
struct small_base {
    explicit small_base(int applications) {
        std::filesystem::create_directories(folder);
        std::ofstream lines{folder / "applications.txt"};
        for (int i = 0; i < applications; ++i)
            lines << fmt::format("01945d5d-3b76-7e41-a11d-e674{:08}", 15'027 + i) << " recommendation 7\n";
        std::ofstream{folder / "seed.json"}
            << json{{"applications", applications},
                    {"seed", 1},
                    {"programme", "incubator-dream-fund"},
                    {"opinion", "yes"},
                    {"reason", "no"},
                    {"rounds", {"r1", "r2"}},
                    {"tokens", {{"officer", "o"}, {"director", "d"}, {"applicants", {"a"}}}}}
                   .dump();
    }
    ~small_base() { std::filesystem::remove_all(folder); }

    std::filesystem::path folder = std::filesystem::temp_directory_path() / fmt::format("sluice-load-{}", getpid());
};

/// An answer with this status, revision and body.
struct made_answer {
    made_answer(int status, int revision, const std::string& body)
        : text{fmt::format("HTTP/1.1 {} X\r\nETag: \"{}\"\r\nContent-Length: {}\r\n\r\n{}", status, revision,
                           status == 204 ? 0 : body.size(), status == 204 ? "" : body)}
        , content{first_answer(text)->content} {}
    std::string text;
    answer content;
};

std::string application(const std::string& id, int revision, const std::string& state) {
    return fmt::format(R"({{"id":"{}","revision":{},"state":{{"ids":["{}"]}}}})", id, revision, state);
}

/// The id in the request's target.
std::string id_in(const std::string& request) {
    constexpr std::string_view before = "/v1/applications/";
    return request.substr(request.find(before) + before.size(), 36);
}

} // namespace

TEST_CASE("a step that does not advance, or advances somebody else, is caught") {
    const small_base files{1};
    known_base base{files.folder};
    step_workload step{base, 1};
    std::string request;
    step.ask(0, request);
    const auto id = id_in(request);
    CHECK(request.starts_with("POST /v1/applications/" + id + "/events HTTP/1.1\r\n"));
    CHECK(request.find("Idempotency-Key: ") != std::string::npos);
    CHECK_THROWS_AS(step.check(0, made_answer(409, 7, "{}").content), wrong_answer);
    CHECK_THROWS_AS(step.check(0, made_answer(200, 7, application(id, 7, "recommendation")).content), wrong_answer);
    CHECK_THROWS_AS(step.check(0, made_answer(200, 8, application(id, 8, "recommendation")).content), wrong_answer);
    CHECK_THROWS_AS(step.check(0, made_answer(200, 8, application(first_id, 8, "decision")).content), wrong_answer);
    CHECK_NOTHROW(step.check(0, made_answer(200, 8, application(id, 8, "decision")).content));
    CHECK(base.applications.front().revision == 8);

    request.clear();
    step.ask(0, request); // the other way, and no more than the revision
    CHECK(request.find("Bearer d\r\n") != std::string::npos);
    CHECK(request.find("Prefer: return=minimal\r\n") != std::string::npos);
    CHECK_THROWS_AS(step.check(0, made_answer(204, 8, "").content), wrong_answer);
    CHECK_NOTHROW(step.check(0, made_answer(204, 9, "").content));
}

TEST_CASE("no two connections advance the same application at a time") {
    const small_base files{3};
    known_base base{files.folder};
    step_workload step{base, 3};
    std::set<std::string> ids;
    for (std::size_t i = 0; i < 3; ++i) {
        std::string request;
        step.ask(i, request);
        ids.insert(id_in(request));
    }
    CHECK(ids.size() == 3);
}

TEST_CASE("an application that is shown as it was before its last acknowledged step is caught") {
    const small_base files{1};
    known_base base{files.folder};
    get_workload get{base, 1, base.visible};
    std::string request;
    get.ask(0, request);
    const auto id = id_in(request);
    CHECK_NOTHROW(get.check(0, made_answer(200, 7, application(id, 7, "recommendation")).content));
    CHECK_THROWS_AS(get.check(0, made_answer(200, 6, application(id, 6, "recommendation")).content), wrong_answer);
    CHECK_THROWS_AS(get.check(0, made_answer(200, 8, application(id, 8, "decision")).content), wrong_answer);
    CHECK_THROWS_AS(get.check(0, made_answer(200, 7, application(id, 7, "decision")).content), wrong_answer);
    CHECK_THROWS_AS(get.check(0, made_answer(200, 7, application(first_id, 7, "recommendation")).content),
                    wrong_answer);
    base.applications.front().busy = true; // a step is under way: both are right
    CHECK_NOTHROW(get.check(0, made_answer(200, 8, application(id, 8, "decision")).content));
}

TEST_CASE("a list with too few items, or others than asked for, is caught") {
    const small_base files{1'500};
    known_base base{files.folder};
    list_workload list{base, 1};
    const auto page = [](int items, const std::string& state) {
        std::string body = R"({"items":[)";
        for (int i = 0; i < items; ++i)
            body += fmt::format(R"({}{{"created_at":"2025-01-13T08:30:00+08:00","id":"{:08}","messages":{{"all":0}},)"
                                R"("programme":"incubator-dream-fund","round":"r1","state":{{"ids":["{}"]}},)"
                                R"("updated_at":"2025-01-13T08:30:00+08:00"}})",
                                i == 0 ? "" : ",", i, state);
        return body + "]}";
    };
    bool seen = false;
    for (int i = 0; i < 200 && !seen; ++i) {
        std::string request;
        list.ask(0, request);
        seen = request.find("state=recommendation") != std::string::npos;
    }
    REQUIRE(seen);
    CHECK_NOTHROW(list.check(0, made_answer(200, 1, page(50, "recommendation")).content));
    CHECK_THROWS_AS(list.check(0, made_answer(200, 1, page(51, "recommendation")).content), wrong_answer);
    CHECK_THROWS_AS(list.check(0, made_answer(200, 1, page(50, "decision")).content), wrong_answer);
    CHECK_THROWS_AS(list.check(0, made_answer(500, 1, "{}").content), wrong_answer);
}

TEST_CASE("totals that do not add up are caught") {
    const small_base files{12};
    known_base base{files.folder};
    totals_workload totals{base};
    CHECK_NOTHROW(totals.check(0, made_answer(200, 1, R"({"items":[{"count":5},{"count":7}]})").content));
    CHECK_THROWS_AS(totals.check(0, made_answer(200, 1, R"({"items":[{"count":5},{"count":6}]})").content),
                    wrong_answer);
}

TEST_CASE("a list out of order, or with an application twice, is caught") {
    const auto row = [](int number, int minute) {
        return fmt::format(
            R"({{"id":"01945d5d-3b76-7e41-a11d-e674{:08}","number":"n","programme":"incubator-dream-fund",)"
            R"("round":"r2","state":{{"ids":["formal_check"]}},)"
            R"("created_at":"2026-03-02T09:{:02}:00Z","updated_at":"2026-03-02T09:{:02}:00Z",)"
            R"("messages":{{"all":0}}}})",
            number, minute, minute);
    };
    const auto is_caught = [&](const std::vector<std::pair<int, int>>& rows) {
        small_base folder{1};
        known_base base{folder.folder};
        list_workload list{base, 1};
        for (int asked = 0; asked < 1'000; ++asked) { // one in some is looked at closely
            std::string request;
            list.ask(0, request);
            if (request.find("round=r2&sort=updated_at") == std::string::npos) continue;
            std::string items;
            for (const auto& [number, minute] : rows)
                items += (items.empty() ? "" : ",") + row(number, minute);
            const made_answer made{200, 1, R"({"items":[)" + items + R"(],"next":null})"};
            try {
                list.check(0, made.content);
            } catch (const wrong_answer&) {
                return true;
            }
        }
        return false;
    };
    CHECK_FALSE(is_caught({{1, 1}, {2, 2}, {3, 2}}));
    CHECK(is_caught({{1, 1}, {2, 3}, {3, 2}}));
    CHECK(is_caught({{1, 1}, {2, 2}, {1, 3}}));
}

#include "tests/bench/floor.hpp"
#include "tests/bench/load.hpp"
#include "tests/crash/server_process.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <thread>

namespace {

using namespace sluice;
using namespace sluice::bench;

constexpr std::size_t applications_count = 1'000;
constexpr std::size_t starts_count = 5;
constexpr int preparing_connections = 16;
constexpr std::array connection_counts = {1, 16, 64};
constexpr std::chrono::milliseconds measured_for{3'000};
constexpr std::chrono::seconds settled_after{2};
constexpr double unsteady_from = 1.5; ///< floors that differ by this factor
constexpr double start_ms_max = 300;
constexpr double resident_mb_max = 40;

/// The server under test, on one data folder, started and killed as often as needed.
class subject {
public:
    test::server_process& start() {
        running_.reset();
        running_ = std::make_unique<test::server_process>(SLUICE_SERVER, folder_.path() / "data",
                                                          std::vector<std::string>{"--demo"});
        return *running_;
    }
    std::uint16_t port() const { return running_->port(); }
    const std::filesystem::path& folder() const { return folder_.path(); }

private:
    test::temporary_folder folder_;
    std::unique_ptr<test::server_process> running_;
};

/// One request of the applicant; throws unless it is answered with 2xx.
test::http_answer ask(test::http_client& connection, std::string_view method, const std::string& target,
                      test::header_list headers = {}, std::string_view body = {}) {
    headers.emplace_back("Authorization", "Bearer demo-applicant");
    auto answer = connection.send(method, target, headers, body);
    if (answer.status < 200 || answer.status > 299)
        throw std::runtime_error(fmt::format("{} {}: {} {}", method, target, answer.status, answer.body));
    return answer;
}

void expect(bool right, const char* what) {
    if (!right) throw std::runtime_error(fmt::format("a wrong answer: {}", what));
}

double median_start_ms(subject& server) {
    std::array<double, starts_count> times{};
    for (auto& each : times)
        each = static_cast<double>(server.start().took_to_start().count()) / 1'000;
    std::sort(times.begin(), times.end());
    return times[starts_count / 2];
}

/// After a start, one request and a rest.
double resident_mb(subject& server) {
    auto& process = server.start();
    test::http_client connection{process.port()};
    ask(connection, "GET", "/v1/applications");
    std::this_thread::sleep_for(settled_after);
    return static_cast<double>(process.resident_bytes()) / 1e6;
}

json contest_form() {
    std::ifstream file{"workflows/incubator-dream-fund/cases.json"};
    return json::parse(file).at("forms").at("contest");
}

std::vector<std::string> create_applications(std::uint16_t port, std::vector<figures>& into) {
    test::http_client connection{port};
    const std::string round =
        ask(connection, "GET", "/v1/programmes/incubator-dream-fund/rounds").data().at("items").at(0).at("id");
    const std::string body =
        json{{"programme", "incubator-dream-fund"}, {"round", round}, {"form", contest_form()}}.dump();
    std::vector<std::string> ids(applications_count);
    into.push_back(measure_each(
        "create an application", port, preparing_connections, applications_count, [&](auto& client, std::size_t i) {
            ids[i] = ask(client, "POST", "/v1/applications",
                         {{"Content-Type", "application/json"}, {"Idempotency-Key", fmt::format("create-{}", i)}}, body)
                         .data()
                         .at("id");
        }));
    static constexpr std::array kinds = {"business_plan", "contest_certificate"};
    into.push_back(
        measure_each("file a document", port, preparing_connections, applications_count * kinds.size(),
                     [&](auto& client, std::size_t i) {
                         const char* kind = kinds.at(i % kinds.size());
                         ask(client, "POST",
                             fmt::format("/v1/applications/{}/documents?kind={}&file_name={}.pdf",
                                         ids[i / kinds.size()], kind, kind),
                             {{"Content-Type", "application/pdf"}, {"Idempotency-Key", fmt::format("file-{}", i)}},
                             fmt::format("%PDF-1.7 {}", i));
                     }));
    return ids;
}

/// Each connection amends an application of its own; the revision in each answer is checked.
figures measure_amendments(std::uint16_t port, int connections, const std::vector<std::string>& ids) {
    test::http_client reader{port};
    std::vector<std::int64_t> revisions;
    for (int i = 0; i < connections; ++i)
        revisions.push_back(
            ask(reader, "GET", "/v1/applications/" + ids[static_cast<std::size_t>(i)]).data().at("revision"));
    return measure("amend", port, connections, measured_for, [&](auto& client, int i) {
        auto& revision = revisions[static_cast<std::size_t>(i)];
        const auto answer =
            ask(client, "PATCH", "/v1/applications/" + ids[static_cast<std::size_t>(i)],
                {{"Content-Type", "application/merge-patch+json"}, {"If-Match", fmt::format("\"{}\"", revision)}},
                fmt::format(R"({{"form": {{"project": {{"title": "Amended {} {}"}}}}}})", i, revision));
        ++revision;
        expect(answer.header("ETag") == fmt::format("\"{}\"", revision), "revision after amending");
        return true;
    });
}

/// Submits the applications from `first` on: the state's guards, a timer, a task and a notification each.
figures measure_submissions(std::uint16_t port, int connections, const std::vector<std::string>& ids, std::size_t first,
                            std::size_t count) {
    return measure_each("submit (event)", port, connections, count, [&](auto& client, std::size_t i) {
        const auto answer =
            ask(client, "POST", "/v1/applications/" + ids[first + i] + "/events",
                {{"Content-Type", "application/json"}, {"Idempotency-Key", fmt::format("submit-{}", first + i)}},
                R"({"type": "submit"})");
        expect(answer.data().at("state").at("ids").at(0) == "formal_check", "state after submitting");
    });
}

void measure_at(std::uint16_t port, int connections, const std::vector<std::string>& ids, std::vector<figures>& into) {
    into.push_back(measure_amendments(port, connections, ids));
    into.push_back(measure("read one application", port, connections, measured_for, [&](auto& client, int i) {
        const auto& id = ids[static_cast<std::size_t>(i)];
        expect(ask(client, "GET", "/v1/applications/" + id).data().at("id") == id, "id of the application");
        return true;
    }));
    into.push_back(measure("list 50 applications", port, connections, measured_for, [&](auto& client, int) {
        expect(ask(client, "GET", "/v1/applications?limit=50").data().at("items").size() == 50, "items of a page");
        return true;
    }));
}

std::vector<figures> measure_requests(std::uint16_t port, std::vector<figures> all,
                                      const std::vector<std::string>& ids) {
    for (const int connections : connection_counts)
        measure_at(port, connections, ids, all);
    const std::size_t kept = static_cast<std::size_t>(connection_counts.back()),
                      share = (ids.size() - kept) / connection_counts.size();
    for (std::size_t i = 0; i < connection_counts.size(); ++i)
        all.push_back(measure_submissions(port, connection_counts.at(i), ids, kept + i * share, share));
    return all;
}

bool is_durable(const figures& each) {
    return !each.what.starts_with("read") && !each.what.starts_with("list");
}

json measure_floor(const std::filesystem::path& folder) {
    return {{"fdatasync_a_second", syncs_a_second(folder)},
            {"sqlite_rows_a_second_1", sqlite_rows_a_second(folder, 1)},
            {"sqlite_rows_a_second_32", sqlite_rows_a_second(folder, 32)}};
}

/// A disk that others use too gives different figures from one minute to the next: the better one of each is the floor.
json better_of(const json& before, const json& after) {
    json best = before;
    bool steady = true;
    for (const auto& [name, value] : after.items()) {
        const double first = before.at(name), second = value;
        best[name] = std::max(first, second);
        steady = steady && std::max(first, second) < unsteady_from * std::min(first, second);
    }
    if (!steady)
        fmt::print("\nThe disk was not steady: before {}, after {}. Ratios mean little.\n", before.dump(),
                   after.dump());
    return best;
}

void print(const json& floor, const std::vector<figures>& all) {
    fmt::print(
        "\nfloor: {:.0f} fdatasync/s; SQLite alone {:.0f} rows/s one a commit, {:.0f} rows/s with 32 a commit\n\n",
        floor.at("fdatasync_a_second").get<double>(), floor.at("sqlite_rows_a_second_1").get<double>(),
        floor.at("sqlite_rows_a_second_32").get<double>());
    fmt::print("{:<24}{:>12}{:>10}{:>12}{:>10}{:>10}{:>14}{:>14}\n", "", "connections", "answers", "a second", "p50 ms",
               "p99 ms", "of 1 a commit", "of 32");
    for (const auto& each : all) {
        fmt::print("{:<24}{:>12}{:>10}{:>12.0f}{:>10.2f}{:>10.2f}", each.what, each.connections, each.answers,
                   each.a_second, each.median_ms, each.p99_ms);
        if (is_durable(each))
            fmt::print("{:>13.0f}%{:>13.0f}%", 100 * each.a_second / floor.at("sqlite_rows_a_second_1").get<double>(),
                       100 * each.a_second / floor.at("sqlite_rows_a_second_32").get<double>());
        fmt::print("\n");
    }
}

json to_json(const std::vector<figures>& all) {
    json list = json::array();
    for (const auto& each : all)
        list.push_back({{"what", each.what},
                        {"connections", each.connections},
                        {"answers", each.answers},
                        {"a_second", each.a_second},
                        {"median_ms", each.median_ms},
                        {"p99_ms", each.p99_ms}});
    return list;
}

/// Says whether a limit holds.
bool holds(const char* what, double value, double limit, const char* unit) {
    const bool good = value < limit;
    fmt::print("{:<52}{:>8.1f} {} (must be under {:.0f}){}\n", what, value, unit, limit, good ? "" : "  TOO MUCH");
    return good;
}

int run(const std::filesystem::path& report) {
    subject server;
    const json floor_before = measure_floor(server.folder());
    server.start(); // makes the database
    const double start_empty = median_start_ms(server), resident_empty = resident_mb(server);
    std::vector<figures> all;
    const auto ids = create_applications(server.port(), all);
    const double start_full = median_start_ms(server), resident_full = resident_mb(server);
    all = measure_requests(server.port(), std::move(all), ids);
    const json floor_after = measure_floor(server.folder()), floor = better_of(floor_before, floor_after);

    bool good = holds("start to ready, no applications", start_empty, start_ms_max, "ms");
    good &= holds("start to ready, 1,000 applications", start_full, start_ms_max, "ms");
    good &= holds("resident when idle, no applications", resident_empty, resident_mb_max, "MB");
    good &= holds("resident when idle, 1,000 applications", resident_full, resident_mb_max, "MB");
    print(floor, all);
    const json written = {{"start_ms", {{"applications_0", start_empty}, {"applications_1000", start_full}}},
                          {"resident_mb", {{"applications_0", resident_empty}, {"applications_1000", resident_full}}},
                          {"floor", floor},
                          {"floor_before", floor_before},
                          {"floor_after", floor_after},
                          {"requests", to_json(all)}};
    std::ofstream{report} << written.dump(2) << "\n";
    return good ? 0 : 1;
}

} // namespace

/// sluice_bench [FILE]: measures the server over real HTTP, prints a table and writes FILE (build/bench.json). Fails
/// when starting or resting costs more than it may.
int main(int count, char** words) {
    try {
        return run(count > 1 ? words[1] : "build/bench.json");
    } catch (const std::exception& trouble) {
        std::cerr << "sluice_bench: " << trouble.what() << "\n";
        return 2;
    }
}

#include "tests/crash/busy_client.hpp"
#include "tests/crash/server_process.hpp"
#include "tests/crash/witness.hpp"

#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>

#include <atomic>
#include <fstream>
#include <iostream>
#include <set>
#include <thread>

using namespace sluice;
using namespace sluice::test;

namespace {

constexpr std::size_t clients_count = 32;
constexpr int commands_a_round = 1'000;
constexpr int kills = 3;
constexpr int kill_in_firing_ms_max = 400;
constexpr const char* programmes[] = {"incubator-dream-fund", "rd-reward-fund", "transformation-guidance-fund"};
constexpr const char* fund = "incubator-dream-fund";
constexpr const char* auditor = "demo-auditor";
constexpr const char* applicants[] = {"demo-applicant", "demo-applicant-b"};

/// The form that wins a contest, for the organisation of an applicant of the demonstration.
json form_for(std::size_t applicant) {
    std::ifstream file{"workflows/incubator-dream-fund/cases.json"};
    json form = json::parse(file).at("forms").at("contest");
    static constexpr const char* codes[] = {"91330784MA2EEJ1T50", "91330784597215142M"};
    form["organisation"]["code"] = codes[applicant];
    return form;
}

/// One bureau over several lives of its server, and the applicants who remember what they were told.
class bureau {
public:
    explicit bureau(std::uint32_t seed)
        : random_{seed} {
        start("2025-03-03T09:00:00+08:00");
        const json rounds = see().read(auditor, "/v1/programmes/incubator-dream-fund/rounds");
        for (std::size_t i = 0; i < clients_count; ++i) {
            const std::size_t side = i % std::size(applicants);
            clients_.push_back(
                std::make_unique<busy_client>(busy_client::identity{fmt::format("client-{}", i), applicants[side],
                                                                    rounds.at("items").at(0).at("id"), form_for(side)},
                                              random_()));
        }
    }

    void start(const std::string& clock) {
        witness_.reset();
        server_.reset();
        server_ = std::make_unique<server_process>(SLUICE_SERVER, folder_.path(),
                                                   std::vector<std::string>{"--demo", "--clock", clock});
        witness_ = std::make_unique<witness>(server_->port());
    }

    /// Everybody sends commands at once until so many are acknowledged; then the server is killed, whatever it is
    /// doing.
    int send_until_killed(int acknowledged_before) {
        std::atomic<int> begun = 0, acknowledged = 0;
        std::vector<std::string> troubles(clients_.size());
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < clients_.size(); ++i)
            threads.emplace_back([&, i] {
                http_client connection{server_->port()};
                clients_[i]->begin_again();
                try {
                    while (++begun <= commands_a_round && clients_[i]->send_one(connection))
                        if (++acknowledged == acknowledged_before) server_->kill_now();
                } catch (const std::exception& refused) {
                    troubles[i] = refused.what();
                }
            });
        for (auto& each : threads)
            each.join();
        for (const auto& each : troubles)
            CHECK(each == "");
        REQUIRE(acknowledged >= acknowledged_before);
        server_->wait_until_killed();
        return acknowledged;
    }

    server_process& server() { return *server_; }
    witness& see() { return *witness_; }
    std::vector<std::unique_ptr<busy_client>>& clients() { return clients_; }

    int random(int from, int to) { return std::uniform_int_distribution{from, to}(random_); }

private:
    temporary_folder folder_;
    std::mt19937 random_;
    std::unique_ptr<server_process> server_;
    std::unique_ptr<witness> witness_;
    std::vector<std::unique_ptr<busy_client>> clients_;
};

/// Before anything is repeated: what was acknowledged is there, and of the rest at most the one step under way.
void check_nothing_acknowledged_is_lost(bureau& all) {
    std::map<std::string, json> listed;
    for (const char* token : applicants)
        listed.merge(all.see().applications(token));
    for (const auto& client : all.clients()) {
        const auto* open = client->unanswered();
        for (std::size_t i = 0; i < client->applications().size(); ++i) {
            const auto& known = client->applications()[i];
            INFO("application " << known.title);
            REQUIRE(listed.contains(known.id));
            const std::int64_t under_way = open && open->about == i ? 1 : 0,
                               revision = listed.at(known.id).at("revision");
            CHECK(revision >= known.revision);
            CHECK(revision <= known.revision + under_way);
        }
    }
}

void repeat_with_key(bureau& all, const sent_command& command) {
    const auto again = send_again(all.see().connection(), command);
    INFO(command.method << " " << command.target << ": " << again.status << " " << again.body);
    CHECK(again.status == command.answer->status);
    CHECK(again.data() == command.answer->data());
    CHECK(again.header("Idempotent-Replayed") == "true");
}

/// A change under If-Match needs no key: once it has been carried out, repeating it is refused as stale.
void repeat_under_revision(bureau& all, const sent_command& command) {
    const auto again = send_again(all.see().connection(), command);
    INFO(command.method << " " << command.target << ": " << again.status << " " << again.body);
    CHECK(again.status == 412);
}

void repeat(bureau& all, const sent_command& command) {
    command.has_key() ? repeat_with_key(all, command) : repeat_under_revision(all, command);
}

/// Whether or not it was carried out before the kill: after this it has been, once.
void finish(bureau& all, sent_command& command) {
    auto answer = send_again(all.see().connection(), command);
    INFO(command.method << " " << command.target << ": " << answer.status << " " << answer.body);
    const bool was_carried_out = !command.has_key() && answer.status == 412;
    REQUIRE((was_carried_out || (answer.status >= 200 && answer.status < 300)));
    command.learn(answer.data());
    command.answer = std::move(answer);
    repeat(all, command);
}

/// Repeats everything; returns how many had been left without an answer.
int repeat_everything(bureau& all) {
    int finished = 0;
    for (auto& client : all.clients()) {
        auto* open = client->unanswered();
        for (auto& each : client->commands())
            if (&each != open) repeat(all, each);
        if (!open) continue;
        finish(all, *open);
        ++finished;
    }
    return finished;
}

/// These applications are in one state at a time.
std::string state_of(const json& application) {
    return application.at("state").at("ids").at(0);
}

/// Each application of the clients is there once, exactly as they know it, and no other.
void check_applications(bureau& all) {
    std::map<std::string, json> listed;
    for (const char* token : applicants)
        listed.merge(all.see().applications(token));
    for (const auto& client : all.clients())
        for (const auto& known : client->applications()) {
            INFO("application " << known.title);
            const auto found = listed.extract(known.id);
            REQUIRE(!found.empty());
            CHECK(found.mapped().at("revision") == known.revision);
            CHECK(found.mapped().at("title") == known.title);
            const json whole = all.see().read(client->token(), "/v1/applications/" + known.id);
            CHECK(state_of(whole) == known.state);
            CHECK(whole.at("documents").size() == known.documents);
            CHECK(whole.at("timers").size() == (known.state == "formal_check" ? 1 : 0));
        }
    CHECK(listed.empty());
}

void check_money(bureau& all, std::multiset<std::string>& appropriations) {
    for (const auto& client : all.clients())
        for (const auto& each : client->commands())
            if (!each.appropriation.empty()) appropriations.insert(each.appropriation);
    std::multiset<std::string> found;
    for (const auto& each : all.see().entries(fund))
        if (const std::string note = each.at("note"); note.starts_with("client-")) found.insert(note);
    CHECK(found == appropriations);
    for (const char* each : programmes)
        CHECK(all.see().imbalances(each).empty());
}

void check_log(bureau& all) {
    for (const char* programme : programmes) {
        const json verified = all.see().read(auditor, fmt::format("/v1/programmes/{}/log/verification", programme));
        INFO(verified.dump());
        CHECK(verified.at("valid") == true);
    }
}

std::size_t waiting_for_formal_check(bureau& all) {
    std::size_t count = 0;
    for (const auto& client : all.clients())
        for (const auto& each : client->applications())
            count += each.state == "formal_check" ? 1 : 0;
    return count;
}

/// How many of them have been accepted by silence; none may have moved otherwise, or twice.
std::size_t check_accepted(bureau& all) {
    std::size_t accepted = 0;
    for (const auto& client : all.clients()) {
        for (const auto& known : client->applications()) {
            if (known.state != "formal_check") continue;
            const json now = all.see().read(client->token(), "/v1/applications/" + known.id);
            INFO(now.dump());
            if (state_of(now) == "formal_check") {
                CHECK(now.at("revision") == known.revision);
            } else {
                CHECK(state_of(now) == "verification");
                CHECK(now.at("revision") == known.revision + 1);
                ++accepted;
            }
        }
    }
    return accepted;
}

/// Lets the clock jump over the end of every formal check; what falls due on the way fires.
http_answer move_clock(bureau& all, const std::string& until) {
    return all.see().connection().post("/v1/clock", {{"now", until}}, {{"Authorization", "Bearer demo-admin"}});
}

/// Where in the firing the kill comes is left to chance, the end included.
void kill_while_timers_fire(bureau& all) {
    std::thread killer{
        [&server = all.server(), pause = std::chrono::milliseconds{all.random(0, kill_in_firing_ms_max)}] {
            std::this_thread::sleep_for(pause);
            server.kill_now();
        }};
    try {
        move_clock(all, "2025-03-11T01:00:00+08:00");
    } catch (const std::exception&) { // killed before it answered
    }
    killer.join();
    all.server().wait_until_killed();
}

} // namespace

TEST_CASE("what was acknowledged before SIGKILL is there once after it, the books balance and timers still fire") {
    const std::uint32_t seed = std::random_device{}();
    std::cout << "seed " << seed << std::endl;
    bureau all{seed};
    std::multiset<std::string> appropriations;
    for (int round = 1; round <= kills; ++round) {
        const int acknowledged = all.send_until_killed(all.random(100, 900));
        all.start(fmt::format("2025-03-03T{:02}:00:00+08:00", 9 + round));
        check_nothing_acknowledged_is_lost(all);
        check_log(all);
        const int finished = repeat_everything(all);
        std::cout << "kill " << round << ": " << acknowledged << " acknowledged, " << finished
                  << " without an answer, restarted in " << all.server().took_to_start().count() / 1000 << " ms"
                  << std::endl;
        check_applications(all);
        check_money(all, appropriations);
        check_log(all);
    }

    const std::size_t waiting = waiting_for_formal_check(all);
    REQUIRE(waiting > 0);
    CHECK(check_accepted(all) == 0);

    kill_while_timers_fire(all);
    all.start("2025-03-10T23:00:00+08:00");
    const std::size_t before = check_accepted(all);
    std::cout << before << " of " << waiting << " timers had fired at the last kill" << std::endl;
    const auto moved = move_clock(all, "2025-03-12T00:00:00+08:00");
    CHECK(moved.status == 200);
    // The worker may have fired some already: the clock goes on from the last act on record, when they were due.
    CHECK(moved.data().at("fired") <= waiting - before);
    CHECK(check_accepted(all) == waiting);
    check_log(all);
}

#pragma once

#include "engine/calendar/calendar.hpp"
#include "engine/service/service.hpp"
#include "tests/simulation/habits.hpp"
#include "tests/simulation/programmes.hpp"
#include "tests/simulation/simulated_clock.hpp"

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

namespace sluice::simulation {

struct settings {
    std::uint64_t seed = 1;
    std::size_t applications = 5'000;
    std::filesystem::path workflows = "workflows";
    std::filesystem::path habits = "tests/simulation/habits.json";
    std::filesystem::path data; ///< folder of the database; must not hold one yet
};

/// One thing that somebody is about to do.
struct intent {
    service::caller who;
    service::command what;
    std::string application{}; ///< empty when it is about none
    bool forbidden = false;    ///< has to be refused
    bool offered = false;      ///< the server says that it can be done
    bool twice = false;        ///< the same request comes again, as after a lost answer
    std::function<void(const result<service::answer>&)> then{};
};

/// A success that was answered, to be found on the record.
struct acknowledgement {
    std::string application, actor, kind;
    std::int64_t revision = 0; ///< 0: the answer did not say
};

/// The running service with everything around it that a simulation needs: time, chance, and a tally of what was asked
/// and answered. For one thread.
class bureau {
public:
    explicit bureau(const settings&);
    ~bureau();

    /// Submits all in this order, waits for all, and then hears the answers in this order. The writer carries them out
    /// one after the other, so the outcome does not depend on how it groups them.
    void carry_out(std::vector<intent>);
    /// Submits one and gives its answer; throws when it is refused: for what must succeed.
    json must(const service::caller&, service::command);

    /// Moves the clock on; timers that fall due on the way fire at their own times.
    void move_to(instant);
    instant now() const { return clock_.now(); }

    const service::service& engine() const { return *engine_; }
    const service::queries& read() const { return engine_->read(); }
    const service::money_queries& money() const { return engine_->money(); }
    const calendar::calendar& days() const { return days_; }
    const simulation::habits& habits() const { return habits_; }
    const std::vector<programme>& programmes() const { return programmes_; }
    const programme& programme_named(const std::string& id) const;

    /// Chance for what the words say, and nothing else.
    chance lots(std::initializer_list<std::string_view> about) const { return {seed_, about}; }

    /// Everything that waits for somebody, page by page.
    std::vector<json> tasks_of(const service::caller&) const;
    /// What the caller could do, as the server says; null when it shows nothing.
    json actions_of(const service::caller&, const std::string& application) const;
    json application_of(const service::caller&, const std::string& application) const;

    /// What must never be read in public.
    void keep_secret(const std::string& number) { secrets_.insert(number); }
    const std::unordered_set<std::string>& secrets() const { return secrets_; }

    /// Something that must not be. Printed at the end, and fails the run.
    void violation(const std::string& invariant, const std::string& what);
    const std::map<std::string, std::vector<std::string>>& violations() const { return violations_; }

    /// The applications that were begun, in order.
    const std::vector<std::string>& created() const { return created_; }
    const std::deque<acknowledgement>& acknowledged() const { return acknowledged_; }
    const std::map<std::string, std::int64_t>& refusals() const { return refusals_; }
    /// How often an event was refused, by programme.
    const std::map<std::string, std::int64_t>& refused_events() const { return refused_events_; }
    const std::map<std::string, std::int64_t>& refused_though_offered() const { return though_offered_; }
    std::int64_t objections_taken() const { return objections_; } ///< of people who are nobody's caller
    std::int64_t forbidden_attempts() const { return forbidden_; }
    std::int64_t repetitions() const { return repetitions_; }
    std::int64_t commands() const { return commands_; }
    std::int64_t timers_fired() const { return timers_; }
    const std::filesystem::path& database() const { return database_; }

    /// Ends the service; nothing but the tallies can be asked afterwards.
    void close() { engine_.reset(); }

private:
    void hear(const intent&, const result<service::answer>&);
    void hear_again(const intent&, const result<service::answer>& first, const result<service::answer>& second);

    std::uint64_t seed_;
    std::filesystem::path database_;
    simulation::habits habits_;
    std::vector<programme> programmes_;
    calendar::calendar days_;
    simulated_clock clock_;
    std::unique_ptr<service::service> engine_;
    std::unordered_set<std::string> secrets_;
    std::map<std::string, std::vector<std::string>> violations_;
    std::vector<std::string> created_;
    std::deque<acknowledgement> acknowledged_;
    std::map<std::string, std::int64_t> refusals_, though_offered_, refused_events_;
    std::map<std::string, std::string> programme_of_; ///< application → programme
    std::int64_t forbidden_ = 0, objections_ = 0, repetitions_ = 0, commands_ = 0, timers_ = 0, keys_ = 0;
};

} // namespace sluice::simulation

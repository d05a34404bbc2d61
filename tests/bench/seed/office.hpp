#pragma once

#include "engine/service/service.hpp"
#include "tests/bench/seed/chance.hpp"

#include <atomic>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

namespace sluice::bench {

/// The people and rounds of a seeded base. The measurements come with these tokens.
struct office {
    service::caller officer, director;
    std::vector<std::string> rounds;
};

inline constexpr const char* officer_token = "bench-officer";
inline constexpr const char* director_token = "bench-director";
inline constexpr const char* auditor_token = "bench-auditor";
inline constexpr const char* admin_token = "bench-admin";

/// Applicants who create applications while it is measured, each of an organisation of its own: `bench-applicant-0` …
inline constexpr int applicants_with_token = 64;
std::string applicant_token(int number);

/// A clock that stands still until it is set, and whose randomness comes from the seed: a base is made the same each
/// time, to the last id.
class seeded_clock final : public service::clock {
public:
    seeded_clock(instant now, std::uint64_t seed)
        : now_{now.milliseconds}
        , drawn_{seed} {}

    instant now() const override { return instant{now_}; }
    id_entropy entropy() override;
    void set(instant now) { now_ = now.milliseconds; }

private:
    std::atomic<std::int64_t> now_;
    std::mutex guard_; ///< entropy is asked for by several threads
    chance drawn_;
};

/// The service on a database of this program.
class seeding_service {
public:
    seeding_service(const std::filesystem::path& database, instant now, std::uint64_t seed);

    /// Throws `std::runtime_error` with the explanation when it is refused.
    json carry_out(const service::caller&, service::command);
    void set_time(instant now) { clock_.set(now); }

private:
    seeded_clock clock_;
    std::unique_ptr<service::service> engine_;
};

/// A person who may act for the organisation, as a caller.
service::caller applicant_of(const std::string& person, const std::string& organisation);

/// Registers a firm and a person of it; returns the person.
service::caller register_applicant(seeding_service&, const std::string& firm, const std::string& code);

/// Makes the office: people, tokens, rounds, money.
office found_office(seeding_service&);

/// The form of a winner of a contest, from the programme's own scenarios.
json contest_form();

} // namespace sluice::bench

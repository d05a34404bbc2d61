#include "tests/simulation/simulation.hpp"

#include <catch2/catch_test_macros.hpp>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <sstream>

using namespace sluice::simulation;

namespace {

constexpr std::size_t applications = 60;

/// What is lived through here is not durability: where memory can be had as a folder, no disk is waited for.
std::filesystem::path somewhere_fast() {
    const std::filesystem::path in_memory{"/dev/shm"};
    return std::filesystem::is_directory(in_memory) ? in_memory : std::filesystem::temp_directory_path();
}

/// A whole year in a folder of its own, which is gone afterwards.
class small_year {
public:
    small_year(std::uint64_t seed, int run)
        : folder_{somewhere_fast() /
                  ("sluice-simulation-test-" + std::to_string(getpid()) + "-" + std::to_string(run))} {
        spdlog::set_level(spdlog::level::warn);
        settings wanted;
        wanted.seed = seed;
        wanted.applications = applications;
        wanted.data = folder_;
        ended_ = simulate(wanted, said_);
    }
    ~small_year() { std::filesystem::remove_all(folder_); }
    small_year(const small_year&) = delete;

    const outcome& ended() const { return ended_; }
    std::string said() const { return said_.str(); }

private:
    std::filesystem::path folder_;
    std::ostringstream said_;
    outcome ended_;
};

} // namespace

TEST_CASE("a year of the bureau leaves every invariant whole, and the same state for the same seed", "[simulation]") {
    const small_year first{7, 1}, again{7, 2}, other{8, 3};
    INFO(first.said());
    CHECK(first.ended().sound);
    CHECK(first.ended().hash == again.ended().hash);
    INFO(other.said());
    CHECK(other.ended().sound);
    CHECK(first.ended().hash != other.ended().hash);
}

#pragma once

#include "engine/base/json.hpp"
#include "tests/bench/seed/chance.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::bench {

/// An application as the load knows it from the seed and from the answers since.
struct known_application {
    char id[36];
    std::uint8_t state = 0; ///< position in `known_base::states`
    bool busy = false;      ///< a command on it is under way
    std::int32_t revision = 0;

    std::string_view name() const { return {id, sizeof id}; }
};

/// What the load knows of the base it asks about; shared by all workloads of one server. For one thread.
class known_base {
public:
    /// Reads what `seed_base` has written beside the database.
    explicit known_base(const std::filesystem::path& folder);

    json about;                      ///< seed.json
    std::vector<std::string> states; ///< names
    std::vector<known_application> applications;
    std::vector<std::uint32_t> visible;   ///< to officials: all but drafts
    std::vector<std::uint32_t> steppable; ///< those in the measured cycle
    chance drawn;                         ///< what is asked comes from the seed too

    std::string officer, director; ///< tokens
    std::vector<std::string> applicants;
    std::vector<std::string> rounds;
    std::string programme;

    std::uint8_t state_named(std::string_view name);
    std::size_t count_in(std::string_view state) const;

    /// A key that was not used before, in this run or another one on the same data.
    std::string fresh_key();

private:
    std::string key_prefix_;
    std::uint64_t keys_ = 0;
};

/// `METHOD target HTTP/1.1` and the header fields that every request has; what is appended then may be more of them.
void begin_request(std::string& bytes, std::string_view method, std::string_view target, std::string_view token);
/// The fields of a body, the end of the head, and the body.
void end_request(std::string& bytes, std::string_view json_body);

} // namespace sluice::bench

#pragma once

#include "tests/bench/load/commands.hpp"

#include <cstdint>
#include <vector>

namespace sluice::bench {

/// Up to so many applications the whole chain is verified afterwards; with more it would take minutes.
inline constexpr std::size_t chain_checked_up_to = 10'000;

/// Whether the server has something at that address for this token.
bool serves(std::uint16_t port, const std::string& target, const std::string& token);

/// What has to be true when all is done. Each throws `wrong_answer` when it is not.
class aftermath {
public:
    aftermath(std::uint16_t port, known_base& base)
        : port_{port}
        , base_{base} {}

    /// A sample of the applications that were advanced stand where the last answer said.
    void read_stepped_again() const;
    void read_created_again(const std::vector<create_workload::created>&) const;
    /// The server finds the programme's record whole.
    void verify_chain() const;

private:
    std::uint16_t port_;
    known_base& base_;
};

} // namespace sluice::bench

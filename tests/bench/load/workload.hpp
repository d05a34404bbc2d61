#pragma once

#include "tests/bench/load/answer.hpp"

#include <cstddef>
#include <string>

namespace sluice::bench {

/// What is asked on each connection and what has to come back. Used by one thread. On each connection questions and
/// checks alternate.
class workload {
public:
    virtual ~workload() = default;

    /// Appends one whole request.
    virtual void ask(std::size_t connection, std::string& bytes) = 0;
    /// Throws `wrong_answer` unless it is the answer to what was asked last on this connection.
    virtual void check(std::size_t connection, const answer&) = 0;
};

} // namespace sluice::bench

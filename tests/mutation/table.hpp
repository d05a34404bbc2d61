#pragma once

#include "tests/mutation/judge.hpp"

#include <cstddef>
#include <iosfwd>
#include <vector>

namespace sluice::mutation {

struct tally {
    std::size_t mutants = 0, reader = 0, verifier = 0, expectations = 0, traces = 0, survived = 0;

    std::size_t caught() const { return mutants - survived; }
    double percent() const {
        return mutants == 0 ? 0 : 100.0 * static_cast<double>(caught()) / static_cast<double>(mutants);
    }
};

/// Prints operator by operator what noticed its mutants, and which rules noticed most; returns the sums.
tally print_table(const std::vector<mutant>&, const std::vector<verdict>&, std::ostream&);

} // namespace sluice::mutation

#pragma once

#include "tests/bench/seed/chance.hpp"

#include <string>
#include <vector>

namespace sluice::bench {

/// Draws titles of projects from a vocabulary of its own. Two titles hardly ever have a word in common: whoever files
/// the same project twice is rare, and titles that are all alike would measure the search for overlaps instead.
class title_maker {
public:
    explicit title_maker(std::uint64_t seed);

    std::string title(chance&) const;

private:
    std::vector<std::string> words_;
};

} // namespace sluice::bench

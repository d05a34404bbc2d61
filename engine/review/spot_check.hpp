#pragma once

#include "engine/base/json.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace sluice::review {

/// How many of a population are taken.
struct spot_check_size {
    int percent = 0;  ///< rounded up
    int at_least = 0; ///< as far as there are so many
};

struct spot_check_ticket {
    std::string number; ///< of the application
    std::string ticket; ///< 64 hexadecimal digits

    friend bool operator==(const spot_check_ticket&, const spot_check_ticket&) = default;
};

/// A draw which anyone can repeat with `sha256sum`: the ticket of an application is
/// SHA-256("sluice spot check 1\n" seed "\n" number), and the lowest tickets are drawn. It depends on nothing but the
/// seed and who is in the population; neither the order of the population nor a generator has to be trusted.
struct spot_check_outcome {
    std::string seed;
    std::vector<std::string> population;  ///< sorted
    std::vector<spot_check_ticket> drawn; ///< the lowest ticket first
};

/// How many of `population` applications are drawn.
std::size_t drawn_of(std::size_t population, const spot_check_size&);

/// `numbers` are distinct. The same seed and numbers always give the same outcome, whatever their order.
spot_check_outcome draw_spot_check(std::vector<std::string> numbers, const spot_check_size&, const std::string& seed);

/// SHA-256 over the sorted numbers, each with a line feed after it, in hexadecimal.
std::string digest_of_population(const std::vector<std::string>& sorted);

} // namespace sluice::review

#pragma once

#include "tests/simulation/acting.hpp"

#include <map>
#include <string>
#include <vector>

namespace sluice::simulation {

/// A round of intake.
struct intake_round {
    std::string id, programme;
    date opens, closes;
    int year = 0;
    double share = 0; ///< of the programme's applications
};

/// How many applications each programme gets, by the habits' shares; adds up to `applications`.
std::map<std::string, std::size_t> shares_of(const bureau&, std::size_t applications);

/// Opens every round that the habits name and gives each fund its appropriation. In order of programme and opening.
std::vector<intake_round> open_rounds(bureau&, const population&, std::size_t applications);

} // namespace sluice::simulation

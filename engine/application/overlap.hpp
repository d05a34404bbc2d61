#pragma once

#include "engine/base/fen.hpp"
#include "engine/base/instant.hpp"
#include "engine/base/json.hpp"

#include <string>
#include <vector>

namespace sluice::application {

/// Another submitted application that is about the same project.
struct overlapping_project {
    std::string application, programme, number, title;
    int similarity = 0; ///< thousandths: of the titles, or of the summaries where those are more alike
    bool same_organisation = false;
    fen amount; ///< bound and paid, less what came back
    instant at; ///< when it was submitted
};

/// As a record keeps what a decision was based on.
json to_json(const std::vector<overlapping_project>&);
/// Throws `std::invalid_argument` on anything that `to_json` did not write.
std::vector<overlapping_project> overlaps_from_json(const json&);

/// The greatest amount and the sum of all, of those that count: of the same organisation only, or of anyone.
struct overlap_totals {
    fen highest, total;
};
overlap_totals totals_of(const std::vector<overlapping_project>&, bool anyone);

} // namespace sluice::application

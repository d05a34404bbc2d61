#pragma once

#include "engine/base/reason.hpp"
#include "engine/base/text.hpp"

#include <string>
#include <vector>

namespace sluice {

/// One thing that a command needed and did not have.
struct unmet_requirement {
    std::string id;    ///< stable within the programme's definition, for instance `window_open`
    std::string place; ///< JSON pointer into the form or payload, or empty
    text explanation;  ///< what is missing, and what would satisfy it

    friend bool operator==(const unmet_requirement&, const unmet_requirement&) = default;
};

/// Why a command was not carried out. Nothing has changed when a caller gets one.
struct refusal {
    sluice::reason reason = reason::internal;
    text explanation;  ///< a sentence for people, with the remedy where there is one
    std::string place; ///< JSON pointer, parameter or header that is at fault, or empty
    std::vector<unmet_requirement> requirements;

    friend bool operator==(const refusal&, const refusal&) = default;
};

inline refusal refuse(reason why, text explanation, std::string place = {}) {
    return refusal{why, std::move(explanation), std::move(place), {}};
}

} // namespace sluice

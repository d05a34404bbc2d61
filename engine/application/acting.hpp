#pragma once

#include "engine/base/json.hpp"

#include <string>

namespace sluice::application {

/// For whom somebody acts who does not act for themselves. Empty of everything where they do.
/// - Under a delegation a colleague uses the roles of a person; what either has done on an application counts as done
///   by both, so that nobody's hand becomes two.
/// - Under a mandate the people of one organisation, the agent, act as applicants of another.
struct acting_for {
    std::string person;       ///< whose roles are used; empty under a mandate
    std::string organisation; ///< that applies; empty under a delegation
    std::string agent;        ///< the organisation that is mandated; empty under a delegation
    std::string under;        ///< id of the delegation or mandate

    bool nobody() const { return under.empty(); }
    friend bool operator==(const acting_for&, const acting_for&) = default;
};

/// The persisted form, members that are empty left out; reading throws `std::invalid_argument` on what is not one.
json to_json(const acting_for&);
acting_for acting_for_from_json(const json&);

} // namespace sluice::application

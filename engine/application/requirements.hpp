#pragma once

#include "engine/application/procedure.hpp"

#include <vector>

namespace sluice::application {

/// A requirement that does not hold, with the reason under which it is refused when it stands alone.
struct missing_requirement {
    reason why;
    unmet_requirement what;
};

/// Every requirement of the transition that does not hold for the event in `scope`.
result<std::vector<missing_requirement>> find_missing(procedure&, const programme::transition_rules&);

/// One requirement; empty when it holds.
result<std::vector<missing_requirement>> find_missing(procedure&, const programme::requirement&);

/// One refusal for all: under their common reason, or `requirement_not_met` when they differ.
refusal refuse_missing(std::vector<missing_requirement>);

/// What is wrong with the form. A unified social credit code that fails its check but is the applicant's own, which an
/// official accepted when the organisation was registered, is not held against it.
std::vector<unmet_requirement> faults_of_form(const programme::programme&, const json& form, schema::completeness,
                                              const applicant_facts&);

/// Refuses event data that the transition does not take or that its schema does not allow; places begin with /data.
result<void> check_event_data(const programme::transition_rules&, const json& data);

/// Refuses `same_person` when the actor has done what the transition must be separate from.
result<void> check_separation(const procedure&, const programme::transition_rules&);

} // namespace sluice::application

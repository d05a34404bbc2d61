#pragma once

#include "tests/mutation/mutant.hpp"

#include <vector>

namespace sluice::mutation {

/// Every mutant of one programme, in a fixed order: the exhaustive list.
std::vector<mutant> every_mutant(const original&);

/// At most `each_max` of each operator over all programmes together. Which ones depends on their own keys alone, so
/// that a change in one place of a definition does not reshuffle the rest.
std::vector<mutant> sample(std::vector<mutant> all, std::size_t each_max);

// By what they damage. Each adds to the list.
using mutants = std::vector<mutant>;
void damage_transitions(const original&, mutants&);  ///< dropped, retargeted, reordered, renamed events
void damage_states(const original&, mutants&);       ///< removed, final, initial, tags
void damage_timers(const original&, mutants&);       ///< delays, pauses
void damage_actions(const original&, mutants&);      ///< dropped, doubled, swapped, other parameters
void damage_permissions(const original&, mutants&);  ///< `by`, `separate_from`, payments, panels' `assign`
void damage_requirements(const original&, mutants&); ///< requirements and guards dropped, negated
void damage_expressions(const original&, mutants&);  ///< comparisons, constants, names inside CEL
void damage_numbers(const original&, mutants&);      ///< parameters, panels, rubric
void damage_sections(const original&, mutants&);     ///< variables, documents, allocation, payments, names
void damage_schemas(const original&, mutants&);      ///< the form, and the schemas of event data
void damage_types(const original&, mutants&);        ///< a value of another type

} // namespace sluice::mutation

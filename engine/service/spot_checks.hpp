#pragma once

#include "engine/programme/programme.hpp"
#include "engine/service/errand.hpp"

#include <string>
#include <vector>

/// Random audits: who of a round is checked is drawn by lot, from a seed that is recorded with the draw.
namespace sluice::service {

/// The most applications among which one draw is made.
inline constexpr std::size_t spot_check_population_max = 5'000;

/// Under which kind of entity the draws of a round are kept, by the time of the draw.
std::string spot_check_kind(const std::string& round);

struct checked_application {
    std::string id, number;
};

/// The check of the round's programme if the caller may draw it. Refuses `not_found`, `not_permitted`.
result<const programme::spot_check_rules*> spot_check_rules_for(const library&, const caller&,
                                                                const stored_entity& round, const std::string& check);

/// Those of the round that stand in the check's state now, by number. Refuses `invalid_value` beyond
/// `spot_check_population_max` and `event_not_possible` when there is none.
result<std::vector<checked_application>> population_of(store::reader&, const programme::programme&,
                                                       const programme::spot_check_rules&, const std::string& round);

/// A kept draw as the API shows it; `whole`: with the list of those among whom it was drawn.
json spot_check_to_json(const json& body, bool whole);

/// Draws, tells every application of the population what became of it (`spot_check.drawn` or `spot_check.passed`), and
/// keeps seed and population so that anybody can repeat it: all or nothing. Refuses as above, and as the applications'
/// own procedures do.
result<answer> carry_out(const errand&, const draw_spot_check&);

} // namespace sluice::service

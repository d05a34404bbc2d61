#pragma once

#include "engine/application/allocation.hpp"
#include "engine/service/access.hpp"
#include "engine/service/clock.hpp"
#include "engine/service/errand.hpp"

#include <deque>
#include <map>
#include <string>
#include <vector>

/// A round's list: who shares its pools, what is in them, and what comes of it.
namespace sluice::service {

/// The most applications that one round's pools are shared among.
inline constexpr std::size_t claimants_max = 20'000;

struct claimant {
    loaded_application application;
    application::facts known;

    application::listed_application listed() const { return {application.rules, &application.state, &known}; }
};

/// Those who wait in the state that the definition names, by number. Refuses `invalid_value` beyond `claimants_max`.
result<std::deque<claimant>> find_claimants(store::reader&, const library&, clock&, const programme::programme&,
                                            const std::string& round);

/// What each pool of the round still holds; `held` is added to what is free, for those whose shares are decided anew.
std::map<std::string, fen> pools_of_round(store::reader&, const stored_entity& round,
                                          const ledger::round_use& held = {});

/// The round's programme if it shares pools and the caller decides about them. Refuses `not_found`, `not_permitted`.
result<const programme::programme*> sharing_rules(const library&, const caller&, const stored_entity& round);

/// The list as the API shows it (`allocation` in schemas/openapi.json), without what a decision adds.
json allocation_to_json(const programme::programme&, const stored_entity& round, const std::deque<claimant>&,
                        const application::shared_list&);

/// What of each application's appraisal is kept with the decision, to run the list again.
json basis_to_json(const std::deque<claimant>&, const application::shared_list&);

/// The list that was decided for the round: `{decided_at, by, total, items, basis, reruns, shown}`. It is kept beside
/// the round and not in it, since every act on an application of the round reads the round. Rounds from before hold it
/// themselves.
json decided_list(store::reader&, const stored_entity& round);

/// Keeps it, leaves its outline in the round, and stores the round. Returns the round's new revision.
std::int64_t keep_decided_list(const errand&, stored_entity& round, const json& list);

/// What was decided, for those who ask for a preview afterwards.
json decided_allocation(const json& list);

} // namespace sluice::service

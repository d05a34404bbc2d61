#pragma once

#include "engine/application/facts.hpp"
#include "engine/service/access.hpp"
#include "engine/service/clock.hpp"
#include "engine/store/reader.hpp"

namespace sluice::service {

/// Gathers what the pure core has to know about the surroundings of an application. `row` needs programme, round and
/// organisation only; and id where there may be others with the same project. Reader, definitions, clock and programme
/// must outlive the facts: some of them are found out only when an expression asks.
application::facts gather_facts(store::reader&, const library&, sluice::service::clock&, const programme::programme&,
                                const store::application_record& row, application::actor_facts, instant now);

} // namespace sluice::service

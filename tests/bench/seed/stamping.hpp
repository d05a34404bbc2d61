#pragma once

#include "engine/store/write_transaction.hpp"
#include "tests/bench/seed/population.hpp"

#include <vector>

/// Makes the rows of a planned application out of its pattern.
namespace sluice::bench {

struct stamped_application {
    store::application_record row;
    std::vector<store::timer_record> timers;
    std::vector<store::task_record> tasks;
    std::vector<store::document_record> documents;
    std::optional<store::project_record> project;
};

stamped_application stamp_application(const population&, std::size_t application, const programme::programme&);

/// The record of one act, without its links in the chain.
store::log_record stamp_act(const population&, const planned_act&);

struct stamped_firm {
    store::entity organisation, person;
    store::log_record organisation_act, person_act; ///< without their links
};
stamped_firm stamp_firm(const population&, const firm_pattern&, std::size_t firm);

} // namespace sluice::bench

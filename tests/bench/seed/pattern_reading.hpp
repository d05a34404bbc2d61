#pragma once

#include "engine/store/reader.hpp"
#include "tests/bench/seed/pattern.hpp"

namespace sluice::bench {

/// Reads back what was written, with gaps for what differs. Each throws `std::runtime_error` when a text still holds an
/// id that belongs to this application alone.
application_pattern read_application_pattern(store::reader&, const std::string& application, std::size_t path,
                                             const service::caller& applicant, const std::string& firm);
firm_pattern read_firm_pattern(store::reader&, const service::caller& applicant);

/// What the last act on an application took.
step_sizes weigh_steps(store::reader&, const std::string& application);

} // namespace sluice::bench

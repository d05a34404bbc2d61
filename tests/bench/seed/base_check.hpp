#pragma once

#include "engine/store/database.hpp"

#include <cstdint>

namespace sluice::bench {

/// Throws `std::runtime_error` unless the chains hold from end to end, a sample of the applications can be replayed from
/// the record to exactly the state that is stored, and no timer is due when the measurements begin.
void check_base(store::database&, std::uint64_t seed);

} // namespace sluice::bench

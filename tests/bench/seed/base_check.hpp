#pragma once

#include "engine/store/database.hpp"

#include <cstdint>

namespace sluice::bench {

/// Throws `std::runtime_error` unless a sample of the applications can be replayed from the record to exactly the state
/// that is stored, with the right hashes, the chains of up to a million records hold from end to end, and no timer is
/// due while it is measured.
void check_base(store::database&, std::uint64_t seed);

} // namespace sluice::bench

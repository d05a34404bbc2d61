#pragma once

#include "engine/store/database.hpp"
#include "tests/bench/seed/population.hpp"

#include <functional>

namespace sluice::bench {

/// Told how far it has come: what is written, how many of how many.
using progress = std::function<void(const char* what, std::size_t done, std::size_t of)>;

/// Writes firms, applications and the record of every act through the store's port, some thousand to a transaction. The
/// record is in the order of time, each act linked to the one before in its chain.
void write_base(store::database&, const population&, const firm_pattern&, const programme::programme&, const progress&);

} // namespace sluice::bench

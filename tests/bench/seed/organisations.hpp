#pragma once

#include <cstdint>
#include <string>

namespace sluice::bench {

/// Firms by number: seeded ones from 0 on, and apart from them those whose applications are the pattern of the others,
/// and those that create applications while it is measured.
inline constexpr std::int64_t pattern_firms_from = 900'000'000;
inline constexpr std::int64_t busy_firms_from = 950'000'000;

std::string firm_name(std::int64_t number);

/// A unified social credit code that passes its check (GB 32100-2015), different for each firm.
std::string firm_code(std::int64_t number);

} // namespace sluice::bench

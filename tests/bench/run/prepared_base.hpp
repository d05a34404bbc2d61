#pragma once

#include <cstdint>
#include <filesystem>

namespace sluice::bench {

/// Where seeded bases are kept, and what makes them.
struct base_store {
    std::filesystem::path program; ///< seed_base
    std::filesystem::path folder = "build/bench-data";
    std::uint64_t seed = 1;
};

/// The kept base of that size: seeded now if there is none made of the same schema, programme and seeder.
std::filesystem::path kept_base(const base_store&, std::size_t applications);

/// A copy to work on, on the disk and, as far as it fits, in the page cache; what was there before is removed.
void copy_base(const std::filesystem::path& kept, const std::filesystem::path& to);

} // namespace sluice::bench

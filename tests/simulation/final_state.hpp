#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace sluice::simulation {

/// SHA-256, in hexadecimal, over the content of every table but not over the file: tables by name, rows in the order
/// of all their columns, each value with its type and length. So a table that comes later is in it by itself. Page
/// layout, row ids and indexes are not.
std::string hash_of_state(const std::filesystem::path& database);

struct state_counts {
    std::int64_t drafts = 0, under_way = 0, ended = 0;
};

/// Of all applications.
state_counts counts_by_state(const std::filesystem::path& database);

} // namespace sluice::simulation

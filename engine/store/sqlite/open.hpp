#pragma once

#include "engine/store/database.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

namespace sluice::store::sqlite {

struct options {
    int readers_max = 4;                        ///< connections of the pool, opened as they are needed
    std::chrono::milliseconds wait_max{10'000}; ///< for the writer's turn, for a reader, for another process's lock
    /// Pages in the write-ahead log that start moving it into the file: more of them, and pages that many commits write
    /// are moved once for all; fewer, and a start after a crash reads less.
    int checkpoint_pages = 4'000;
    int cache_kib = 16 * 1'024;                        ///< page cache of each connection
    std::size_t shared_bytes_max = 24 * 1'024 * 1'024; ///< of entities in memory, and as much again of applications
    /// Applications whose places are gathered in memory before they are written to where the next start reads them:
    /// more of them, and those that lie together are written at once; fewer, and a start after a crash reads less.
    std::size_t places_behind_max = 8'192;
    std::string vfs; ///< a registered SQLite VFS to use, for tests; empty is the system's
};

/// Opens the file, creates it if it is not there, and brings its schema up to date. WAL, synchronous=FULL, foreign
/// keys on. Throws `store_error` if it cannot be opened, is no database of ours, or has a newer schema than this
/// program knows.
std::unique_ptr<database> open(const std::filesystem::path& path, const options& settings = {});

} // namespace sluice::store::sqlite

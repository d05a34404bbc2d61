#pragma once

#include <filesystem>

namespace sluice::bench {

/// What the disk and SQLite alone can do in a folder: no server on top can do better one command at a time.

/// Writes of 4 KiB within a file of 4 MiB, as into a write-ahead log that is used again, each followed by fdatasync.
double syncs_a_second(const std::filesystem::path& folder);

/// Rows of 2 KB, inserted so many to a transaction, WAL with synchronous=FULL. In rows a second.
double sqlite_rows_a_second(const std::filesystem::path& folder, int rows_a_commit);

} // namespace sluice::bench

#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>

namespace sluice::bench {

/// What a durable step must at least write, in bytes: measured at the product's own rows.
struct row_sizes {
    std::size_t body = 0, event = 0, outbox = 0;
};

/// SQLite alone doing what a durable step is: read the head, one SHA-256, insert the event, update the application,
/// insert an outbox row. The C API with prepared statements, WAL, synchronous=FULL; a plain sensible layout; as many
/// applications of the same size as the base has. One thread, nothing else: no command can be faster that way.
class raw_sqlite {
public:
    /// Makes the database in the folder, without waiting for the disk.
    raw_sqlite(const std::filesystem::path& folder, std::size_t applications, row_sizes);
    ~raw_sqlite();
    raw_sqlite(const raw_sqlite&) = delete;
    raw_sqlite& operator=(const raw_sqlite&) = delete;

    /// Steps a second, so many to a commit, of applications drawn at random.
    double steps_a_second(int steps_a_commit, std::chrono::nanoseconds how_long);

private:
    class implementation;
    std::unique_ptr<implementation> self_;
};

/// Writes of 4 KiB within a file of 4 MiB, as into a write-ahead log that is used again, each followed by fdatasync.
double syncs_a_second(const std::filesystem::path& folder, std::chrono::nanoseconds how_long);

} // namespace sluice::bench

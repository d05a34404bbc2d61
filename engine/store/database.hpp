#pragma once

#include "engine/store/error.hpp"
#include "engine/store/reader.hpp"
#include "engine/store/write_transaction.hpp"

#include <cstdint>
#include <memory>
#include <string_view>

namespace sluice::store {

/// Everything the engine keeps. Safe to use from any thread; outlives its readers and transactions. A backend's
/// `open` makes one (`engine/store/sqlite/open.hpp`).
class database {
public:
    virtual ~database() = default;
    database(const database&) = delete;
    database& operator=(const database&) = delete;

    /// Waits for the writer's turn. Throws `store_poisoned` after a failed commit, `store_error` if the turn does not
    /// come in time. A thread that already holds the transaction must not ask for another.
    virtual std::unique_ptr<write_transaction> begin_write() = 0;

    /// Waits for a free connection; sees every commit that has returned. Throws `store_error` if none comes free in
    /// time. Goes on working when the database is poisoned.
    virtual std::unique_ptr<reader> read() = 0;

    /// The number of the last commit that changed, or is about to change, any entity of this kind or whose it is
    /// (`put_party`). A number may be too high, never too low. Something made of what a reader saw goes on being right
    /// as long as this is at most the reader's `snapshot()`, for each kind that it is made of. Costs nanoseconds.
    virtual std::uint64_t changed_at(std::string_view kind) const = 0;

    /// Gives back what is kept only in case it is read again: after something that reads much once, as starting does.
    virtual void release_memory() = 0;

    /// Whether a failed commit has stopped all writing: what `/readyz` asks.
    virtual bool poisoned() const = 0;

protected:
    database() = default;
};

} // namespace sluice::store

#include "engine/store/sqlite/pool.hpp"

#include "engine/store/error.hpp"

#include <sqlite3.h>

namespace sluice::store::sqlite {

connection_pool::connection_pool(std::filesystem::path path, options settings, connection::role part,
                                 int connections_max)
    : path_{std::move(path)}
    , settings_{std::move(settings)}
    , part_{part}
    , connections_max_{std::max(connections_max, 1)} {
    idle_.reserve(static_cast<std::size_t>(connections_max_)); // so that giving back cannot fail
}

std::unique_ptr<connection> connection_pool::take() {
    {
        std::unique_lock lock{mutex_};
        if (!returned_.wait_for(lock, settings_.wait_max, [this] { return lent_ < connections_max_; }))
            throw store_error(part_ == connection::role::writer ? "the writer's turn did not come in time"
                                                                : "no reader came free in time");
        ++lent_;
        if (!idle_.empty()) {
            std::unique_ptr<connection> free = std::move(idle_.back());
            idle_.pop_back();
            return free;
        }
    }
    try {
        return std::make_unique<connection>(path_, settings_, part_);
    } catch (...) {
        give_back(nullptr);
        throw;
    }
}

void connection_pool::give_back(std::unique_ptr<connection> used) noexcept {
    const bool broken = used != nullptr && used->file_broken() && part_ == connection::role::writer;
    if (used != nullptr && !used->reading_at()) used->roll_back();
    if (used != nullptr && used->failed() && !broken) used.reset();
    {
        const std::lock_guard lock{mutex_};
        if (used != nullptr && pauses_ > 0) used->roll_back();
        if (broken)
            broken_writer_ = std::move(used);
        else if (used != nullptr)
            idle_.push_back(std::move(used));
        --lent_;
    }
    returned_.notify_one();
}

void connection_pool::release_memory() {
    const std::lock_guard lock{mutex_};
    for (const auto& each : idle_)
        sqlite3_db_release_memory(each->handle().getHandle());
}

connection_pool::no_idle_readings::no_idle_readings(connection_pool& of)
    : of_{of} {
    const std::lock_guard lock{of_.mutex_};
    ++of_.pauses_;
    for (const auto& each : of_.idle_)
        each->roll_back();
}

connection_pool::no_idle_readings::~no_idle_readings() {
    const std::lock_guard lock{of_.mutex_};
    --of_.pauses_;
}

} // namespace sluice::store::sqlite

#include "engine/store/sqlite/pool.hpp"

#include "engine/store/error.hpp"

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
    if (used != nullptr && used->failed() && !broken) used.reset();
    {
        const std::lock_guard lock{mutex_};
        if (broken)
            broken_writer_ = std::move(used);
        else if (used != nullptr)
            idle_.push_back(std::move(used));
        --lent_;
    }
    returned_.notify_one();
}

void connection_pool::end_readings() {
    const std::lock_guard lock{mutex_};
    for (const auto& each : idle_)
        each->roll_back();
}

} // namespace sluice::store::sqlite

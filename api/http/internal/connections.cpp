#include "api/http/internal/connections.hpp"

#include <vector>

namespace sluice::http::internal {

bool connection_registry::add(const std::shared_ptr<connection>& one) {
    const std::lock_guard lock{mutex_};
    if (draining_ || all_.size() >= connections_max_) return false;
    all_.emplace(one.get(), one);
    return true;
}

void connection_registry::remove(const connection* one) {
    const std::lock_guard lock{mutex_};
    all_.erase(one);
    changed_.notify_all();
}

std::shared_ptr<turning_away> connection_registry::turn_away() {
    if (++turned_away_ <= turning_away_max) return std::make_shared<turning_away>(turned_away_);
    --turned_away_;
    return nullptr;
}

void connection_registry::drain() {
    std::vector<std::shared_ptr<connection>> alive;
    {
        const std::lock_guard lock{mutex_};
        draining_ = true;
        for (const auto& [address, one] : all_)
            if (auto still_there = one.lock()) alive.push_back(std::move(still_there));
    }
    for (const auto& one : alive)
        one->drain();
}

bool connection_registry::wait_until_empty(std::chrono::milliseconds patience) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, patience, [this] { return all_.empty(); });
}

} // namespace sluice::http::internal

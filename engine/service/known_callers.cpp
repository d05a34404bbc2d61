#include "engine/service/known_callers.hpp"

#include <algorithm>
#include <mutex>

namespace sluice::service {
namespace {

constexpr std::size_t callers_max = 10'000;

/// What `identify` reads.
constexpr std::array<std::string_view, 3> made_of{"token", "person", "delegation"};

} // namespace

bool known_callers::unchanged_since(std::uint64_t snapshot) const {
    return std::all_of(made_of.begin(), made_of.end(),
                       [&](std::string_view kind) { return database_.changed_at(kind) <= snapshot; });
}

std::optional<caller> known_callers::find(const std::string& token_digest, instant now) const {
    const std::shared_lock lock{mutex_};
    const auto found = known_.find(token_digest);
    if (found == known_.end() || !unchanged_since(found->second.snapshot)) return std::nullopt;
    if (found->second.until && *found->second.until <= now) return std::nullopt;
    caller who = found->second.who;
    who.identified_at = now;
    return who;
}

void known_callers::keep(const std::string& token_digest, const caller& who, std::uint64_t snapshot,
                         std::optional<instant> until) {
    const std::unique_lock lock{mutex_};
    // Those that are stale go with the rest: who still comes is read once more.
    if (known_.size() >= callers_max) known_.clear();
    known_.insert_or_assign(token_digest, known{who, snapshot, until});
}

} // namespace sluice::service

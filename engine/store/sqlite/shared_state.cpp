#include "engine/store/sqlite/shared_state.hpp"

namespace sluice::store::sqlite {

namespace {

count_changes to_map(const std::vector<application_count>& rows) {
    count_changes counts;
    for (const application_count& row : rows)
        counts.emplace_hint(counts.end(), count_key{row.programme, row.state, row.draft}, row.count);
    return counts;
}

std::vector<application_count> to_rows(const count_changes& counts) {
    std::vector<application_count> rows;
    rows.reserve(counts.size());
    for (const auto& [key, count] : counts)
        if (count > 0) rows.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), count});
    return rows;
}

} // namespace

std::vector<application_count> with_changes(const std::vector<application_count>& rows, const count_changes& changes) {
    if (changes.empty()) return rows;
    count_changes counts = to_map(rows);
    for (const auto& [key, change] : changes)
        counts[key] += change;
    return to_rows(counts);
}

std::shared_ptr<const shared_counts> kept_counts::find(std::uint64_t snapshot) {
    const std::lock_guard lock{mutex_};
    if (!known_ || since_ > snapshot) return nullptr;
    if (!given_) given_ = std::make_shared<const shared_counts>(to_rows(rows_));
    return given_;
}

void kept_counts::keep(const std::vector<application_count>& rows, std::uint64_t snapshot) {
    const std::lock_guard lock{mutex_};
    if (known_ || since_ > snapshot) return;
    rows_ = to_map(rows);
    known_ = true;
}

void kept_counts::announce(std::uint64_t commit) {
    const std::lock_guard lock{mutex_};
    since_ = commit;
    given_ = nullptr;
}

void kept_counts::change(const count_changes& changes) {
    const std::lock_guard lock{mutex_};
    if (!known_) return;
    for (const auto& [key, change] : changes)
        if ((rows_[key] += change) == 0) rows_.erase(key);
}

void kept_counts::forget(std::uint64_t commit) {
    const std::lock_guard lock{mutex_};
    since_ = commit;
    known_ = false;
    given_ = nullptr;
}

void shared_state::read_again(connection& user, connection* second) {
    const std::uint64_t next = std::max(sequence + 1, read_commit_number(user));
    entities.clear(next);
    applications.clear(next);
    counts.forget(next);
    kinds.change_all(next);
    notes = {};
    index.load(user, second, next);
    sequence = next;
}

} // namespace sluice::store::sqlite

#include "engine/store/sqlite/shared_view.hpp"

#include "engine/store/sqlite/applications.hpp"
#include "engine/store/sqlite/entities.hpp"

namespace sluice::store::sqlite {

namespace {

template<class Record>
std::shared_ptr<const shared<Record>> share(std::optional<Record> read) {
    return read ? std::make_shared<const shared<Record>>(std::move(*read)) : nullptr;
}

/// What the transaction wrote, or what is in memory, or what `read` finds; only what is committed is kept.
template<class Record, class Read>
std::shared_ptr<const shared<Record>> find(shared_cache<Record>& cache, const written_values<Record>* own,
                                           const shared_key& key, std::uint64_t snapshot, Read read) {
    if (const auto* written = own == nullptr ? nullptr : own->find(key)) return *written ? **written : share(read());
    if (const auto known = cache.find(key, snapshot)) return *known;
    return cache.keep(key, share(read()), snapshot);
}

} // namespace

std::uint64_t shared_view::changed_at(std::string_view kind) const {
    return own_ != nullptr && own_->changes_kind(kind) ? snapshot_ + 1 : state_.kinds.last(kind);
}

std::shared_ptr<const shared_entity> shared_view::find_entity(connection& user, std::string_view kind,
                                                              std::string_view id) {
    return find(state_.entities, own_ == nullptr ? nullptr : &own_->entities(), {key_part::id, kind, id}, snapshot_,
                [&] { return sqlite::find_entity(user, kind, id); });
}

std::shared_ptr<const shared_entity> shared_view::find_entity_by_lookup(connection& user, std::string_view kind,
                                                                        std::string_view lookup) {
    if (lookup.empty()) return nullptr;
    const shared_key key{key_part::lookup, kind, lookup};
    const auto* written = own_ == nullptr ? nullptr : own_->entities().find(key);
    if (written != nullptr) return *written ? **written : share(sqlite::find_entity_by_lookup(user, kind, lookup));
    if (const auto known = state_.entities.find(key, snapshot_)) return *known;
    std::optional<entity> read = sqlite::find_entity_by_lookup(user, kind, lookup);
    if (!read) return state_.entities.keep(key, nullptr, snapshot_);
    const std::string id = read->id;
    const auto by_id = state_.entities.keep({key_part::id, kind, id}, share(std::move(read)), snapshot_);
    return state_.entities.keep(key, by_id, snapshot_);
}

std::shared_ptr<const shared_application> shared_view::read_application(connection& user, const shared_key& key,
                                                                        std::optional<std::int64_t> position) {
    std::optional<application_record> summary;
    if (position)
        if (auto shown = find_shown(user, *position)) {
            if (own_ == nullptr) read_view_.emplace(*position, std::move(shown->view));
            summary = std::move(shown->summary);
        }
    auto read = share(std::move(summary));
    if (own_ != nullptr && own_->applications().find(key) != nullptr) return read;
    return state_.applications.keep(key, std::move(read), snapshot_);
}

/// Who asks for an application often asks for its view next.
std::optional<application_view> shared_view::find_view(connection& user, std::int64_t position) {
    if (!read_view_ || read_view_->first != position) return sqlite::find_view(user, position);
    application_view view = std::move(read_view_->second);
    read_view_.reset();
    if (view.text.empty()) return std::nullopt;
    return view;
}

std::shared_ptr<const shared_counts> shared_view::find_counts(connection& user) {
    auto committed = state_.counts.find(snapshot_);
    if (!committed) {
        std::vector<application_count> rows = list_counts(user);
        state_.counts.keep(rows, snapshot_);
        committed = std::make_shared<const shared_counts>(std::move(rows));
    }
    if (own_ == nullptr || own_->counts().empty()) return committed;
    return std::make_shared<const shared_counts>(with_changes(**committed, own_->counts()));
}

} // namespace sluice::store::sqlite

#pragma once

#include "engine/store/sqlite/connection.hpp"
#include "engine/store/sqlite/shared_changes.hpp"

namespace sluice::store::sqlite {

/// What one reader or write transaction sees of the shared values: from memory where its snapshot allows, else from
/// its connection.
class shared_view {
public:
    /// Made before the snapshot is taken.
    explicit shared_view(shared_state& state)
        : state_{state}
        , snapshot_{state.sequence} {}

    /// A write transaction sees what it has written.
    void see(const shared_changes& own) { own_ = &own; }
    void move_to(std::uint64_t snapshot) { snapshot_ = snapshot; }

    std::uint64_t snapshot() const { return snapshot_; }
    std::uint64_t changed_at(std::string_view kind) const;

    std::shared_ptr<const shared_entity> find_entity(connection& user, std::string_view kind, std::string_view id);
    std::shared_ptr<const shared_entity> find_entity_by_lookup(connection& user, std::string_view kind,
                                                               std::string_view lookup);
    /// `position_of` tells where it is stored, when that is needed.
    template<class PositionOf>
    std::shared_ptr<const shared_application> find_application(connection& user, std::string_view id,
                                                               PositionOf position_of) {
        const shared_key key{key_part::id, {}, id};
        if (const auto* written = own_ == nullptr ? nullptr : own_->applications().find(key); written && *written)
            return **written;
        else if (written == nullptr)
            if (const auto known = state_.applications.find(key, snapshot_)) return *known;
        return read_application(user, key, position_of());
    }
    std::shared_ptr<const shared_counts> find_counts(connection& user);
    /// The view of the application that is stored there.
    std::optional<application_view> find_view(connection& user, std::int64_t position);

private:
    std::shared_ptr<const shared_application> read_application(connection& user, const shared_key& key,
                                                               std::optional<std::int64_t> position);

    shared_state& state_;
    std::uint64_t snapshot_;
    const shared_changes* own_ = nullptr;
    /// Of a reader: which came along with the application of this position.
    std::optional<std::pair<std::int64_t, application_view>> read_view_;
};

} // namespace sluice::store::sqlite

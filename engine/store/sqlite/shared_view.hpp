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
    std::shared_ptr<const shared_application> find_application(connection& user, std::string_view id);
    std::shared_ptr<const shared_counts> find_counts(connection& user);

private:
    shared_state& state_;
    std::uint64_t snapshot_;
    const shared_changes* own_ = nullptr;
};

} // namespace sluice::store::sqlite

#pragma once

#include "engine/store/filter.hpp"
#include "engine/store/sqlite/short_id.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <vector>

namespace sluice::store::sqlite {

/// Where applications stand: what all in that place share. Each stands in four lists, or lanes: that of its programme
/// and that of its place, each by creation and by change. Whoever asks for anything else merges some of these.
struct place {
    std::uint32_t number = 0; ///< as it is stored; 0: that of drafts, which stand in no list
    struct lanes {
        std::uint32_t all = 0, here = 0;
    } created, updated;
    bool stored = false; ///< for the writer alone
};

/// The words of the index, and numbers for its lists. Only grows: a few for each programme, round and state, and for
/// each who has tasks. Safe from any thread, save that one alone adds.
class index_names {
public:
    /// Adds it if it is new.
    place& find_or_add(std::string_view programme, std::string_view round, std::string_view state);
    /// As it is stored.
    void add(std::uint32_t number, const std::string& programme, const std::string& round, const std::string& state);
    /// Throws `store_error` where there is no such place. For who adds.
    const place& of_number(std::int64_t number) const;

    std::uint32_t task_lane(std::string_view audience, std::string_view programme);
    std::uint32_t handler_lane(std::string_view handler);
    /// The same text for ever.
    const std::string* keep(std::string_view text);

    // Nothing where nothing has ever stood.
    std::optional<std::uint32_t> find_programme_lane(sort_key by, std::string_view programme) const;
    /// Of one round, or of all.
    void append_place_lanes(sort_key by, std::string_view programme, std::string_view state,
                            const std::optional<std::string>& round, std::vector<std::uint32_t>& to) const;
    std::optional<std::uint32_t> find_task_lane(std::string_view audience, std::string_view programme) const;
    std::optional<std::uint32_t> find_handler_lane(std::string_view handler) const;

private:
    enum class lane_kind { created, updated, tasks, in_hand };
    using lane_name = std::tuple<lane_kind, std::string, std::string>;
    using place_name = std::tuple<std::string, std::string, std::string>; ///< programme, state, round

    place& add_new(std::uint32_t number, std::string_view programme, std::string_view round, std::string_view state);
    std::uint32_t find_or_add(lane_kind kind, std::string_view first, std::string_view second);
    std::optional<std::uint32_t> find(lane_kind kind, std::string_view first, std::string_view second) const;

    mutable std::shared_mutex mutex_;
    std::map<place_name, place, std::less<>> places_;
    std::vector<place*> by_number_; ///< null where there is none
    std::map<lane_name, std::uint32_t, std::less<>> lanes_;
    std::uint32_t lanes_count_ = 0;
    std::unordered_set<std::string> texts_;
};

} // namespace sluice::store::sqlite

#include "engine/store/sqlite/index_names.hpp"

#include "engine/store/error.hpp"

#include <algorithm>
#include <mutex>

namespace sluice::store::sqlite {

place& index_names::find_or_add(std::string_view programme, std::string_view round, std::string_view state) {
    const auto known = places_.find(std::make_tuple(programme, state, round)); // nobody else adds
    if (known != places_.end()) return known->second;
    return add_new(static_cast<std::uint32_t>(std::max<std::size_t>(by_number_.size(), 1)), programme, round, state);
}

void index_names::add(std::uint32_t number, const std::string& programme, const std::string& round,
                      const std::string& state) {
    add_new(number, programme, round, state).stored = true;
}

place& index_names::add_new(std::uint32_t number, std::string_view programme, std::string_view round,
                            std::string_view state) {
    const std::unique_lock lock{mutex_};
    place& added = places_[{std::string{programme}, std::string{state}, std::string{round}}];
    if (by_number_.size() <= number) by_number_.resize(number + 1);
    by_number_[number] = &added;
    added.number = number;
    added.created = {find_or_add(lane_kind::created, programme, {}), lanes_count_++};
    added.updated = {find_or_add(lane_kind::updated, programme, {}), lanes_count_++};
    return added;
}

const place& index_names::of_number(std::int64_t number) const {
    const auto at = static_cast<std::size_t>(number);
    if (at >= by_number_.size() || by_number_[at] == nullptr)
        throw store_error("the file has no place " + std::to_string(number));
    return *by_number_[at];
}

std::uint32_t index_names::task_lane(std::string_view audience, std::string_view programme) {
    if (const auto known = find(lane_kind::tasks, audience, programme)) return *known;
    const std::unique_lock lock{mutex_};
    return find_or_add(lane_kind::tasks, audience, programme);
}

std::uint32_t index_names::handler_lane(std::string_view handler) {
    if (const auto known = find(lane_kind::in_hand, handler, {})) return *known;
    const std::unique_lock lock{mutex_};
    return find_or_add(lane_kind::in_hand, handler, {});
}

const std::string* index_names::keep(std::string_view text) {
    return &*texts_.emplace(text).first;
}

std::optional<std::uint32_t> index_names::find_programme_lane(sort_key by, std::string_view programme) const {
    return find(by == sort_key::created ? lane_kind::created : lane_kind::updated, programme, {});
}

void index_names::append_place_lanes(sort_key by, std::string_view programme, std::string_view state,
                                     const std::optional<std::string>& round, std::vector<std::uint32_t>& to) const {
    const std::shared_lock lock{mutex_};
    const auto append = [&](const place& each) {
        to.push_back(by == sort_key::created ? each.created.here : each.updated.here);
    };
    if (round) {
        const auto known = places_.find(std::make_tuple(programme, state, std::string_view{*round}));
        if (known != places_.end()) append(known->second);
        return;
    }
    for (auto each = places_.lower_bound(std::make_tuple(programme, state, std::string_view{})); //
         each != places_.end() && std::get<0>(each->first) == programme && std::get<1>(each->first) == state; ++each)
        append(each->second);
}

std::optional<std::uint32_t> index_names::find_task_lane(std::string_view audience, std::string_view programme) const {
    return find(lane_kind::tasks, audience, programme);
}

std::optional<std::uint32_t> index_names::find_handler_lane(std::string_view handler) const {
    return find(lane_kind::in_hand, handler, {});
}

std::uint32_t index_names::find_or_add(lane_kind kind, std::string_view first, std::string_view second) {
    const auto [lane, added] = lanes_.try_emplace({kind, std::string{first}, std::string{second}}, lanes_count_);
    if (added) ++lanes_count_;
    return lane->second;
}

std::optional<std::uint32_t> index_names::find(lane_kind kind, std::string_view first, std::string_view second) const {
    const std::shared_lock lock{mutex_};
    const auto known = lanes_.find(std::make_tuple(kind, first, second));
    return known == lanes_.end() ? std::nullopt : std::optional{known->second};
}

} // namespace sluice::store::sqlite

#include "engine/review/draw.hpp"

#include "engine/base/digest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>

namespace sluice::review {
namespace {

struct ticket_holder {
    const pool_expert* expert = nullptr;
    drawn_expert shown;
    digest lowest{};
};

std::int64_t tickets_of(const pool_expert& expert, std::int64_t match) {
    const auto cap = expert.load_max > 0 ? expert.load_max : usual_load;
    const auto free = std::clamp<std::int64_t>(cap - expert.load, 0, cap);
    return (1 + 7 * match / 100) * (1 + 3 * free / cap);
}

ticket_holder hand_out(const pool_expert& expert, const std::vector<std::string>& fields, const std::string& seed) {
    ticket_holder holder{
        &expert, {expert.who.person, expert.who.kind, match_percent(expert.fields, fields), 0, {}}, {}};
    holder.shown.tickets = tickets_of(expert, holder.shown.match);
    holder.lowest.fill(0xff);
    for (std::int64_t number = 0; number < holder.shown.tickets; ++number)
        holder.lowest =
            std::min(holder.lowest, sha256(fmt::format("sluice draw 1\n{}\n{}\n{}", seed, expert.who.person, number)));
    holder.shown.lowest = to_hex(std::span{holder.lowest}.first(8));
    return holder;
}

/// Takes an expert of that kind if the seats left over suffice for those who must come.
bool take(free_seats& left, expertise kind) {
    auto& own = kind == expertise::technical ? left.technical : kind == expertise::finance ? left.finance : left.any;
    if (own > 0) {
        --own;
        return true;
    }
    if (left.any == 0) return false;
    --left.any;
    return true;
}

panel with_seat(panel seats, const drawn_expert& each) {
    panel_member member;
    member.person = each.person;
    member.kind = each.kind;
    seats.members.push_back(std::move(member));
    return seats;
}

json drawn_to_json(const std::vector<drawn_expert>& experts) {
    json list = json::array();
    for (const auto& each : experts)
        list.push_back({{"person", each.person},
                        {"kind", name_of(each.kind)},
                        {"match", each.match},
                        {"tickets", each.tickets},
                        {"lowest", each.lowest}});
    return list;
}

} // namespace

draw_outcome draw(const std::vector<pool_expert>& pool, const review_wish& wish, const panel_rules& rules,
                  const std::string& seed, std::size_t substitutes_max) {
    draw_outcome outcome;
    outcome.seed = seed;
    std::vector<ticket_holder> holders;
    for (const auto& each : pool) {
        auto grounds = obstacles(each, wish, rules);
        if (grounds.empty())
            holders.push_back(hand_out(each, wish.fields, seed));
        else
            outcome.excluded.push_back({each.who.person, std::move(grounds)});
    }
    std::sort(holders.begin(), holders.end(), [](const ticket_holder& one, const ticket_holder& other) {
        return std::tie(one.lowest, one.shown.person) < std::tie(other.lowest, other.shown.person);
    });
    std::sort(outcome.excluded.begin(), outcome.excluded.end(),
              [](const excluded_expert& one, const excluded_expert& other) { return one.person < other.person; });

    const auto wanted = seats_to_fill(wish.seats, rules);
    if (wanted) outcome.wanted = *wanted;
    auto left = outcome.wanted;
    panel filled = wish.seats;
    for (const auto& each : holders) {
        if (left.total() > 0 && take(left, each.shown.kind)) {
            filled = with_seat(std::move(filled), each.shown);
            outcome.drawn.push_back(each.shown);
        } else if (outcome.substitutes.size() < substitutes_max) {
            outcome.substitutes.push_back(each.shown);
        }
    }
    outcome.unmet = composition(filled, rules);
    return outcome;
}

json requirements_to_json(const std::vector<unmet_requirement>& written) {
    json list = json::array();
    for (const auto& each : written)
        list.push_back({{"id", each.id}, {"explanation", {{"zh", each.explanation.zh}, {"en", each.explanation.en}}}});
    return list;
}

json to_json(const draw_outcome& written) {
    json excluded = json::array();
    for (const auto& each : written.excluded)
        excluded.push_back({{"person", each.person}, {"grounds", requirements_to_json(each.grounds)}});
    return {
        {"seed", written.seed},
        {"wanted",
         {{"technical", written.wanted.technical}, {"finance", written.wanted.finance}, {"any", written.wanted.any}}},
        {"drawn", drawn_to_json(written.drawn)},
        {"substitutes", drawn_to_json(written.substitutes)},
        {"excluded", std::move(excluded)},
        {"unmet", requirements_to_json(written.unmet)}};
}

} // namespace sluice::review

// What can be seen of a round's spot checks before and after they are drawn.

#include "engine/base/canonical_json.hpp"
#include "engine/review/spot_check.hpp"
#include "engine/service/reading.hpp"
#include "engine/service/spot_checks.hpp"

#include <algorithm>

namespace sluice::service {
namespace {

/// The round, for those who work in the office of its programme.
result<stored_entity> round_for_office(store::reader& store, const caller& who, const std::string& id) {
    auto round = find_entity(store, "round", id);
    if (!round) return not_found("没有这个批次", "There is no such round");
    const auto programmes = office_programmes(who);
    if (programmes && std::find(programmes->begin(), programmes->end(), round->row.programme) == programmes->end())
        return not_permitted("仅限工作人员", "This is for the office");
    return std::move(*round);
}

} // namespace

result<page> reading::spot_checks(const caller& who, const std::string& round, const paging& wanted) const {
    const auto want = page_request_of(wanted);
    if (!want) return want.error();
    const auto store = database_.read();
    const auto found = round_for_office(*store, who, round);
    if (!found) return found.error();
    return page_of(store->list_entities({spot_check_kind(round), found->row.programme}, *want),
                   [](const store::entity& each) { return spot_check_to_json(parse_canonical(each.body), false); });
}

result<resource> reading::preview_spot_check(const caller& who, const std::string& id, const std::string& check) const {
    const auto store = database_.read();
    const auto definitions = shelf_.now();
    const auto round = round_for_office(*store, who, id);
    if (!round) return round.error();
    const auto rules = spot_check_rules_for(*definitions, who, *round, check);
    if (!rules) return rules.error();
    const auto population = population_of(*store, *definitions->current(round->row.programme), **rules, id);
    if (!population) return population.error();
    json numbers = json::array();
    for (const auto& each : *population)
        numbers.push_back(each.number);
    const auto draws = review::drawn_of(population->size(), {(*rules)->percent, (*rules)->at_least});
    return resource{{{"round", id},
                     {"check", check},
                     {"percent", (*rules)->percent},
                     {"at_least", (*rules)->at_least},
                     {"population", {{"size", population->size()}, {"numbers", std::move(numbers)}}},
                     {"to_draw", draws}},
                    0};
}

result<resource> reading::spot_check(const caller& who, const std::string& round, const std::string& draw) const {
    const auto store = database_.read();
    const auto visible = round_for_office(*store, who, round);
    if (!visible) return visible.error();
    const auto found = find_entity(*store, spot_check_kind(round), draw);
    if (!found) return not_found("没有这次抽查", "There is no such draw");
    return resource{spot_check_to_json(found->body, true), found->row.revision};
}

} // namespace sluice::service

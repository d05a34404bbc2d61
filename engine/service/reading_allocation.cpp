// What can be seen of a round's money before and after it is decided.

#include "engine/service/allocation.hpp"
#include "engine/service/allocation_effects.hpp"
#include "engine/service/fund_books.hpp"
#include "engine/service/money_reading.hpp"
#include "engine/service/round_record.hpp"

#include <algorithm>

namespace sluice::service {
namespace {

result<stored_entity> round_of(store::reader& store, const std::string& id) {
    auto round = find_entity(store, "round", id);
    if (!round) return not_found("没有这个批次", "There is no such round");
    return std::move(*round);
}

std::vector<application::listed_application> listed_of(const std::deque<claimant>& claimants) {
    std::vector<application::listed_application> listed;
    for (const auto& each : claimants)
        listed.push_back(each.listed());
    return listed;
}

result<std::deque<claimant>> waiting_list(store::reader& store, const library& definitions, clock& looking,
                                          const programme::programme& rules, const std::string& round) {
    auto claimants = find_claimants(store, definitions, looking, rules, round);
    if (claimants && claimants->empty())
        return refuse(reason::event_not_possible, {"没有等待分配的申请", "No application waits for its share"});
    return claimants;
}

/// The items whose share is another under the trial.
json items_that_change(const std::deque<claimant>& claimants, const application::shared_list& as_it_is,
                       const application::shared_list& tried, const std::vector<std::string>& left_out) {
    json items = json::array();
    for (const auto& each : claimants) {
        const auto& row = each.application.row;
        const fen before = as_it_is.divided.shares.at(row.number);
        const auto found = tried.divided.shares.find(row.number);
        const fen after = found == tried.divided.shares.end() ? fen{} : found->second;
        const bool left = std::find(left_out.begin(), left_out.end(), row.id) != left_out.end();
        if (before == after && !left) continue;
        items.push_back({{"application", row.id},
                         {"number", row.number},
                         {"title", row.title},
                         {"amount", money_to_json(before)},
                         {"instead", money_to_json(after)},
                         {"left_out", left}});
    }
    return items;
}

} // namespace

result<resource> money_reading::round_budget(const caller& who, const std::string& id) const {
    const auto store = database_.read();
    const auto round = round_of(*store, id);
    if (!round) return round.error();
    const auto programmes = office_programmes(who);
    if (programmes && std::find(programmes->begin(), programmes->end(), round->row.programme) == programmes->end())
        return not_permitted("仅限工作人员", "This is for the office");
    const auto budget = budget_of_round(round->body);
    const auto use = read_round_use(*store, id);
    json pools = json::array();
    fen used;
    const auto add = [&](const std::string& name) {
        const auto found = use.find(name);
        pools.push_back({{"name", name},
                         {"budget", money_to_json(std::max(fen{}, budget.of_pool(name)))},
                         {"used", money_to_json(found == use.end() ? fen{} : found->second)},
                         {"free", money_to_json(ledger::free_of_pool(budget, use, name))}});
    };
    add("");
    for (const auto& [name, amount] : budget.named)
        add(name);
    for (const auto& [name, amount] : use)
        used += amount;
    const auto since = exhausted_since(round->body);
    return resource{{{"round", id},
                     {"budget", money_to_json(budget.total)},
                     {"used", money_to_json(used)},
                     {"free", money_to_json(ledger::free_of(budget, use))},
                     {"exhausted_at", since ? json(to_rfc3339(*since)) : json(nullptr)},
                     {"pools", std::move(pools)}},
                    0};
}

result<resource> money_reading::allocation(const caller& who, const std::string& id) const {
    const auto store = database_.read();
    const auto definitions = shelf_.now();
    const auto round = round_of(*store, id);
    if (!round) return round.error();
    const auto rules = sharing_rules(*definitions, who, *round);
    if (!rules) return rules.error();
    if (!round->body.at("allocation").is_null()) return resource{decided_allocation(decided_list(*store, *round)), 0};
    still_clock looking{clock_.now()};
    const auto claimants = waiting_list(*store, *definitions, looking, **rules, id);
    if (!claimants) return claimants.error();
    const auto listed = listed_of(*claimants);
    const auto shared =
        application::share_out(**rules, budget_of_round(round->body), pools_of_round(*store, *round), listed);
    if (!shared) return shared.error();
    const fen available = read_totals(*store, (*rules)->fund, "").available;
    if (shared->divided.total > available)
        return refuse(
            reason::fund_exhausted,
            {"基金可用余额 " + to_yuan(available) + " 元，不足以支付 " + to_yuan(shared->divided.total) + " 元",
             "The fund has " + to_yuan(available) + " yuan available, less than the " + to_yuan(shared->divided.total) +
                 " yuan of this list"});
    json shown = allocation_to_json(**rules, *round, *claimants, *shared);
    shown["effects"] = effects_of(**rules, *round, read_round_use(*store, id), *claimants, *shared);
    return resource{std::move(shown), 0};
}

result<resource> money_reading::try_allocation(const caller& who, const std::string& id,
                                               const allocation_trial& wanted) const {
    const auto store = database_.read();
    const auto definitions = shelf_.now();
    const auto round = round_of(*store, id);
    if (!round) return round.error();
    const auto rules = sharing_rules(*definitions, who, *round);
    if (!rules) return rules.error();
    auto parameters = parameters_in_fen(**rules, wanted.parameters);
    if (!parameters) return parameters.error();
    still_clock looking{clock_.now()};
    const auto claimants = waiting_list(*store, *definitions, looking, **rules, id);
    if (!claimants) return claimants.error();
    const auto use = read_round_use(*store, id);
    const auto as_it_is = share_with(**rules, *round, use, *claimants, {});
    if (!as_it_is) return as_it_is.error();
    std::deque<claimant> rest;
    for (const auto& each : *claimants)
        if (std::find(wanted.leave_out.begin(), wanted.leave_out.end(), each.application.row.id) ==
            wanted.leave_out.end())
            rest.push_back(each);
    const auto tried = share_with(**rules, *round, use, rest, {wanted.pool, std::move(*parameters)});
    if (!tried) return tried.error();
    return resource{{{"round", id},
                     {"total", money_to_json(as_it_is->divided.total)},
                     {"total_instead", money_to_json(tried->divided.total)},
                     {"applications", claimants->size()},
                     {"items", items_that_change(*claimants, *as_it_is, *tried, wanted.leave_out)}},
                    0};
}

result<resource> money_reading::allocation_rerun(const caller& who, const std::string& id) const {
    const auto store = database_.read();
    const auto definitions = shelf_.now();
    still_clock looking{clock_.now()};
    auto shown = preview_rerun(*store, *definitions, looking, who, id);
    if (!shown) return shown.error();
    return resource{std::move(*shown), 0};
}

} // namespace sluice::service

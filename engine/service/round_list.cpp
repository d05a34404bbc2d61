#include "engine/service/round_list.hpp"

#include "engine/service/facts.hpp"
#include "engine/service/fund_books.hpp"
#include "engine/service/representation.hpp"
#include "engine/service/round_record.hpp"

#include <algorithm>

namespace sluice::service {
namespace {

constexpr const char* round_list_kind = "round_list";

const char* name_of(programme::allocation_mode mode) {
    using enum programme::allocation_mode;
    switch (mode) {
    case pro_rata:
        return "pro_rata";
    case budget_share:
        return "budget_share";
    case ranked:
        return "ranked";
    case brackets:
        return "brackets";
    case formula:
        return "formula";
    case first_come:
        return "first_come";
    }
    return "pro_rata";
}

/// Where each application stands in the ranking, from 1.
std::map<std::string, std::size_t> ranks_of(const ledger::division& divided) {
    std::map<std::string, std::size_t> ranks;
    for (std::size_t index = 0; index < divided.order.size(); ++index)
        ranks[divided.order[index]] = index + 1;
    return ranks;
}

json pools_to_json(const std::map<std::string, ledger::divided_pool>& pools) {
    json shown = json::array();
    for (const auto& [name, each] : pools)
        shown.push_back(
            {{"name", name}, {"budget", money_to_json(each.budget)}, {"left_over", money_to_json(each.left_over)}});
    return shown;
}

fen left_over(const ledger::division& divided) {
    fen left;
    for (const auto& [name, each] : divided.pools)
        left += each.left_over;
    return left;
}

} // namespace

result<std::deque<claimant>> find_claimants(store::reader& reader, const library& definitions, clock& time,
                                            const programme::programme& rules, const std::string& round) {
    const auto waiting = rules.chart->find(rules.allocation->state);
    store::application_filter filter;
    filter.programmes = {rules.id};
    filter.states = {rules.chart->states()[*waiting].path};
    filter.round = round;
    std::deque<claimant> found;
    store::page_request want{std::nullopt, store::page_limit_max};
    for (bool more = true; more;) {
        const auto page = reader.list_applications(filter, want);
        for (const auto& row : page.items) {
            if (found.size() >= claimants_max)
                return refuse(reason::invalid_value, {"申请过多", "There are too many applications in this round"});
            auto loaded = load_application(reader, definitions, row.id);
            auto known =
                gather_facts(reader, definitions, time, *loaded->rules, loaded->row, {"", "", {"system"}}, time.now());
            found.push_back({std::move(*loaded), std::move(known)});
        }
        want.after = page.next;
        more = page.next.has_value();
    }
    std::sort(found.begin(), found.end(), [](const claimant& left, const claimant& right) {
        return left.application.row.number < right.application.row.number;
    });
    return found;
}

std::map<std::string, fen> pools_of_round(store::reader& reader, const stored_entity& round,
                                          const ledger::round_use& held) {
    const auto budget = budget_of_round(round.body);
    auto use = read_round_use(reader, round.row.id);
    for (const auto& [pool, amount] : held)
        use[pool] -= amount;
    std::map<std::string, fen> pools{{"", ledger::free_of_pool(budget, use, "")}};
    for (const auto& [name, amount] : budget.named)
        pools[name] = ledger::free_of_pool(budget, use, name);
    return pools;
}

result<const programme::programme*> sharing_rules(const library& definitions, const caller& who,
                                                  const stored_entity& round) {
    const auto* rules = definitions.current(round.body.at("programme"));
    if (!rules || !rules->allocation || rules->allocation->mode == programme::allocation_mode::first_come)
        return not_found("该批次不分配资金池", "This round shares no pool");
    const auto& decide = rules->allocation->decide;
    if (std::none_of(decide.begin(), decide.end(),
                     [&](const std::string& role) { return who.has_role(role, rules->id); }))
        return not_permitted("分配由负责人决定", "Deciding an allocation is for directors");
    return rules;
}

json allocation_to_json(const programme::programme& rules, const stored_entity& round,
                        const std::deque<claimant>& claimants, const application::shared_list& shared) {
    const auto& section = *rules.allocation;
    const bool ranked = application::division_rules_of(section).mode == ledger::division_mode::ranked;
    const auto ranks = ranks_of(shared.divided);
    json items = json::array();
    for (std::size_t index = 0; index < claimants.size(); ++index) {
        const auto& row = claimants[index].application.row;
        const auto& each = shared.list[index];
        const fen amount = shared.divided.shares.at(each.application);
        items.push_back({{"application", row.id},
                         {"number", row.number},
                         {"title", row.title},
                         {"claim", money_to_json(each.claim)},
                         {"amount", money_to_json(amount)},
                         {"pool", each.pool},
                         {"rank", ranked ? json(ranks.at(each.application)) : json(nullptr)},
                         {"status", amount > fen{}         ? "granted"
                                    : section.waiting_list ? "waiting"
                                                           : "nothing"}});
    }
    return {{"round", round.row.id},
            {"mode", name_of(section.mode)},
            {"pool", money_to_json(shared.divided.total + left_over(shared.divided))},
            {"pools", pools_to_json(shared.divided.pools)},
            {"total", money_to_json(shared.divided.total)},
            {"left_over", money_to_json(left_over(shared.divided))},
            {"decided_at", nullptr},
            {"by", nullptr},
            {"items", std::move(items)}};
}

json basis_to_json(const std::deque<claimant>& claimants, const application::shared_list& shared) {
    json basis = json::array();
    for (std::size_t index = 0; index < claimants.size(); ++index) {
        const auto& each = shared.list[index];
        basis.push_back({{"application", claimants[index].application.row.id},
                         {"number", each.application},
                         {"pool", each.pool},
                         {"claim", each.claim.count()},
                         {"amount", each.weighed.amount.count()},
                         {"cap", each.weighed.cap.count()},
                         {"score", each.weighed.score},
                         {"share", shared.divided.shares.at(each.application).count()}});
    }
    return basis;
}

json decided_list(store::reader& reader, const stored_entity& round) {
    if (round.body.at("allocation").contains("shown")) return round.body.at("allocation");
    return find_entity(reader, round_list_kind, round.row.id).value().body;
}

std::int64_t keep_decided_list(const errand& at, stored_entity& round, const json& list) {
    if (auto kept = find_entity(at.store, round_list_kind, round.row.id)) {
        kept->body = list;
        replace_entity(at, *kept);
    } else {
        add_entity(at, round_list_kind, round.row.id, round.row.programme, "", list);
    }
    round.body["allocation"] = {{"decided_at", list.at("decided_at")},
                                {"by", list.at("by")},
                                {"total", list.at("total")},
                                {"applications", list.at("items").size()}};
    return replace_entity(at, round);
}

json decided_allocation(const json& list) {
    json shown = list.at("shown");
    shown["effects"] = json::array();
    return shown;
}

} // namespace sluice::service

#include "engine/service/allocation.hpp"

#include "engine/service/casework.hpp"
#include "engine/service/representation.hpp"
#include "engine/service/round_record.hpp"

#include <fmt/format.h>

namespace sluice::service {
namespace {

result<void> tell_share(const errand& at, const loaded_application& each, fen share) {
    const application::deliver asked{"allocation.decided", {{"amount", share.count()}}};
    const auto decided = advance(at, each, asked, {at.who.person, at.who.organisation, {"system"}});
    if (!decided) return decided.error();
    return {};
}

} // namespace

result<answer> carry_out(const errand& at, const decide_allocation& wanted) {
    auto round = find_entity(at.store, "round", wanted.round);
    if (!round) return not_found("没有这个批次", "There is no such round");
    const auto rules = sharing_rules(at.definitions, at.who, *round);
    if (!rules) return rules.error();
    if (auto checked = check_revision(at, round->row.revision); !checked) return checked.error();
    const auto claimants = find_claimants(at.store, at.definitions, at.clock, **rules, wanted.round);
    if (!claimants) return claimants.error();
    if (claimants->empty())
        return refuse(reason::event_not_possible, {"没有等待分配的申请", "No application waits for its share"});
    if (!round->body.at("allocation").is_null())
        return refuse(reason::already_exists, {"本批次已分配", "This round's pool has been allocated"});
    std::vector<application::listed_application> listed;
    for (const auto& each : *claimants)
        listed.push_back(each.listed());
    const auto shared =
        application::share_out(**rules, budget_of_round(round->body), pools_of_round(at.store, *round), listed);
    if (!shared) return shared.error();

    const auto& section = *(*rules)->allocation;
    for (const auto& each : *claimants) {
        const fen share = shared->divided.shares.at(each.application.row.number);
        if (share == fen{} && section.waiting_list) continue;
        if (auto told = tell_share(at, each.application, share); !told) return told.error();
    }
    // Reserving the shares may have closed the round early: go on from what is stored now.
    round = find_entity(at.store, "round", wanted.round);
    json shown = allocation_to_json(**rules, *round, *claimants, *shared);
    shown["decided_at"] = to_rfc3339(at.now);
    shown["by"] = at.who.person;
    const json list = {{"decided_at", at.now.milliseconds},
                       {"by", at.who.person},
                       {"total", shared->divided.total.count()},
                       {"items", shown.at("items")},
                       {"basis", basis_to_json(*claimants, *shared)},
                       {"reruns", json::array()},
                       {"shown", shown}};
    const auto revision = keep_decided_list(at, *round, list);
    at.record({(*rules)->id,
               "round",
               wanted.round,
               revision,
               at.now,
               at.who.person,
               "decide_allocation",
               {{"items", shown.at("items")}, {"total", shared->divided.total.count()}, {"basis", list.at("basis")}}});
    answer given;
    given.revision = revision;
    given.body = decided_allocation(list);
    return given;
}

} // namespace sluice::service

#include "engine/service/allocation.hpp"

#include "engine/application/scope.hpp"
#include "engine/ledger/allocation.hpp"
#include "engine/service/casework.hpp"
#include "engine/service/facts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::service {
namespace {

/// The most applications that one round's pool is shared among.
constexpr std::size_t claimants_max = 20'000;

struct claimant {
    loaded_application application;
    fen claim;
};

result<fen> claim_of(const errand& at, const loaded_application& each) {
    const auto known =
        gather_facts(at.store, at.definitions, at.clock, *each.rules, each.row, {"", "", {"system"}}, at.now);
    application::scope values{*each.rules, each.state, known};
    values.set_event("", json::object());
    const auto claim = each.rules->allocation->claim->evaluate(values.activation());
    if (!claim) return claim.error();
    return fen{claim->as_integer()};
}

result<std::vector<claimant>> find_claimants(const errand& at, const programme::programme& rules,
                                             const std::string& round) {
    const auto waiting = rules.chart->find(rules.allocation->state);
    store::application_filter filter;
    filter.programmes = {rules.id};
    filter.states = {rules.chart->states()[*waiting].path};
    filter.round = round;
    filter.with_body = true;
    std::vector<claimant> found;
    store::page_request want;
    want.limit = store::page_limit_max;
    for (bool more = true; more;) {
        const auto page = at.store.list_applications(filter, want);
        for (const auto& row : page.items) {
            auto loaded = load_application(at.store, at.definitions, row.id);
            if (found.size() >= claimants_max)
                return refuse(reason::invalid_value, {"申请过多", "There are too many applications in this round"});
            const auto claim = claim_of(at, *loaded);
            if (!claim) return claim.error();
            found.push_back({std::move(*loaded), *claim});
        }
        want.after = page.next;
        more = page.next.has_value();
    }
    std::sort(found.begin(), found.end(), [](const claimant& left, const claimant& right) {
        return left.application.row.number < right.application.row.number;
    });
    return found;
}

json item_to_json(const claimant& each, fen share) {
    return {{"application", each.application.row.id},
            {"number", each.application.row.number},
            {"title", each.application.row.title},
            {"claim", money_to_json(each.claim)},
            {"amount", money_to_json(share)}};
}

/// What was decided, for those who would now ask for a preview.
answer decided_allocation(const stored_entity& round) {
    const auto& decided = round.body.at("allocation");
    answer given;
    given.revision = round.row.revision;
    given.body = {{"round", round.row.id},
                  {"pool", money_to_json(fen{round.body.at("budget").get<std::int64_t>()})},
                  {"total", money_to_json(fen{decided.at("total").get<std::int64_t>()})},
                  {"decided_at", time_or_null(decided.at("decided_at"))},
                  {"by", decided.at("by")},
                  {"items", decided.at("items")}};
    return given;
}

} // namespace

result<answer> carry_out(const errand& at, const decide_allocation& wanted) {
    auto round = find_entity(at.store, "round", wanted.round);
    if (!round) return not_found("没有这个批次", "There is no such round");
    const auto* rules = at.definitions.current(round->body.at("programme"));
    if (!rules || !rules->allocation) return not_found("该批次不分配资金池", "This round shares no pool");
    const auto& decide = rules->allocation->decide;
    if (std::none_of(decide.begin(), decide.end(),
                     [&](const std::string& role) { return at.who.has_role(role, rules->id); }))
        return not_permitted("分配由负责人决定", "Deciding an allocation is for directors");
    if (const auto& decided = round->body.at("allocation"); !decided.is_null()) {
        if (wanted.dry_run) return decided_allocation(*round);
        return refuse(reason::already_exists, {"本批次已分配", "This round's pool has been allocated"});
    }
    if (auto checked = check_revision(at, round->row.revision); !checked) return checked.error();
    const auto claimants = find_claimants(at, *rules, wanted.round);
    if (!claimants) return claimants.error();
    if (claimants->empty())
        return refuse(reason::event_not_possible, {"没有等待分配的申请", "No application waits for its share"});

    std::vector<ledger::claim> claims;
    for (const auto& each : *claimants)
        claims.push_back({each.application.row.number, each.claim});
    const fen pool{round->body.at("budget").get<std::int64_t>()};
    const auto shares = ledger::pro_rata(pool, claims);
    if (!shares) return shares.error();

    json items = json::array();
    fen total;
    for (const auto& each : *claimants) {
        const auto share = std::find_if(shares->shares.begin(), shares->shares.end(), [&](const ledger::share& one) {
            return one.application == each.application.row.number;
        });
        items.push_back(item_to_json(each, share->amount));
        total += share->amount;
        const application::deliver asked{"allocation.decided", {{"amount", share->amount.count()}}};
        application::actor_facts actor{at.who.person, at.who.organisation, {"system"}};
        if (const auto decided = advance(at, each.application, asked, std::move(actor)); !decided)
            return decided.error();
    }
    round->body["allocation"] = {
        {"decided_at", at.now.milliseconds}, {"by", at.who.person}, {"total", total.count()}, {"items", items}};
    const auto revision = replace_entity(at, *round);
    at.record({rules->id,
               "round",
               wanted.round,
               revision,
               at.now,
               at.who.person,
               "decide_allocation",
               {{"items", items}, {"total", total.count()}}});
    answer given;
    given.revision = revision;
    given.body = {{"round", wanted.round},
                  {"pool", money_to_json(pool)},
                  {"total", money_to_json(total)},
                  {"decided_at", wanted.dry_run ? json(nullptr) : json(to_rfc3339(at.now))},
                  {"by", wanted.dry_run ? json(nullptr) : json(at.who.person)},
                  {"items", std::move(items)}};
    return given;
}

} // namespace sluice::service

// A decided list divided again among those who are still on it.

#include "engine/service/allocation.hpp"
#include "engine/service/casework.hpp"
#include "engine/service/facts.hpp"
#include "engine/service/representation.hpp"
#include "engine/service/round_record.hpp"

#include <algorithm>

namespace sluice::service {
namespace {

/// One application of the decided list, as it stands now.
struct listed_again {
    claimant now;
    json basis;
    fen before; ///< its share so far
    fen after;
    bool left = false;    ///< no longer on the list
    bool waiting = false; ///< has had nothing yet
};

refusal not_possible(const char* zh, const char* en) {
    return refuse(reason::event_not_possible, {zh, en});
}

fen amount_in(const json& basis, const char* name) {
    return fen{basis.at(name).get<std::int64_t>()};
}

class rerun {
public:
    rerun(store::reader& reader, const library& definitions, clock& time, const programme::programme& rules,
          const stored_entity& round)
        : reader_{reader}
        , definitions_{definitions}
        , clock_{time}
        , rules_{rules}
        , round_{round} {}

    /// Everybody with the share they had and the one they would have.
    result<std::vector<listed_again>> divide() {
        const json list = decided_list(reader_, round_);
        for (const auto& basis : list.at("basis"))
            add(basis);
        const auto pools = pools_of_round(reader_, round_, held_);
        auto candidates = candidates_for(pools);
        if (!candidates) return candidates.error();
        const auto divided =
            ledger::divide(pools, std::move(*candidates), application::division_rules_of(*rules_.allocation));
        if (!divided) return divided.error();
        for (auto& each : list_)
            if (!each.left) each.after = divided->shares.at(each.basis.at("number"));
        return std::move(list_);
    }

private:
    void add(const json& basis) {
        auto loaded = load_application(reader_, definitions_, basis.at("application"));
        if (!loaded) return;
        auto known = gather_facts(reader_, definitions_, clock_, *loaded->rules, loaded->row, {"", "", {"system"}},
                                  clock_.now());
        const fen drawn = ledger::drawn_by(loaded->state.money);
        const auto leaves = loaded->state.active_leaves();
        const bool waiting = std::find(leaves.begin(), leaves.end(), rules_.allocation->state) != leaves.end() &&
                             loaded->state.round == round_.row.id;
        if (drawn > fen{}) held_[loaded->state.pool.value_or("")] += drawn;
        list_.push_back({{std::move(*loaded), std::move(known)},
                         basis,
                         amount_in(basis, "share"),
                         {},
                         drawn == fen{} && !waiting,
                         waiting});
    }

    result<std::vector<ledger::candidate>> candidates_for(const std::map<std::string, fen>& pools) {
        std::map<std::string, fen> claims;
        std::map<std::string, std::size_t> counts;
        for (const auto& each : list_)
            if (!each.left) {
                claims[each.basis.at("pool")] += amount_in(each.basis, "claim");
                ++counts[each.basis.at("pool")];
            }
        std::vector<ledger::candidate> candidates;
        for (const auto& each : list_) {
            if (each.left) continue;
            // A part of the budget may have lost its name since: its applications draw from what is for everybody.
            std::string pool = each.basis.at("pool");
            if (!pools.contains(pool)) pool.clear();
            fen amount = amount_in(each.basis, "amount");
            if (rules_.allocation->formula) {
                const auto anew =
                    application::formula_amount(*rules_.allocation, each.now.listed(), pools.at(pool),
                                                claims[each.basis.at("pool")], counts[each.basis.at("pool")]);
                if (!anew) return anew.error();
                amount = *anew;
            }
            candidates.push_back({each.basis.at("number"), pool, amount, amount_in(each.basis, "cap"),
                                  each.basis.at("score").get<std::vector<double>>()});
        }
        return candidates;
    }

    store::reader& reader_;
    const library& definitions_;
    clock& clock_;
    const programme::programme& rules_;
    const stored_entity& round_;
    std::vector<listed_again> list_;
    ledger::round_use held_;
};

/// Whether the procedure takes the new share where the application stands now.
bool takes(const listed_again& each) {
    const auto decided = application::decide(
        *each.now.application.rules, each.now.application.state,
        application::deliver{"allocation.decided", {{"amount", each.after.count()}}}, each.now.known);
    return decided && !decided->taken.empty();
}

json change_to_json(const listed_again& each, bool applied) {
    const auto& row = each.now.application.row;
    return {{"application", row.id},
            {"number", row.number},
            {"title", row.title},
            {"before", money_to_json(each.before)},
            {"after", money_to_json(applied || each.left ? each.after : each.before)},
            {"entitled", money_to_json(each.after)},
            {"left", each.left},
            {"applied", applied}};
}

bool changes(const listed_again& each) {
    return each.before != each.after;
}

result<std::vector<listed_again>> divide_again(store::reader& reader, const library& definitions, clock& time,
                                               const caller& who, const stored_entity& round) {
    const auto rules = sharing_rules(definitions, who, round);
    if (!rules) return rules.error();
    if (round.body.at("allocation").is_null())
        return not_possible("本批次尚未分配", "This round's pool has not been allocated yet");
    if (!(*rules)->allocation->redistribute)
        return not_possible("本项目规定：移出名单者的份额不再分配",
                            "This programme does not redistribute the share of whoever leaves the list");
    auto list = rerun{reader, definitions, time, **rules, round}.divide();
    if (!list) return list.error();
    if (std::none_of(list->begin(), list->end(), changes))
        return not_possible("重新计算后各方份额不变", "Nobody's share changes");
    // Whoever gets less makes room for whoever gets more.
    std::stable_sort(list->begin(), list->end(), [](const listed_again& one, const listed_again& other) {
        return (one.after < one.before) > (other.after < other.before);
    });
    return list;
}

json rerun_to_json(const std::string& round, const std::vector<listed_again>& list, json changed) {
    fen before, after;
    for (const auto& each : list)
        before += each.before;
    for (const auto& each : list)
        if (!changes(each)) after += each.after;
    for (const auto& each : changed)
        after += money_from_json(each.at("after"), "").value();
    std::sort(changed.begin(), changed.end(),
              [](const json& one, const json& other) { return one.at("number") < other.at("number"); });
    return {{"round", round},
            {"total_before", money_to_json(before)},
            {"total", money_to_json(after)},
            {"unchanged", list.size() - changed.size()},
            {"changes", std::move(changed)}};
}

/// The decided list with what has changed in it.
void keep(json& allocation, const json& changed, instant now, const std::string& by) {
    for (const auto& each : changed) {
        const fen after = money_from_json(each.at("after"), "").value();
        for (auto& basis : allocation["basis"])
            if (basis.at("application") == each.at("application")) basis["share"] = after.count();
        for (json* items : {&allocation["items"], &allocation["shown"]["items"]})
            for (auto& item : *items)
                if (item.at("application") == each.at("application")) {
                    item["amount"] = each.at("after");
                    item["status"] = each.at("left") == true ? "left" : after > fen{} ? "granted" : item["status"];
                }
    }
    fen total;
    for (const auto& basis : allocation["basis"])
        total += amount_in(basis, "share");
    allocation["total"] = total.count();
    allocation["shown"]["total"] = money_to_json(total);
    allocation["reruns"].push_back({{"at", now.milliseconds}, {"by", by}, {"changes", changed}});
}

} // namespace

result<json> preview_rerun(store::reader& reader, const library& definitions, clock& time, const caller& who,
                           const std::string& id) {
    const auto round = find_entity(reader, "round", id);
    if (!round) return not_found("没有这个批次", "There is no such round");
    const auto list = divide_again(reader, definitions, time, who, *round);
    if (!list) return list.error();
    json changed = json::array();
    for (const auto& each : *list)
        if (changes(each)) changed.push_back(change_to_json(each, !each.left && takes(each)));
    return result<json>{boost::system::in_place_value, rerun_to_json(id, *list, std::move(changed))};
}

result<answer> carry_out(const errand& at, const rerun_allocation& wanted) {
    auto round = find_entity(at.store, "round", wanted.round);
    if (!round) return not_found("没有这个批次", "There is no such round");
    if (auto checked = check_revision(at, round->row.revision); !checked) return checked.error();
    auto list = divide_again(at.store, at.definitions, at.clock, at.who, *round);
    if (!list) return list.error();
    json changed = json::array();
    for (auto& each : *list) {
        if (!changes(each)) continue;
        // Those before it in this very loop have moved money.
        each.now.known = gather_facts(at.store, at.definitions, at.clock, *each.now.application.rules,
                                      each.now.application.row, {"", "", {"system"}}, at.now);
        bool applied = false;
        if (!each.left) {
            const application::deliver asked{"allocation.decided", {{"amount", each.after.count()}}};
            applied = takes(each);
            if (applied) {
                const auto told =
                    advance(at, each.now.application, asked, {at.who.person, at.who.organisation, {"system"}});
                if (!told) return told.error();
            }
        }
        changed.push_back(change_to_json(each, applied));
    }
    round = find_entity(at.store, "round", wanted.round);
    json kept = decided_list(at.store, *round);
    keep(kept, changed, at.now, at.who.person);
    const auto revision = keep_decided_list(at, *round, kept);
    at.record({round->body.at("programme"),
               "round",
               wanted.round,
               revision,
               at.now,
               at.who.person,
               "rerun_allocation",
               {{"changes", changed}}});
    answer given;
    given.revision = revision;
    given.body = rerun_to_json(wanted.round, *list, std::move(changed));
    return given;
}

} // namespace sluice::service

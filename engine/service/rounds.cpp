// Rounds and the money that funds receive.

#include "engine/service/fund_books.hpp"
#include "engine/service/office.hpp"
#include "engine/service/representation.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::service {
namespace {

refusal invalid(std::string place, const char* zh, const char* en) {
    return refuse(reason::invalid_value, {zh, en}, std::move(place));
}

result<void> check_window(const json& round) {
    if (round.at("opens_at") >= round.at("closes_at"))
        return invalid("/closes_at", "截止时间须晚于开始时间", "A round closes after it opens");
    return {};
}

} // namespace

result<answer> carry_out(const errand& at, const open_round& wanted) {
    if (!at.definitions.current(wanted.programme)) return not_found("没有这个项目", "There is no such programme");
    if (!at.who.has_role("director", wanted.programme))
        return not_permitted("申报批次由负责人开设", "Opening a round is for directors");
    const auto id = at.new_id();
    const json body = {{"id", id},
                       {"programme", wanted.programme},
                       {"title", {{"zh", wanted.title.zh}, {"en", wanted.title.en}}},
                       {"year", wanted.year},
                       {"opens_at", wanted.opens_at.milliseconds},
                       {"closes_at", wanted.closes_at.milliseconds},
                       {"budget", wanted.budget.count()},
                       {"allocation", nullptr}};
    if (auto checked = check_window(body); !checked) return checked.error();
    add_entity(at, "round", id, wanted.programme, "", body);
    at.record({wanted.programme, "round", id, 1, at.now, at.who.person, "open_round", body});
    return answer{201, round_to_json(body, 1, at.now), 1, "/v1/rounds/" + id};
}

result<answer> carry_out(const errand& at, const change_round& wanted) {
    auto round = find_entity(at.store, "round", wanted.round);
    if (!round) return not_found("没有这个批次", "There is no such round");
    const std::string programme = round->body.at("programme");
    if (!at.who.has_role("director", programme))
        return not_permitted("申报批次由负责人修改", "Changing a round is for directors");
    if (auto checked = check_revision(at, round->row.revision); !checked) return checked.error();
    json patch = wanted.patch;
    for (const char* key : {"opens_at", "closes_at"}) {
        if (!patch.contains(key)) continue;
        const auto when = patch[key].is_string() ? parse_rfc3339(patch[key].get_ref<const std::string&>())
                                                 : result<instant>{invalid("", "须为时间", "This has to be a time")};
        if (!when) return refuse(reason::invalid_value, when.error().explanation, std::string{"/"} + key);
        patch[key] = when->milliseconds;
    }
    if (patch.contains("budget")) {
        const auto budget = money_from_json(patch["budget"], "/budget");
        if (!budget) return budget.error();
        patch["budget"] = budget->count();
    }
    round->body.merge_patch(patch);
    if (auto checked = check_window(round->body); !checked) return checked.error();
    const auto revision = replace_entity(at, *round);
    at.record({programme, "round", wanted.round, revision, at.now, at.who.person, "change_round", {{"patch", patch}}});
    return answer{200, round_to_json(round->body, revision, at.now), revision, ""};
}

result<answer> carry_out(const errand& at, const appropriate_funds& wanted) {
    const auto programme = std::find_if(at.definitions.all().begin(), at.definitions.all().end(),
                                        [&](const auto& each) { return each.second->fund == wanted.fund; });
    if (programme == at.definitions.all().end()) return not_found("没有这个基金", "There is no such fund");
    const std::string& chain = programme->first;
    if (!at.who.has_role("finance", chain))
        return not_permitted("预算下达由财务登记", "Recording an appropriation is for finance");
    const auto posted = ledger::make_posting(wanted.fund, ledger::movement::appropriate, wanted.amount);
    ledger::balances books{wanted.fund, read_totals(at.store, wanted.fund, ""), {}};
    if (auto after = ledger::apply(std::move(books), posted); !after) return after.error();
    const auto position = at.record({chain,
                                     "fund",
                                     wanted.fund,
                                     0,
                                     at.now,
                                     at.who.person,
                                     "appropriate",
                                     {{"amount", wanted.amount.count()}, {"note", wanted.note}}});
    post(at.store, {posted}, at.now, position, wanted.note);
    return answer{200, fund_to_json(at.definitions, wanted.fund, read_totals(at.store, wanted.fund, "")), 0};
}

} // namespace sluice::service

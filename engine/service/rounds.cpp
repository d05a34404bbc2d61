// Rounds: windows, budgets and what is carried over.

#include "engine/service/casework.hpp"
#include "engine/service/fund_books.hpp"
#include "engine/service/office.hpp"
#include "engine/service/representation.hpp"
#include "engine/service/round_record.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::service {
namespace {

refusal invalid(std::string place, const char* zh, const char* en) {
    return refuse(reason::invalid_value, {zh, en}, std::move(place));
}

result<void> check_round(const json& round) {
    if (round.at("opens_at") >= round.at("closes_at"))
        return invalid("/closes_at", "截止时间须晚于开始时间", "A round closes after it opens");
    return ledger::check(budget_of_round(round));
}

/// Times and amounts of a patch as the round's body keeps them.
result<json> stored_patch(json patch) {
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
    if (patch.contains("budgets"))
        for (auto& part : patch["budgets"].items()) {
            if (part.value().is_null()) continue; // the part is taken away
            const auto amount = money_from_json(part.value(), "/budgets/" + pointer_step(part.key()));
            if (!amount) return amount.error();
            part.value() = amount->count();
        }
    return result<json>{boost::system::in_place_value, std::move(patch)};
}

/// The most applications that go over to another round at once.
constexpr std::size_t waiting_max = 20'000;

std::vector<std::string> waiting_in(const errand& at, const programme::programme& rules, const std::string& round) {
    std::vector<std::string> found;
    const auto state = rules.allocation ? rules.chart->find(rules.allocation->state) : std::nullopt;
    if (!state) return found;
    store::application_filter filter;
    filter.programmes = {rules.id};
    filter.states = {rules.chart->states()[*state].path};
    filter.round = round;
    store::page_request want{std::nullopt, store::page_limit_max};
    for (bool more = true; more && found.size() < waiting_max;) {
        const auto page = at.store.list_applications(filter, want);
        for (const auto& row : page.items)
            found.push_back(row.id);
        want.after = page.next;
        more = page.next.has_value();
    }
    return found;
}

/// What is free moves: a part to the part of the same name where there is one, the rest to what is for everybody.
fen move_budget(const errand& at, stored_entity& from, stored_entity& to) {
    auto left = budget_of_round(from.body), grows = budget_of_round(to.body);
    const auto use = read_round_use(at.store, from.row.id);
    const fen moved = ledger::free_of(left, use);
    fen to_name = moved;
    for (auto& [name, amount] : left.named) {
        const fen free = std::min(to_name, ledger::free_of_pool(left, use, name));
        if (const auto same = grows.named.find(name); same != grows.named.end()) same->second += free;
        amount -= free;
        to_name -= free;
    }
    left.total -= moved;
    grows.total += moved;
    set_budget_of_round(from.body, left);
    set_budget_of_round(to.body, grows);
    return moved;
}

} // namespace

result<answer> carry_out(const errand& at, const open_round& wanted) {
    if (!at.definitions.current(wanted.programme)) return not_found("没有这个项目", "There is no such programme");
    if (!at.who.has_role("director", wanted.programme))
        return not_permitted("申报批次由负责人开设", "Opening a round is for directors");
    const auto id = at.new_id();
    json parts = json::object();
    for (const auto& [name, amount] : wanted.parts)
        parts[name] = amount.count();
    const json body = {{"id", id},
                       {"programme", wanted.programme},
                       {"title", {{"zh", wanted.title.zh}, {"en", wanted.title.en}}},
                       {"year", wanted.year},
                       {"opens_at", wanted.opens_at.milliseconds},
                       {"closes_at", wanted.closes_at.milliseconds},
                       {"budget", wanted.budget.count()},
                       {"budgets", std::move(parts)},
                       {"exhausted_at", nullptr},
                       {"allocation", nullptr}};
    if (auto checked = check_round(body); !checked) return checked.error();
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
    const auto patch = stored_patch(wanted.patch);
    if (!patch) return patch.error();
    round->body.merge_patch(*patch);
    if (auto checked = check_round(round->body); !checked) return checked.error();
    // More money, or another window, opens a round again that was closed early.
    const bool may_reopen = patch->contains("budget") || patch->contains("closes_at");
    if (may_reopen && ledger::free_of(budget_of_round(round->body), read_round_use(at.store, wanted.round)) > fen{})
        round->body["exhausted_at"] = nullptr;
    const auto revision = replace_entity(at, *round);
    at.record({programme, "round", wanted.round, revision, at.now, at.who.person, "change_round", {{"patch", *patch}}});
    return answer{200, round_to_json(round->body, revision, at.now), revision, ""};
}

result<answer> carry_out(const errand& at, const carry_over& wanted) {
    auto from = find_entity(at.store, "round", wanted.from), to = find_entity(at.store, "round", wanted.to);
    if (!from) return not_found("没有这个批次", "There is no such round");
    const std::string programme = from->body.at("programme");
    if (!at.who.has_role("director", programme))
        return not_permitted("批次结转由负责人办理", "Carrying a round over is for directors");
    if (!to || to->body.at("programme") != programme || wanted.from == wanted.to)
        return invalid("/to", "须为本项目的另一批次", "This has to be another round of the programme");
    if (auto checked = check_revision(at, from->row.revision); !checked) return checked.error();
    if (from->body.at("closes_at") > at.now.milliseconds && !exhausted_since(from->body))
        return refuse(reason::event_not_possible, {"本批次尚未截止，不能结转", "The round is not over yet"});
    const auto* rules = at.definitions.current(programme);
    const auto waiting = waiting_in(at, *rules, wanted.from);
    const fen moved = move_budget(at, *from, *to);
    if (moved == fen{} && waiting.empty())
        return refuse(reason::event_not_possible,
                      {"没有可结转的资金或候补申请", "There is neither money nor a waiting application to carry over"});
    if (moved > fen{}) to->body["exhausted_at"] = nullptr;
    const auto revision = replace_entity(at, *from);
    replace_entity(at, *to);
    for (const auto& id : waiting) {
        const auto loaded = load_application(at.store, at.definitions, id);
        const auto entered =
            advance(at, *loaded, application::enter_round{wanted.to}, {at.who.person, at.who.organisation, {"system"}});
        if (!entered) return entered.error();
    }
    const json carried = {{"to", wanted.to}, {"amount", moved.count()}, {"applications", waiting}};
    at.record({programme, "round", wanted.from, revision, at.now, at.who.person, "carry_over", carried});
    answer given;
    given.revision = revision;
    given.body = {{"from", wanted.from},
                  {"to", wanted.to},
                  {"amount", money_to_json(moved)},
                  {"applications", waiting},
                  {"budget", money_to_json(budget_of_round(to->body).total)}};
    return given;
}

} // namespace sluice::service

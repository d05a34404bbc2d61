#include "engine/application/payments.hpp"

#include "engine/programme/role_names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::application {
namespace {

struct step_rules {
    payment_status from;
    std::vector<std::string> roles;
};

/// Empty for a step that there is not.
std::optional<step_rules> rules_of(const programme::payment_rules& rules, const payment& each,
                                   const std::string& step) {
    if (step == "prepare") return step_rules{payment_status::due, rules.prepare};
    if (step == "approve") return step_rules{payment_status::prepared, rules.approve};
    if (step == "record") return step_rules{payment_status::approved, rules.record};
    if (step == "send") return step_rules{payment_status::approved, rules.record};
    if (step == "settle" || step == "fail") return step_rules{payment_status::sent, rules.record};
    if (step == "bounce") return step_rules{payment_status::paid, rules.record};
    if (step != "send_back") return std::nullopt;
    if (each.status == payment_status::approved) return step_rules{payment_status::approved, rules.record};
    return step_rules{payment_status::prepared, rules.approve};
}

text words_of(payment_status status) {
    switch (status) {
    case payment_status::due:
        return {"待办", "due"};
    case payment_status::prepared:
        return {"已经办", "prepared"};
    case payment_status::approved:
        return {"已审批", "approved"};
    case payment_status::sent:
        return {"已送银行", "with the bank"};
    case payment_status::paid:
        return {"已拨付", "paid"};
    case payment_status::cancelled:
        return {"已取消", "cancelled"};
    }
    return {"待办", "due"};
}

/// Which of the three hands a step is: sending to the bank, recording and reading its answer are one.
std::string_view hand_of(std::string_view step) {
    return step == "prepare" || step == "approve" ? step : "record";
}

/// Whether the actor, or whom they act for, has been another hand in this round of the payment, themselves or through
/// a colleague; being sent back, or paid in part, starts a new round.
bool had_another_part(const payment& each, const actor_facts& actor, const std::string& step) {
    if (step == "prepare") return false;
    const auto is_one_of_us = [&](const std::string& person) {
        return !person.empty() && (person == actor.person || person == actor.acting.person);
    };
    for (auto act = each.acts.rbegin(); act != each.acts.rend() && act->step != "send_back"; ++act) {
        const bool ours = is_one_of_us(act->by) || is_one_of_us(act->on_behalf_of);
        if (ours && hand_of(act->step) != hand_of(step)) return true;
        if (act->step == "prepare") break;
    }
    return false;
}

/// What was paid can come back at any time, also a part of it while another part is under way.
bool can_bounce(const payment& each) {
    return each.paid > fen{} && each.status != payment_status::cancelled;
}

/// What is to be paid, or what came back, where it is not all that is left.
result<fen> part_of(const payment& each, const advance_payment& wanted) {
    const fen left = wanted.step == "bounce" ? each.paid : each.amount - each.paid;
    const fen part = wanted.part.value_or(left);
    if (part > fen{} && part <= left) return part;
    return refuse(reason::amount_invalid,
                  {fmt::format("付款“{}”尚有 {} 元，部分付款须大于零且不超过此数", each.title.zh, to_yuan(left)),
                   fmt::format("{} yuan of the payment “{}” are left: a part is above zero and at most that",
                               to_yuan(left), each.title.en)},
                  "/amount");
}

/// The statechart hears of a payment once, when all of it has been paid for the first time: `told`.
result<void> move_money(procedure& under_way, const advance_payment& wanted, fen moved, bool told) {
    const bool investment = under_way.rules().payments.investment;
    if (wanted.step == "bounce") {
        if (investment)
            return refuse(reason::payment_not_possible,
                          {"股权投资款退回须按收回本金办理", "An investment that comes back is received as principal"});
        return under_way.post(ledger::movement::reverse_payment, moved);
    }
    if (auto posted = under_way.post(investment ? ledger::movement::invest : ledger::movement::pay, moved); !posted)
        return posted;
    const auto* each = under_way.state().find_payment(wanted.instalment);
    if (each->status != payment_status::paid || told) return {};
    return under_way.deliver("payment.paid", {{"instalment", wanted.instalment}, {"amount", each->amount.count()}});
}

} // namespace

std::optional<refusal> why_not(const procedure& under_way, const payment& each, const std::string& step) {
    const auto rules = rules_of(under_way.rules().payments, each, step);
    if (!rules)
        return refuse(reason::invalid_value,
                      {"付款步骤为 prepare、approve、record 或 send_back",
                       "The steps of a payment are prepare, approve, record and send_back"},
                      "/step");
    const auto& actor = under_way.known().actor;
    const auto step_name = programme::name_of_payment_step(step);
    if (!actor.has_any_role(rules->roles)) {
        const auto roles = programme::names_of_roles(under_way.rules(), rules->roles);
        return refuse(reason::not_permitted, {fmt::format("付款的{}由{}办理", step_name.zh, roles.zh),
                                              fmt::format("{} a payment is for the {}", step_name.en, roles.en)});
    }
    if (each.status != rules->from && !(step == "bounce" && can_bounce(each))) {
        const auto is = words_of(each.status), wanted = words_of(rules->from);
        return refuse(reason::payment_not_possible,
                      {fmt::format("付款“{}”现为“{}”，须为“{}”才能{}", each.title.zh, is.zh, wanted.zh, step_name.zh),
                       fmt::format("The payment “{}” is {}; {} it takes one that is {}", each.title.en, is.en,
                                   step_name.en, wanted.en)});
    }
    if (step != "send_back" && had_another_part(each, actor, step))
        return refuse(reason::same_person,
                      {"经办、审批、登记付款须由三个不同的人完成",
                       "Preparing, approving and recording a payment take three different people"});
    return std::nullopt;
}

result<void> advance(procedure& under_way, const advance_payment& wanted) {
    const auto* found = under_way.state().find_payment(wanted.instalment);
    if (!found)
        return refuse(reason::not_found, {fmt::format("没有付款“{}”", wanted.instalment),
                                          fmt::format("There is no payment “{}”", wanted.instalment)});
    if (auto refused = why_not(under_way, *found, wanted.step)) return *refused;
    if ((wanted.step == "record" || wanted.step == "settle") && wanted.note.empty())
        return refuse(reason::invalid_value,
                      {"登记付款须写明银行流水号", "Recording a payment takes the bank's reference"}, "/note");
    json happened = {{"instalment", wanted.instalment}, {"step", wanted.step}, {"note", wanted.note}};
    const bool told = found->told;
    fen moved = found->under_way();
    if (wanted.step == "prepare" || wanted.step == "bounce") {
        const auto part = part_of(*found, wanted);
        if (!part) return part.error();
        moved = *part;
        if (wanted.step == "bounce" || *part != found->amount - found->paid) happened["part"] = part->count();
    }
    under_way.happened("payment_advanced", std::move(happened));
    if (wanted.step != "record" && wanted.step != "settle" && wanted.step != "bounce") return {};
    return move_money(under_way, wanted, moved, told);
}

} // namespace sluice::application

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
    case payment_status::paid:
        return {"已拨付", "paid"};
    case payment_status::cancelled:
        return {"已取消", "cancelled"};
    }
    return {"待办", "due"};
}

/// Whether the person has already had a part in this round of the payment; being sent back starts a new round.
bool had_a_part(const payment& each, const std::string& person) {
    const auto last_return = std::find_if(each.acts.rbegin(), each.acts.rend(),
                                          [](const payment_act& act) { return act.step == "send_back"; });
    return std::any_of(each.acts.rbegin(), last_return, [&](const payment_act& act) { return act.by == person; });
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
    if (each.status != rules->from) {
        const auto is = words_of(each.status), wanted = words_of(rules->from);
        return refuse(reason::payment_not_possible,
                      {fmt::format("付款“{}”现为“{}”，须为“{}”才能{}", each.title.zh, is.zh, wanted.zh, step_name.zh),
                       fmt::format("The payment “{}” is {}; {} it takes one that is {}", each.title.en, is.en,
                                   step_name.en, wanted.en)});
    }
    if (step != "send_back" && had_a_part(each, actor.person))
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
    if (wanted.step == "record" && wanted.note.empty())
        return refuse(reason::invalid_value,
                      {"登记付款须写明银行流水号", "Recording a payment takes the bank's reference"}, "/note");
    const fen amount = found->amount;
    under_way.happened("payment_advanced",
                       {{"instalment", wanted.instalment}, {"step", wanted.step}, {"note", wanted.note}});
    if (wanted.step != "record") return {};
    const auto movement = under_way.rules().payments.investment ? ledger::movement::invest : ledger::movement::pay;
    if (auto moved = under_way.post(movement, amount); !moved) return moved;
    return under_way.deliver("payment.paid", {{"instalment", wanted.instalment}, {"amount", amount.count()}});
}

} // namespace sluice::application

#include "engine/application/money_actions.hpp"

#include "engine/application/state_json.hpp"
#include "engine/calendar/deadline.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::application {
namespace {

result<void> move_money(procedure& under_way, ledger::movement kind, fen amount) {
    if (amount == fen{}) return {};
    return under_way.post(kind, amount);
}

/// The parameter `amount`, or what the action takes by default.
result<fen> amount_or(const json& params, fen otherwise) {
    return params.contains("amount") ? amount_from(params.at("amount")) : result<fen>{otherwise};
}

void cancel_unpaid(procedure& under_way) {
    for (const auto& each : std::vector<payment>{under_way.state().payments})
        if (each.is_open()) under_way.happened("payment_cancelled", {{"instalment", each.instalment}});
}

/// What instalments that are not yet paid will take from the commitment.
fen outstanding(const application_state& state) {
    fen sum;
    for (const auto& each : state.payments)
        if (each.is_open()) sum += each.amount - each.paid;
    return sum;
}

} // namespace

result<fen> amount_from(const json& value) {
    if (value.is_object()) return money_from_json(value, "/amount");
    if (value.is_number_integer()) {
        const fen amount{value.get<std::int64_t>()};
        if (amount >= fen{} && amount <= fen_max) return amount;
    }
    return refuse(reason::amount_invalid,
                  {fmt::format("金额 {} 无效", value.dump()), fmt::format("{} is no valid amount", value.dump())});
}

result<void> reserve(procedure& under_way, const json& params, statechart::raiser&) {
    const auto amount = amount_from(params.at("amount"));
    if (!amount) return amount.error();
    return move_money(under_way, ledger::movement::reserve, *amount);
}

result<void> commit(procedure& under_way, const json& params, statechart::raiser&) {
    const auto amount = amount_or(params, under_way.state().money.reserved);
    if (!amount) return amount.error();
    return move_money(under_way, ledger::movement::commit, *amount);
}

/// First what is only reserved, then what is committed.
result<void> release(procedure& under_way, const json& params, statechart::raiser&) {
    const auto held = under_way.state().money;
    const auto amount = amount_or(params, held.reserved + held.committed);
    if (!amount) return amount.error();
    const fen from_reserved = std::min(*amount, held.reserved);
    const fen from_committed = *amount - from_reserved;
    const auto& payments = under_way.state().payments;
    if (std::any_of(payments.begin(), payments.end(),
                    [](const payment& each) { return each.status == payment_status::sent; }))
        return refuse(reason::payment_not_possible, {"有付款已送银行，须待银行回盘后再办理",
                                                     "A payment is with the bank: wait for its answer first"});
    if (*amount == held.reserved + held.committed) cancel_unpaid(under_way);
    if (auto moved = move_money(under_way, ledger::movement::release_reservation, from_reserved); !moved) return moved;
    return move_money(under_way, ledger::movement::release_commitment, from_committed);
}

result<void> payment_due(procedure& under_way, const json& params, statechart::raiser&) {
    const auto amount = amount_from(params.at("amount"));
    if (!amount) return amount.error();
    const std::string instalment = params.at("instalment");
    const auto& state = under_way.state();
    if (*amount == fen{})
        return refuse(reason::amount_invalid, {"一笔付款须大于零", "A payment is above zero"}, "/amount");
    if (state.find_payment(instalment))
        return refuse(reason::already_exists, {fmt::format("付款“{}”已存在", instalment),
                                               fmt::format("The payment “{}” exists already", instalment)});
    if (outstanding(state) + *amount > state.money.committed)
        return refuse(reason::amount_exceeds_commitment,
                      {fmt::format("已承诺未付 {} 元，不足以支付 {} 元",
                                   to_yuan(state.money.committed - outstanding(state)), to_yuan(*amount)),
                       fmt::format("{} yuan are committed and not yet called: not enough for {} yuan",
                                   to_yuan(state.money.committed - outstanding(state)), to_yuan(*amount))},
                      "/amount");
    payment due{instalment, text_from_json(params.at("title")), *amount, payment_status::due, std::nullopt, {}, {}, {},
                false};
    if (params.contains("working_days")) {
        const calendar::delay within{calendar::delay::kind::working_days, 0, 0, params.at("working_days").get<int>()};
        const auto deadline = calendar::deadline(under_way.known().now, within, *under_way.known().days);
        if (!deadline) return deadline.error();
        due.due_at = *deadline;
    }
    under_way.happened("payment_fell_due", {{"payment", to_json(due)}});
    return {};
}

result<void> receive(procedure& under_way, const json& params, statechart::raiser&) {
    const auto amount = amount_from(params.at("amount"));
    if (!amount) return amount.error();
    const std::string kind = params.at("kind");
    if (kind == "recovery") return move_money(under_way, ledger::movement::recover, *amount);
    if (kind == "surplus") return move_money(under_way, ledger::movement::return_surplus, *amount);
    if (kind == "principal") return move_money(under_way, ledger::movement::return_principal, *amount);
    if (kind == "gain") return move_money(under_way, ledger::movement::gain, *amount);
    return refuse(reason::definition_invalid,
                  {fmt::format("没有回款种类“{}”", kind), fmt::format("There is no kind of receipt “{}”", kind)});
}

result<void> write_off(procedure& under_way, const json& params, statechart::raiser&) {
    const auto amount = amount_or(params, under_way.state().money.invested);
    if (!amount) return amount.error();
    return move_money(under_way, ledger::movement::write_off, *amount);
}

} // namespace sluice::application

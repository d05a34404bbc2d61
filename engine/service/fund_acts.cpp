// The money that funds receive, and what becomes of it when a year ends.

#include "engine/service/fund_books.hpp"
#include "engine/service/office.hpp"
#include "engine/service/representation.hpp"
#include "engine/service/year_end_record.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::service {
namespace {

/// The chain in which the fund's own acts are recorded: that of the first programme it pays for. Empty if there is
/// none.
std::string chain_of_fund(const library& definitions, const std::string& fund) {
    for (const auto& [programme, rules] : definitions.all())
        if (rules->fund == fund) return programme;
    return {};
}

result<void> withdraw(const errand& at, const std::string& fund, fen amount, std::int64_t position,
                      const std::string& note) {
    if (amount == fen{}) return {};
    const auto posted = ledger::make_posting(fund, ledger::movement::withdraw_appropriation, amount);
    ledger::balances books{fund, read_totals(at.store, fund, ""), {}};
    if (auto after = ledger::apply(std::move(books), posted); !after) return after.error();
    post(at.store, {posted}, at.now, position, note);
    return {};
}

} // namespace

result<answer> carry_out(const errand& at, const appropriate_funds& wanted) {
    const auto chain = chain_of_fund(at.definitions, wanted.fund);
    if (chain.empty()) return not_found("没有这个基金", "There is no such fund");
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

result<answer> carry_out(const errand& at, const close_year& wanted) {
    const auto chain = chain_of_fund(at.definitions, wanted.fund);
    if (chain.empty()) return not_found("没有这个基金", "There is no such fund");
    if (!at.who.has_role("finance", chain)) return not_permitted("年终结转由财务办理", "Closing a year is for finance");
    const auto id = year_end_id(wanted.fund, wanted.year);
    if (find_entity(at.store, year_end_kind, id))
        return refuse(reason::already_exists,
                      {fmt::format("{} 年度已结转", wanted.year), fmt::format("{} has been closed", wanted.year)},
                      "/year");
    if (at.now < end_of_year(wanted.year))
        return refuse(reason::event_not_possible,
                      {fmt::format("{} 年度尚未结束", wanted.year), fmt::format("{} is not over yet", wanted.year)},
                      "/year");
    const auto closed = year_end_of(at.store, wanted.fund, wanted.year);
    json body = year_end_body(wanted.fund, wanted.year, closed);
    body["closed_at"] = at.now.milliseconds;
    body["by"] = at.who.person;
    add_entity(at, year_end_kind, id, chain, "", body);
    const auto position = at.record({chain, "fund", wanted.fund, 0, at.now, at.who.person, "close_year",
                                     year_end_body(wanted.fund, wanted.year, closed)});
    const auto note = fmt::format("{} 年终：连续两年未使用，缴回财政", wanted.year);
    if (auto done = withdraw(at, wanted.fund, closed.returned, position, note); !done) return done.error();
    return answer{201, year_end_to_json(body), 1, fmt::format("/v1/funds/{}/year-ends/{}", wanted.fund, wanted.year)};
}

} // namespace sluice::service

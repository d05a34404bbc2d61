#include "engine/ledger/round_budget.hpp"

#include "engine/base/json.hpp"

#include <algorithm>

namespace sluice::ledger {
namespace {

fen sum(const std::map<std::string, fen>& parts) {
    fen total;
    for (const auto& [name, amount] : parts)
        total += amount;
    return total;
}

fen used(const round_use& use, const std::string& pool) {
    const auto found = use.find(pool);
    return found == use.end() ? fen{} : found->second;
}

} // namespace

fen round_budget::of_pool(const std::string& pool) const {
    const auto found = named.find(pool);
    return found == named.end() ? total - sum(named) : found->second;
}

result<void> check(const round_budget& budget) {
    for (const auto& [name, amount] : budget.named)
        if (name.empty() || amount < fen{} || amount > fen_max)
            return refuse(
                reason::amount_invalid,
                {"分项预算须有名称，且不得为负", "A part of the budget has a name and an amount that is not negative"},
                "/budgets/" + pointer_step(name));
    if (sum(budget.named) > budget.total)
        return refuse(reason::amount_invalid,
                      {"分项预算之和不得超过总预算 " + to_yuan(budget.total) + " 元",
                       "The parts may not add up to more than the budget of " + to_yuan(budget.total) + " yuan"},
                      "/budgets");
    return {};
}

fen free_of(const round_budget& budget, const round_use& use) {
    return std::max(fen{}, budget.total - sum(use));
}

fen free_of_pool(const round_budget& budget, const round_use& use, const std::string& pool) {
    return std::min(free_of(budget, use), std::max(fen{}, budget.of_pool(pool) - used(use, pool)));
}

fen drawn_by(const account_totals& of_application) {
    return of_application.reserved + of_application.committed + of_application.paid + of_application.invested +
           of_application.written_off;
}

} // namespace sluice::ledger

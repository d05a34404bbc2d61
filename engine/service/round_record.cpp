#include "engine/service/round_record.hpp"

namespace sluice::service {

ledger::round_budget budget_of_round(const json& body) {
    ledger::round_budget budget{fen{body.at("budget").get<std::int64_t>()}, {}};
    // Rounds from before budgets had parts have no such member.
    if (const auto parts = body.find("budgets"); parts != body.end())
        for (const auto& part : parts->items())
            budget.named.emplace(part.key(), fen{part.value().get<std::int64_t>()});
    return budget;
}

void set_budget_of_round(json& body, const ledger::round_budget& budget) {
    json parts = json::object();
    for (const auto& [name, amount] : budget.named)
        parts[name] = amount.count();
    body["budget"] = budget.total.count();
    body["budgets"] = std::move(parts);
}

std::optional<instant> exhausted_since(const json& body) {
    const auto since = body.find("exhausted_at");
    if (since == body.end() || since->is_null()) return std::nullopt;
    return instant{since->get<std::int64_t>()};
}

bool round_is_open(const json& body, instant now) {
    return body.at("opens_at") <= now.milliseconds && now.milliseconds < body.at("closes_at") && !exhausted_since(body);
}

} // namespace sluice::service

#include "engine/application/holdings.hpp"

namespace sluice::application {
namespace {

fen moved_by(ledger::movement kind, const std::vector<ledger::posting>& moved) {
    fen sum;
    for (const auto& each : moved)
        if (each.kind == kind) sum += each.amount;
    return sum;
}

} // namespace

holding holding_after(const std::optional<holding>& before, const application_state& after,
                      const std::vector<ledger::posting>& moved, instant now) {
    const auto& money = after.money;
    holding held{after.programme,
                 after.id,
                 after.number,
                 money.reserved + money.committed,
                 money.paid_net() + money.invested,
                 {},
                 now};
    const fen issued = moved_by(ledger::movement::commit, moved);
    const fen known = money.committed + money.paid + money.invested + money.written_off;
    held.committed_total =
        before ? before->committed_total + issued : known + moved_by(ledger::movement::release_commitment, moved);
    const bool first_commitment = held.committed_total > fen{} && (!before || before->committed_total == fen{});
    if (before && !first_commitment) held.at = before->at;
    return held;
}

} // namespace sluice::application

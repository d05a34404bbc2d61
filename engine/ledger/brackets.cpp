#include "engine/ledger/brackets.hpp"

namespace sluice::ledger {
namespace {

result<void> check(const std::vector<bracket>& table) {
    if (table.empty() || table.size() > brackets_max)
        return refuse(reason::definition_invalid, {"分档表须有 1 至 1000 档", "A table has from 1 to 1000 brackets"},
                      "/brackets");
    for (std::size_t index = 0; index < table.size(); ++index) {
        const bool ascends = index == 0 || table[index - 1].from < table[index].from;
        if (!ascends || table[index].from < fen{0} || table[index].award < fen{0})
            return refuse(reason::definition_invalid,
                          {"分档下限须逐档递增，且金额不得为负",
                           "The lower bounds must ascend from bracket to bracket, and no figure may be negative"},
                          "/brackets/" + std::to_string(index));
    }
    return {};
}

} // namespace

result<fen> award_of(const std::vector<bracket>& table, fen amount) {
    if (const auto sound = check(table); !sound) return sound.error();
    if (amount < fen{0})
        return refuse(reason::amount_invalid, {"金额不得为负", "The amount must not be negative"}, "/amount");
    fen award;
    for (const auto& each : table)
        if (amount >= each.from) award = each.award;
    return award;
}

} // namespace sluice::ledger

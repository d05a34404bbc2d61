#include "engine/ledger/settle.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

namespace sluice::ledger {
namespace {

void compare(const account_totals& kept, const account_totals& replayed, const std::string& place,
             std::vector<unmet_requirement>& differences) {
    for (const auto which : every_account) {
        if (kept.of(which) == replayed.of(which) || differences.size() >= differences_max) continue;
        const auto title = title_of(which);
        differences.push_back({"ledger_settled",
                               place + "/" + std::string{name_of(which)},
                               {fmt::format("{}：账面 {} 元，按记录重算为 {} 元", title.zh, to_yuan(kept.of(which)),
                                            to_yuan(replayed.of(which))),
                                fmt::format("The {} stands at {} yuan; its postings give {} yuan", title.en,
                                            to_yuan(kept.of(which)), to_yuan(replayed.of(which)))}});
    }
}

} // namespace

result<balances> replay(std::string fund, std::span<const entry> entries) {
    balances books;
    books.fund = std::move(fund);
    for (const auto& entered : entries) {
        auto after = apply(std::move(books), entered);
        if (!after) {
            auto why = after.error();
            why.place = entered.id + why.place;
            return why;
        }
        books = std::move(*after);
    }
    if (const auto held = verify(books); !held) return held.error();
    return books;
}

result<balances> settle(const balances& kept, std::span<const entry> entries) {
    auto replayed = replay(kept.fund, entries);
    if (!replayed) return replayed;

    std::vector<unmet_requirement> differences;
    compare(kept.totals, replayed->totals, "/totals", differences);
    std::set<std::string> applications;
    for (const auto& [application, totals] : kept.applications)
        applications.insert(application);
    for (const auto& [application, totals] : replayed->applications)
        applications.insert(application);
    for (const auto& application : applications)
        compare(kept.of_application(application), replayed->of_application(application),
                "/applications/" + pointer_step(application), differences);
    if (differences.empty()) return replayed;
    return refusal{reason::ledger_unbalanced,
                   {"账面余额与按记录重算的结果不符", "The balances kept differ from what the postings give"},
                   {},
                   std::move(differences)};
}

} // namespace sluice::ledger

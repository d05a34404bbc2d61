#include "engine/service/reconciliation.hpp"

#include "engine/application/state.hpp"
#include "engine/base/canonical_json.hpp"
#include "engine/service/errand.hpp"
#include "engine/service/fund_books.hpp"
#include "engine/service/payment_batches.hpp"
#include "engine/service/representation.hpp"

#include <fmt/format.h>

#include <map>

namespace sluice::service {
namespace {

/// The most differences that are named one by one.
constexpr std::size_t differences_max = 1'000;

/// Calls `each` with every item of a list, page by page.
template<class List, class Each>
void walk(List&& list, Each&& each) {
    store::page_request want{std::nullopt, store::page_limit_max};
    for (bool more = true; more;) {
        const auto page = list(want);
        for (const auto& item : page.items)
            each(item);
        want.after = page.next;
        more = page.next.has_value();
    }
}

fen moved_by(const ledger::movement_sums& sums, ledger::movement kind) {
    const auto found = sums.find(kind);
    return found == sums.end() ? fen{} : found->second;
}

class reconciler {
public:
    reconciler(store::reader& store, std::string fund, std::string chain)
        : store_{store}
        , fund_{std::move(fund)}
        , chain_{std::move(chain)} {}

    json run() {
        replay_entries();
        compare_balances();
        compare_applications();
        compare_batches();
        name_unexplained_payments();
        return {{"fund", fund_},
                {"entries", entries_},
                {"applications", applications_},
                {"batches", batches_},
                {"agrees", count_ == 0},
                {"differences", differences_},
                {"differences_in_all", count_},
                {"with_the_bank", money_to_json(with_the_bank_)},
                {"paid_through_the_bank", money_to_json(through_the_bank_)},
                {"paid_by_hand", money_to_json(paid_ - through_the_bank_)}};
    }

private:
    void differ(const char* kind, const std::string& subject, fen expected, fen found, const text& what) {
        if (++count_ > differences_max) return;
        differences_.push_back(
            {{"kind", kind},
             {"subject", subject},
             {"expected", to_yuan(expected)},
             {"found", to_yuan(found)},
             {"explanation",
              {{"zh", fmt::format("{}：应为 {} 元，实为 {} 元", what.zh, to_yuan(expected), to_yuan(found))},
               {"en",
                fmt::format("{}: {} yuan expected, {} yuan found", what.en, to_yuan(expected), to_yuan(found))}}}});
    }

    void replay_entries() {
        std::map<std::string, ledger::movement_sums> sums;
        ledger::movement_sums all;
        walk([&](const store::page_request& want) { return store_.fund_entries(fund_, want); },
             [&](const store::ledger_record& each) {
                 const auto kind = ledger::movement_named(each.movement);
                 if (!kind)
                     return differ("unknown_movement", each.movement, {}, each.amount,
                                   {"未知的资金动作", "An unknown movement"});
                 ++entries_;
                 all[*kind] += each.amount;
                 if (!each.application.empty()) sums[each.application][*kind] += each.amount;
                 if (store_.log_after(each.log_position - 1, 1).empty())
                     differ("entry_without_event", std::to_string(each.position), each.amount, {},
                            {"分录没有对应的记录", "An entry has no act on the record"});
             });
        replayed_ = ledger::totals_of(all);
        for (const auto& [application, moved] : sums) {
            auto totals = ledger::totals_of(moved);
            paid_out_[application] = moved_by(moved, ledger::movement::pay) +
                                     moved_by(moved, ledger::movement::invest) -
                                     moved_by(moved, ledger::movement::reverse_payment);
            totals.appropriation = totals.available = fen{};
            of_applications_[application] = totals;
        }
    }

    void compare(const char* kind, const std::string& subject, const ledger::account_totals& expected,
                 const ledger::account_totals& found) {
        for (const auto which : ledger::every_account)
            if (expected.of(which) != found.of(which))
                differ(kind, subject, expected.of(which), found.of(which), ledger::title_of(which));
    }

    void compare_balances() {
        ledger::account_totals kept;
        for (const auto& each : store_.balances(fund_, ""))
            if (const auto which = ledger::account_named(each.account)) kept.of(*which) = each.amount;
        compare("fund_balance", fund_, replayed_, kept);
        if (const auto sound = ledger::verify(kept); !sound)
            differ("invariant", fund_, {}, {}, sound.error().explanation);
        std::map<std::string, ledger::account_totals> rows;
        walk([&](const store::page_request& want) { return store_.application_balances(fund_, want); },
             [&](const store::account_balance& each) {
                 if (const auto which = ledger::account_named(each.account))
                     rows[each.application].of(*which) = each.amount;
             });
        for (const auto& [application, totals] : of_applications_)
            compare("application_balance", application, totals, rows[application]);
        for (const auto& [application, totals] : rows)
            if (!of_applications_.contains(application)) compare("application_balance", application, {}, totals);
    }

    void compare_applications() {
        for (const auto& [id, books] : of_applications_) {
            ++applications_;
            const auto row = store_.find_application(id);
            if (!row) {
                differ("no_application", id, {}, books.paid,
                       {"账上有此申请，但申请不存在", "The books name an application that is not there"});
                continue;
            }
            const auto state = application::state_from_text(row->body);
            compare("application_figures", id, books, state.money);
            fen paid;
            for (const auto& each : state.payments) {
                paid += each.paid_so_far();
                if (each.status == application::payment_status::sent)
                    sent_[id + "/" + each.instalment] = each.under_way();
            }
            if (paid != paid_out_[id])
                differ("payments", id, paid_out_[id], paid,
                       {"付款合计与账面已拨付", "Payments against what the books say is paid"});
            paid_ += paid;
        }
    }

    void compare_batches() {
        walk(
            [&](const store::page_request& want) {
                return store_.list_entities({payment_batch_kind, chain_}, want);
            },
            [&](const store::entity& each) {
                const json body = parse_canonical(each.body);
                if (body.at("fund") != fund_) return;
                ++batches_;
                for (const auto& line : body.at("lines"))
                    compare_line(line);
            });
        for (const auto& [payment, amount] : sent_)
            differ("sent_without_line", payment, {}, amount,
                   {"付款已送银行，但没有批次记录", "A payment is with the bank, but in no batch"});
    }

    void compare_line(const json& line) {
        const std::string payment =
            line.at("application").get<std::string>() + "/" + line.at("instalment").get<std::string>();
        const fen amount{line.at("amount").get<std::int64_t>()};
        if (line.at("outcome") == "paid") through_the_bank_ += amount;
        if (!line.at("outcome").is_null()) return;
        const auto waits = sent_.find(payment);
        if (waits == sent_.end() || waits->second != amount)
            differ("line_without_payment", line.at("reference"), amount, waits == sent_.end() ? fen{} : waits->second,
                   {"批次中的付款并未在途", "A line waits for the bank, its payment does not"});
        if (waits != sent_.end()) sent_.erase(waits);
        with_the_bank_ += amount;
    }

    /// More went through the bank than was recorded as paid: something was paid that nobody owes.
    void name_unexplained_payments() {
        if (through_the_bank_ > paid_)
            differ("bank_exceeds_payments", fund_, paid_, through_the_bank_,
                   {"银行已付超过登记的付款", "The bank paid more than was recorded"});
    }

    store::reader& store_;
    std::string fund_;
    std::string chain_;
    ledger::account_totals replayed_;
    std::map<std::string, ledger::account_totals> of_applications_;
    std::map<std::string, fen> paid_out_; ///< by the entries, to each application
    std::map<std::string, fen> sent_;     ///< payments with the bank that no line has accounted for yet
    std::size_t entries_ = 0, applications_ = 0, batches_ = 0, count_ = 0;
    fen paid_, through_the_bank_, with_the_bank_;
    json differences_ = json::array();
};

} // namespace

json reconcile(store::reader& store, const std::string& fund, const std::string& chain) {
    return reconciler{store, fund, chain}.run();
}

} // namespace sluice::service

// The money, counted once more by hand: nothing here uses the ledger's own arithmetic.

#include "tests/simulation/invariants.hpp"

#include "engine/application/state.hpp"
#include "engine/base/fen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace sluice::simulation {
namespace {

using amounts = std::map<std::string, std::int64_t>; ///< account → fen

bool is_source(const std::string& account) {
    static const std::set<std::string> sources{"appropriation", "recovery", "surplus_return", "exit_gain"};
    return sources.contains(account);
}

bool is_of_fund_alone(const std::string& account) {
    return account == "appropriation" || account == "available";
}

std::int64_t fen_of(const json& money) {
    return money_from_json(money, "").value().count();
}

class bookkeeper {
public:
    bookkeeper(const evidence& all, store::reader& reader)
        : all_{all}
        , reader_{reader} {}

    void check(const std::string& fund) {
        fund_.clear();
        applications_.clear();
        walk([&](const store::page_request& want) { return reader_.fund_entries(fund, want); },
             [&](const store::ledger_record& each) { take(each); });
        compare_kept(fund);
        add_up(fund);
        const auto report = all_.at.money().reconciliation(all_.people.treasurer, fund);
        if (!report || report->body.at("agrees") != true)
            reconciled_.breaches.push_back(
                {fund + (report ? report->body.at("differences").dump().substr(0, 400) : "")});
        ++funds_;
    }

    std::vector<finding> findings() {
        never_below_.figure = fmt::format("{} entries", entries_);
        kept_.figure = fmt::format("{} funds, {} applications with money", funds_, with_money_);
        sums_.figure = reconciled_.figure = fmt::format("{} funds", funds_);
        return {never_below_, kept_, sums_, reconciled_};
    }

private:
    void take(const store::ledger_record& each) {
        ++entries_;
        move(fund_, each, {});
        if (!each.application.empty()) move(applications_[each.application], each, each.application);
    }

    /// Of an application only what is its own is counted.
    void move(amounts& books, const store::ledger_record& each, const std::string& application) {
        const auto add = [&](const std::string& account, std::int64_t change) {
            if (!application.empty() && is_of_fund_alone(account)) return;
            if ((books[account] += change) < 0)
                never_below_.breaches.push_back({fmt::format("{} of {} is {} after entry {} ({})", account, each.fund,
                                                             books[account], each.position, each.movement),
                                                 application});
        };
        const auto amount = each.amount.count();
        add(each.from_account, is_source(each.from_account) ? amount : -amount);
        add(each.to_account, is_source(each.to_account) ? -amount : amount);
    }

    void compare_kept(const std::string& fund) {
        for (const auto& each : reader_.balances(fund, ""))
            if (fund_[each.account] != each.amount.count())
                kept_.breaches.push_back({fmt::format("{} of {}: kept {}, counted {}", each.account, fund,
                                                      each.amount.count(), fund_[each.account])});
        walk([&](const store::page_request& want) { return reader_.application_balances(fund, want); },
             [&](const store::account_balance& each) {
                 ++with_money_;
                 if (applications_[each.application][each.account] != each.amount.count())
                     kept_.breaches.push_back({each.account + " is kept otherwise than counted", each.application});
             });
    }

    /// What came in is where it is now; paid, committed and reserved never exceed what came in.
    void add_up(const std::string& fund) {
        std::int64_t sources = 0, buckets = 0, by_applications = 0;
        for (const auto& [account, amount] : fund_)
            (is_source(account) ? sources : buckets) += amount;
        const auto bound =
            fund_["paid"] + fund_["committed"] + fund_["reserved"] + fund_["invested"] + fund_["written_off"];
        for (const auto& [application, books] : applications_)
            for (const auto& [account, amount] : books)
                if (!is_source(account)) by_applications += amount;
        if (sources != buckets || bound > sources || bound != by_applications)
            sums_.breaches.push_back({fmt::format("{}: {} came in, {} is there, {} bound, {} with applications", fund,
                                                  sources, buckets, bound, by_applications)});
    }

    const evidence& all_;
    store::reader& reader_;
    amounts fund_;
    std::map<std::string, amounts> applications_;
    finding never_below_{"no account is ever below zero, so nothing is paid that was not committed", ""};
    finding kept_{"every balance kept is the sum of its entries", ""};
    finding sums_{"paid, committed and reserved are no more than came in, and add up", ""};
    finding reconciled_{"every fund's reconciliation finds no difference", ""};
    std::int64_t entries_ = 0, funds_ = 0, with_money_ = 0;
};

finding check_past(const evidence& all) {
    finding found{"the books still say what they said at every month's end",
                  fmt::format("{} snapshots", all.money.snapshots().size())};
    for (const auto& each : all.money.snapshots()) {
        auto now = all.at.money().fund(all.people.auditor, each.fund, each.at, {});
        if (now) now->body.erase("at");
        if (!now || now->body != each.body)
            found.breaches.push_back({fmt::format("{} at {}", each.fund, to_rfc3339(each.at))});
    }
    return found;
}

finding check_lists(const evidence& all) {
    finding found{"every list adds up to its pool, to the fen", ""};
    std::size_t items = 0;
    for (const auto& round : all.money.decided_rounds()) {
        const auto list = all.at.money().allocation(all.people.head, round);
        if (!list) {
            found.breaches.push_back({"the list of " + round + " cannot be read"});
            continue;
        }
        std::int64_t sum = 0, claims = 0;
        for (const auto& each : list->body.at("items")) {
            ++items;
            sum += fen_of(each.at("amount"));
            claims += fen_of(each.at("claim"));
            if (list->body.at("mode") == "pro_rata" && fen_of(each.at("amount")) > fen_of(each.at("claim")))
                found.breaches.push_back({"a share exceeds its claim", each.at("application")});
        }
        const auto pool = fen_of(list->body.at("pool")), total = fen_of(list->body.at("total"));
        const bool exact = list->body.at("mode") != "pro_rata" || total == std::min(pool, claims);
        if (sum != total || total + fen_of(list->body.at("left_over")) != pool || !exact)
            found.breaches.push_back(
                {fmt::format("{}: shares {}, total {}, pool {}, claims {}", round, sum, total, pool, claims)});
    }
    found.figure = fmt::format("{} lists, {} shares", all.money.decided_rounds().size(), items);
    return found;
}

/// Since the last preparing, everyone who did a step is somebody else.
finding check_three_people(const evidence& all, store::reader& reader) {
    finding found{"preparing, approving and recording a payment are three people", ""};
    std::size_t payments = 0;
    for (const auto& id : all.at.created()) {
        const auto row = reader.find_application(id);
        if (!row) continue;
        const auto state = application::state_from_text(row->body);
        for (const auto& each : state.payments) {
            std::string prepared, approved;
            for (const auto& act : each.acts) {
                if (act.step == "prepare") prepared = act.by, approved.clear();
                if (act.step == "approve") approved = act.by;
                const bool last = act.step == "record" || act.step == "settle";
                payments += last ? 1 : 0;
                const bool lacking = last && (prepared.empty() || approved.empty());
                if (lacking || (!approved.empty() && approved == prepared) ||
                    (last && (act.by == prepared || act.by == approved)))
                    found.breaches.push_back({each.instalment + " has had too few people", id});
            }
        }
    }
    found.figure = fmt::format("{} payments recorded", payments);
    return found;
}

} // namespace

std::vector<finding> check_money(const evidence& all, store::reader& reader) {
    std::set<std::string> funds;
    for (const auto& each : all.at.programmes())
        if (!each.fund.empty()) funds.insert(each.fund);
    bookkeeper books{all, reader};
    for (const auto& fund : funds)
        books.check(fund);
    auto found = books.findings();
    found.push_back(check_past(all));
    found.push_back(check_lists(all));
    found.push_back(check_three_people(all, reader));
    return found;
}

} // namespace sluice::simulation

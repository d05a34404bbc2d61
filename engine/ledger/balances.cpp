#include "engine/ledger/balances.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

namespace sluice::ledger {
namespace {

fen account_totals::*member_of(account which) {
    switch (which) {
    case account::appropriation:
        return &account_totals::appropriation;
    case account::recovery:
        return &account_totals::recovery;
    case account::surplus_return:
        return &account_totals::surplus_return;
    case account::exit_gain:
        return &account_totals::exit_gain;
    case account::available:
        return &account_totals::available;
    case account::reserved:
        return &account_totals::reserved;
    case account::committed:
        return &account_totals::committed;
    case account::paid:
        return &account_totals::paid;
    case account::invested:
        return &account_totals::invested;
    case account::written_off:
        return &account_totals::written_off;
    }
    throw std::logic_error("ledger: an account that does not exist");
}

refusal unbalanced(text explanation, std::string place = {}) {
    return refuse(reason::ledger_unbalanced, std::move(explanation), std::move(place));
}

refusal exceeds(account drawn, const std::string& application, fen there, fen wanted) {
    const auto title = title_of(drawn);
    return refuse(
        reason::amount_exceeds_commitment,
        {fmt::format("申请 {} 的{}为 {} 元，不足 {} 元", application, title.zh, to_yuan(there), to_yuan(wanted)),
         fmt::format("Application {} has {} of {} yuan, less than the {} yuan asked for", application, title.en,
                     to_yuan(there), to_yuan(wanted))},
        "/amount");
}

refusal overfull(account growing) {
    const auto title = title_of(growing);
    return refuse(reason::arithmetic_overflow,
                  {fmt::format("基金的{}将超过 {} 元", title.zh, to_yuan(fen_max)),
                   fmt::format("The fund's {} would be above {} yuan", title.en, to_yuan(fen_max))},
                  "/amount");
}

/// Whether money that had been paid moves back, so that no more can than was paid and is still out.
bool undoes_payment(movement kind) {
    return kind == movement::recover || kind == movement::return_surplus || kind == movement::reverse_payment;
}

/// Whether the fund has what the posting takes from it.
result<void> check_fund(const balances& books, const posting& posted) {
    const auto available = books.totals.available;
    if (posted.from == account::available && posted.amount > available)
        return refuse(reason::fund_exhausted,
                      {fmt::format("基金可用余额为 {} 元，不足 {} 元", to_yuan(available), to_yuan(posted.amount)),
                       fmt::format("The fund has {} yuan available, less than the {} yuan asked for",
                                   to_yuan(available), to_yuan(posted.amount))},
                      "/amount");
    if (posted.to == account::appropriation && posted.amount > books.totals.appropriation)
        return refuse(reason::amount_invalid,
                      {fmt::format("退回的预算不得超过拨入的 {} 元", to_yuan(books.totals.appropriation)),
                       fmt::format("No more can be withdrawn than the {} yuan that were appropriated",
                                   to_yuan(books.totals.appropriation))},
                      "/amount");
    if (is_source(posted.from) && posted.amount > fen_max - books.totals.of(posted.from)) return overfull(posted.from);
    if (!is_source(posted.to) && posted.amount > fen_max - books.totals.of(posted.to)) return overfull(posted.to);
    return {};
}

/// Whether the application has what the posting takes from it.
result<void> check_application(const account_totals& application, const posting& posted) {
    if (undoes_payment(posted.kind)) {
        if (posted.amount > application.paid_net())
            return exceeds(account::paid, posted.application, application.paid_net(), posted.amount);
        return {};
    }
    if (is_source(posted.from) || !is_kept_per_application(posted.from)) return {};
    if (posted.amount > application.of(posted.from))
        return exceeds(posted.from, posted.application, application.of(posted.from), posted.amount);
    return {};
}

/// A source grows when money leaves it for a bucket, and shrinks when money goes back; a bucket the other way round.
void move(account_totals& totals, const posting& posted, bool of_fund) {
    if (of_fund || is_kept_per_application(posted.from)) {
        if (is_source(posted.from))
            totals.of(posted.from) += posted.amount;
        else
            totals.of(posted.from) -= posted.amount;
    }
    if (of_fund || is_kept_per_application(posted.to)) {
        if (is_source(posted.to))
            totals.of(posted.to) -= posted.amount;
        else
            totals.of(posted.to) += posted.amount;
    }
}

result<void> check_not_negative(const account_totals& totals) {
    for (const auto which : every_account)
        if (totals.of(which) < fen{0})
            return unbalanced({title_of(which).zh + "为负", "The " + title_of(which).en + " is negative"},
                              "/" + std::string{name_of(which)});
    return {};
}

result<void> check_paid_net(const account_totals& totals) {
    if (totals.paid_net() < fen{0})
        return unbalanced({"退回与追回之和超过已拨付金额", "More came back than was paid"}, "/paid");
    return {};
}

} // namespace

fen account_totals::of(account which) const {
    return this->*member_of(which);
}

fen& account_totals::of(account which) {
    return this->*member_of(which);
}

const account_totals& balances::of_application(const std::string& application) const {
    static const account_totals nothing;
    const auto found = applications.find(application);
    return found == applications.end() ? nothing : found->second;
}

result<balances> apply(balances before, const posting& posted) {
    const auto shape = check_shape(posted);
    if (!shape) return shape.error();
    if (posted.fund != before.fund)
        return unbalanced({"此笔账属于另一基金：" + posted.fund, "The posting is of another fund: " + posted.fund},
                          "/fund");
    const auto of_application = check_application(before.of_application(posted.application), posted);
    if (!of_application) return of_application.error();
    const auto of_fund = check_fund(before, posted);
    if (!of_fund) return of_fund.error();

    move(before.totals, posted, true);
    if (const auto held = verify(before.totals); !held) return held.error();
    if (is_of_application(posted.kind)) {
        auto& application = before.applications[posted.application];
        move(application, posted, false);
        if (const auto held = verify_application(application, posted.application); !held) return held.error();
    }
    return before;
}

result<balances> apply(balances before, const entry& entered) {
    if (entered.postings.empty() || entered.postings.size() > postings_of_entry_max)
        return unbalanced({"一笔分录须含 1 至 100000 条记录", "An entry has from 1 to 100000 postings"}, "/postings");
    for (std::size_t index = 0; index < entered.postings.size(); ++index) {
        auto after = apply(std::move(before), entered.postings[index]);
        if (!after) {
            auto why = after.error();
            why.place = "/postings/" + std::to_string(index) + why.place;
            return why;
        }
        before = std::move(*after);
    }
    return before;
}

result<void> verify(const account_totals& of_fund) {
    if (const auto signs = check_not_negative(of_fund); !signs) return signs;
    if (const auto net = check_paid_net(of_fund); !net) return net;
    const auto came_in = of_fund.appropriation + of_fund.recovery + of_fund.surplus_return + of_fund.exit_gain;
    const auto bound = of_fund.paid + of_fund.invested + of_fund.written_off + of_fund.committed + of_fund.reserved;
    if (bound > came_in)
        return unbalanced({"已拨付、已承诺与预留之和超过拨入与收回之和",
                           "Paid, committed and reserved exceed what was appropriated and recovered"});
    if (of_fund.available != came_in - bound)
        return unbalanced(
            {fmt::format("可用余额应为 {} 元，实为 {} 元", to_yuan(came_in - bound), to_yuan(of_fund.available)),
             fmt::format("The available balance should be {} yuan and is {} yuan", to_yuan(came_in - bound),
                         to_yuan(of_fund.available))},
            "/available");
    return {};
}

result<void> verify_application(const account_totals& of_application, const std::string& application) {
    const auto named = [&](refusal why) {
        why.place = "/applications/" + pointer_step(application) + why.place;
        return why;
    };
    if (const auto signs = check_not_negative(of_application); !signs) return named(signs.error());
    if (const auto net = check_paid_net(of_application); !net) return named(net.error());
    if (of_application.appropriation != fen{0} || of_application.available != fen{0})
        return named(unbalanced(
            {"申请没有自己的预算与可用余额", "An application has no appropriation or available balance of its own"}));
    return {};
}

result<void> verify(const balances& complete) {
    if (const auto held = verify(complete.totals); !held) return held;
    account_totals added;
    for (const auto& [application, totals] : complete.applications) {
        if (const auto held = verify_application(totals, application); !held) return held;
        for (const auto which : every_account)
            added.of(which) += totals.of(which);
    }
    for (const auto which : every_account)
        if (is_kept_per_application(which) && added.of(which) != complete.totals.of(which))
            return unbalanced(
                {fmt::format("各申请的{}合计 {} 元，基金账为 {} 元", title_of(which).zh, to_yuan(added.of(which)),
                             to_yuan(complete.totals.of(which))),
                 fmt::format("The applications' {} add up to {} yuan, the fund's to {} yuan", title_of(which).en,
                             to_yuan(added.of(which)), to_yuan(complete.totals.of(which)))},
                "/totals/" + std::string{name_of(which)});
    return {};
}

} // namespace sluice::ledger

#include "engine/store/sqlite/ledger.hpp"

#include "engine/store/error.hpp"
#include "engine/store/sqlite/paging.hpp"

#include <map>
#include <tuple>

namespace sluice::store::sqlite {

namespace {

constexpr std::string_view by_fund =
    "SELECT position, fund, application, movement, from_account, to_account, amount_fen, at, log_position, note "
    "FROM ledger INDEXED BY ledger_by_fund WHERE fund = ? AND position > ? ORDER BY position LIMIT ?";
constexpr std::string_view by_application =
    "SELECT position, fund, application, movement, from_account, to_account, amount_fen, at, log_position, note "
    "FROM ledger INDEXED BY ledger_by_application WHERE application = ? AND application <> '' AND position > ? "
    "ORDER BY position LIMIT ?";
constexpr std::string_view by_movement =
    "SELECT position, fund, application, movement, from_account, to_account, amount_fen, at, log_position, note "
    "FROM ledger INDEXED BY ledger_by_movement WHERE fund = ? AND movement = ? AND position > ? "
    "ORDER BY position LIMIT ?";
constexpr std::string_view whole_days =
    "SELECT movement, SUM(amount_fen) FROM ledger_day WHERE fund = ? AND day < ? GROUP BY movement ORDER BY movement";
constexpr std::string_view rest_of_day =
    "SELECT movement, amount_fen FROM ledger INDEXED BY ledger_by_time WHERE fund = ? AND at >= ? AND at < ?";
constexpr std::string_view add_to_day =
    "INSERT INTO ledger_day (fund, movement, day, amount_fen) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (fund, movement, day) DO UPDATE SET amount_fen = amount_fen + excluded.amount_fen";
constexpr std::string_view insert_posting =
    "INSERT INTO ledger (fund, application, movement, from_account, to_account, amount_fen, at, log_position, note) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view set_balance =
    "INSERT INTO balance (fund, application, account, amount_fen) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (fund, application, account) DO UPDATE SET amount_fen = excluded.amount_fen";

constexpr std::int64_t milliseconds_of_day = 86'400'000;

using bucket = std::tuple<std::string, std::string, std::string>;

template<class... Keys>
page<ledger_record> list_entries(connection& user, std::string_view sql, const page_request& want,
                                 const Keys&... keys) {
    const page_bounds bounds{want};
    query rows{user, sql};
    rows.with(keys..., bounds.after, bounds.fetch);
    std::vector<ledger_record> found;
    while (rows.next()) {
        ledger_record& r = found.emplace_back();
        rows.into(r.position, r.fund, r.application, r.movement, r.from_account, r.to_account, r.amount, r.at,
                  r.log_position, r.note);
    }
    return cut_to_page(std::move(found), bounds, [](const ledger_record& last) {
        return cursor{last.position, 0, {}, {}};
    });
}

std::vector<account_balance> read_balances(query& rows) {
    std::vector<account_balance> found;
    while (rows.next()) {
        account_balance& b = found.emplace_back();
        rows.into(b.fund, b.application, b.account, b.amount);
    }
    return found;
}

fen find_balance(connection& user, const bucket& key) {
    fen amount;
    query row{user, "SELECT amount_fen FROM balance WHERE fund = ? AND application = ? AND account = ?"};
    if (row.with(std::get<0>(key), std::get<1>(key), std::get<2>(key)).next()) row.into(amount);
    return amount;
}

/// What each bucket will hold; throws before anything is written if that cannot be.
std::map<bucket, fen> balances_after(connection& writer, std::span<const account_balance> changes) {
    std::map<bucket, fen> after;
    for (const account_balance& change : changes) {
        const bucket key{change.fund, change.application, change.account};
        const auto known = after.find(key);
        const fen before = known == after.end() ? find_balance(writer, key) : known->second;
        after.insert_or_assign(key, before + change.amount);
    }
    for (const auto& [key, amount] : after)
        if (amount < fen{})
            throw balance_negative("fund " + std::get<0>(key) + ", application '" + std::get<1>(key) + "', account " +
                                   std::get<2>(key) + " would hold " + to_yuan(amount));
    return after;
}

} // namespace

page<ledger_record> list_fund_entries(connection& user, std::string_view fund, const page_request& want) {
    return list_entries(user, by_fund, want, fund);
}

page<ledger_record> list_application_entries(connection& user, std::string_view application, const page_request& want) {
    return list_entries(user, by_application, want, application);
}

page<ledger_record> list_movement_entries(connection& user, std::string_view fund, std::string_view movement,
                                          const page_request& want) {
    return list_entries(user, by_movement, want, fund, movement);
}

std::vector<movement_sum> sum_movements_before(connection& user, std::string_view fund, instant when) {
    const std::int64_t day = when.milliseconds / milliseconds_of_day;
    std::map<std::string, fen> sums;
    const auto add = [&](query& rows) {
        while (rows.next()) {
            movement_sum each;
            rows.into(each.movement, each.amount);
            sums[each.movement] += each.amount;
        }
    };
    query days{user, whole_days};
    add(days.with(fund, day));
    query rest{user, rest_of_day};
    add(rest.with(fund, day * milliseconds_of_day, when));
    std::vector<movement_sum> found;
    for (const auto& [movement, amount] : sums)
        found.push_back({movement, amount});
    return found;
}

std::vector<account_balance> list_balances(connection& user, std::string_view fund, std::string_view application) {
    query rows{user, "SELECT fund, application, account, amount_fen FROM balance WHERE fund = ? AND application = ? "
                     "ORDER BY account"};
    return read_balances(rows.with(fund, application));
}

page<account_balance> list_application_balances(connection& user, std::string_view fund, const page_request& want) {
    const page_bounds bounds{want};
    const std::string application = want.after ? want.after->id : std::string{};
    const std::string account = want.after ? want.after->part : std::string{};
    query rows{user, "SELECT fund, application, account, amount_fen FROM balance "
                     "WHERE fund = ? AND application > '' AND (application, account) > (?, ?) "
                     "ORDER BY application, account LIMIT ?"};
    return cut_to_page(read_balances(rows.with(fund, application, account, bounds.fetch)), bounds,
                       [](const account_balance& last) {
                           return cursor{0, 0, last.application, last.account};
                       });
}

void post(connection& writer, std::span<const ledger_record> postings, std::span<const account_balance> changes) {
    const std::map<bucket, fen> after = balances_after(writer, changes);
    for (const ledger_record& r : postings) {
        query{writer, insert_posting}
            .with(r.fund, r.application, r.movement, r.from_account, r.to_account, r.amount, r.at, r.log_position,
                  r.note)
            .run();
        query{writer, add_to_day}.with(r.fund, r.movement, r.at.milliseconds / milliseconds_of_day, r.amount).run();
    }
    for (const auto& [key, amount] : after)
        query{writer, set_balance}.with(std::get<0>(key), std::get<1>(key), std::get<2>(key), amount).run();
}

} // namespace sluice::store::sqlite

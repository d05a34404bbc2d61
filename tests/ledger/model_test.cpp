#include "engine/ledger/settle.hpp"
#include "engine/ledger/year_end.hpp"

#include <catch2/catch_test_macros.hpp>

#include <random>

using namespace sluice;
using namespace sluice::ledger;

namespace {

constexpr int operations = 100'000;
constexpr int applications = 12;
constexpr int operations_of_year = 2'500;

/// The oracle: a few plain sums in the order of the words of the procedure, sharing nothing with the ledger's own
/// routes.
struct oracle {
    struct book {
        std::int64_t reserved = 0, committed = 0, paid = 0, back = 0, invested = 0;
    };
    std::int64_t given = 0, free = 0, came_this_year = 0;
    book books[applications];

    /// What is free beyond what came this year is older; it goes back to whoever gave it.
    std::int64_t end_year() {
        const std::int64_t old = free > came_this_year ? free - came_this_year : 0;
        const std::int64_t back = old > given ? given : old;
        free -= back;
        given -= back;
        came_this_year = 0;
        return back;
    }

    bool move(movement kind, std::int64_t amount, int which) {
        auto& own = books[which];
        const auto take = [amount](std::int64_t& from, std::int64_t& to) {
            if (from < amount) return false;
            from -= amount;
            to += amount;
            return true;
        };
        std::int64_t outside = 0;
        switch (kind) {
        case movement::appropriate:
            return given += amount, free += amount, came_this_year += amount, true;
        case movement::withdraw_appropriation:
            return given >= amount && take(free, outside) && (given -= amount, true);
        case movement::reserve:
            return take(free, own.reserved);
        case movement::release_reservation:
            return take(own.reserved, free);
        case movement::commit:
            return take(own.reserved, own.committed);
        case movement::release_commitment:
            return take(own.committed, free);
        case movement::pay:
            return take(own.committed, own.paid);
        case movement::reverse_payment:
            return own.paid - own.back >= amount && take(own.paid, own.committed);
        case movement::recover:
        case movement::return_surplus:
            return own.paid - own.back >= amount &&
                   (own.back += amount, free += amount, came_this_year += amount, true);
        case movement::invest:
            return take(own.committed, own.invested);
        case movement::return_principal:
            return take(own.invested, free) && (came_this_year += amount, true);
        case movement::gain:
            return free += amount, came_this_year += amount, true;
        case movement::write_off:
            return take(own.invested, outside);
        }
        return false;
    }
};

/// Closes the year as the law has it, and as the oracle does; what lapses is withdrawn like any other posting.
void end_year(oracle& expected, balances& books, movement_sums& year_began, movement_sums& sums,
              std::vector<entry>& record) {
    const auto closed = close_year(year_began, sums, books.totals);
    REQUIRE(closed.returned == fen{expected.end_year()});
    REQUIRE(closed.carried_over + closed.lapsed == closed.unspent);
    if (closed.returned > fen{}) {
        const auto posted = make_posting("dream", movement::withdraw_appropriation, closed.returned);
        books = apply(std::move(books), posted).value();
        sums[posted.kind] += posted.amount;
        record.push_back({"year-end-" + std::to_string(record.size()), {}, 0, {posted}});
    }
    REQUIRE(verify(books).has_value());
    year_began = sums;
}

void require_agreement(const oracle& expected, const balances& books, int which, const std::string& application) {
    const auto& own = books.of_application(application);
    REQUIRE(books.totals.available == fen{expected.free});
    REQUIRE(books.totals.appropriation == fen{expected.given});
    REQUIRE(own.reserved == fen{expected.books[which].reserved});
    REQUIRE(own.committed == fen{expected.books[which].committed});
    REQUIRE(own.paid == fen{expected.books[which].paid});
    REQUIRE(own.recovery + own.surplus_return == fen{expected.books[which].back});
    REQUIRE(own.invested == fen{expected.books[which].invested});
}

} // namespace

TEST_CASE("a hundred thousand random movements agree with plain sums, and every invariant holds after each",
          "[ledger]") {
    const auto seed = std::random_device{}();
    WARN("seed " << seed);
    std::mt19937_64 random{seed};
    oracle expected;
    balances books{"dream", {}, {}};
    std::vector<entry> record;
    int refused = 0;
    movement_sums sums, year_began;
    std::map<movement, int> accepted;
    fen lapsed;
    for (int step = 0; step < operations; ++step) {
        const auto kind = every_movement[random() % every_movement.size()];
        const auto which = static_cast<int>(random() % applications);
        const auto amount = static_cast<std::int64_t>(1 + random() % (kind == movement::appropriate ? 20'000 : 6'000));
        const auto application = "A-" + std::to_string(which);
        const auto posted =
            make_posting("dream", kind, fen{amount}, is_of_application(kind) ? application : std::string{});

        auto after = apply(books, posted);
        REQUIRE(after.has_value() == expected.move(kind, amount, which));
        if (!after) {
            ++refused;
            continue;
        }
        books = std::move(*after);
        sums[kind] += posted.amount;
        ++accepted[kind];
        record.push_back({"e-" + std::to_string(step), {}, step, {posted}});
        require_agreement(expected, books, which, application);
        REQUIRE(verify(books).has_value());
        REQUIRE(totals_of(sums) == books.totals);
        if (step % operations_of_year == operations_of_year - 1) {
            const auto before = books.totals.appropriation;
            end_year(expected, books, year_began, sums, record);
            lapsed += before - books.totals.appropriation;
        }
    }
    for (const auto kind : every_movement)
        CHECK(accepted[kind] > 0);
    CHECK(lapsed > fen{});
    CHECK(refused > operations / 100);
    CHECK(refused < operations * 9 / 10);
    CHECK(settle(books, record).value() == books);
    CHECK(balances_from_json(to_json(books), "").value() == books);
}

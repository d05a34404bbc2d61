#include "engine/ledger/settle.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::ledger;

namespace {

std::vector<entry> entries() {
    return {{"e-1", {}, 1, {make_posting("dream", movement::appropriate, fen{1000})}},
            {"e-2",
             {},
             2,
             {make_posting("dream", movement::reserve, fen{300}, "A-1"),
              make_posting("dream", movement::reserve, fen{200}, "A-2")}}};
}

} // namespace

TEST_CASE("books that were kept right settle", "[ledger]") {
    const auto kept = replay("dream", entries()).value();
    CHECK(kept.totals.available == fen{500});
    CHECK(settle(kept, entries()).value() == kept);
}

TEST_CASE("books that differ from their postings are refused, figure by figure", "[ledger]") {
    auto kept = replay("dream", entries()).value();
    kept.applications["A-1"].reserved = fen{200};
    kept.applications["A-2"].reserved = fen{300};
    REQUIRE(verify(kept).has_value()); // sound in itself, and still wrong
    const auto refused = settle(kept, entries());
    REQUIRE(refused.has_error());
    CHECK(refused.error().reason == reason::ledger_unbalanced);
    REQUIRE(refused.error().requirements.size() == 2);
    CHECK(refused.error().requirements[0].place == "/applications/A-1/reserved");
}

TEST_CASE("an entry that cannot have happened is named", "[ledger]") {
    auto wrong = entries();
    std::swap(wrong[0], wrong[1]);
    const auto refused = replay("dream", wrong);
    REQUIRE(refused.has_error());
    CHECK(refused.error().place == "e-2/postings/0/amount");
}

#include "engine/application/holdings.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::application;
using ledger::movement;

namespace {

constexpr instant monday{1'000}, tuesday{2'000}, friday{5'000};

application_state with_money(fen reserved, fen committed, fen paid) {
    application_state state;
    state.id = "a";
    state.programme = "vouchers";
    state.number = "CX-1";
    state.money.reserved = reserved;
    state.money.committed = committed;
    state.money.paid = paid;
    return state;
}

std::vector<ledger::posting> moved(std::initializer_list<std::pair<movement, fen>> all) {
    std::vector<ledger::posting> postings;
    for (const auto& [kind, amount] : all)
        postings.push_back(ledger::make_posting("fund", kind, amount, "a"));
    return postings;
}

} // namespace

TEST_CASE("what was committed counts for ever, what is bound only while it is", "[holdings]") {
    const auto reserved =
        holding_after({}, with_money(fen{100}, {}, {}), moved({{movement::reserve, fen{100}}}), monday);
    CHECK(reserved == holding{"vouchers", "a", "CX-1", fen{100}, {}, {}, monday});
    const auto issued =
        holding_after(reserved, with_money({}, fen{100}, {}), moved({{movement::commit, fen{100}}}), tuesday);
    CHECK(issued == holding{"vouchers", "a", "CX-1", fen{100}, {}, fen{100}, tuesday});
    const auto used = holding_after(issued, with_money({}, {}, fen{60}),
                                    moved({{movement::release_commitment, fen{40}}, {movement::pay, fen{60}}}), friday);
    CHECK(used == holding{"vouchers", "a", "CX-1", {}, fen{60}, fen{100}, tuesday});
}

TEST_CASE("what came back is not counted as paid", "[holdings]") {
    auto state = with_money({}, {}, fen{60});
    state.money.recovery = fen{10};
    CHECK(holding_after({}, state, moved({{movement::recover, fen{10}}}), friday).paid == fen{50});
}

TEST_CASE("without a holding from before, what stands on the books is taken for issued", "[holdings]") {
    const auto late = holding_after({}, with_money({}, fen{30}, fen{60}), moved({{movement::pay, fen{60}}}), friday);
    CHECK(late == holding{"vouchers", "a", "CX-1", fen{30}, fen{60}, fen{90}, friday});
    const auto back =
        holding_after({}, with_money({}, {}, {}), moved({{movement::release_commitment, fen{30}}}), friday);
    CHECK(back.committed_total == fen{30});
}

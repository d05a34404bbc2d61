#include "engine/ledger/posting.hpp"

#include <catch2/catch_test_macros.hpp>

#include <set>

using namespace sluice;
using namespace sluice::ledger;

TEST_CASE("every persisted name is unique and leads back", "[ledger]") {
    std::set<std::string_view> names;
    for (const auto which : every_account) {
        CHECK(account_named(name_of(which)) == which);
        CHECK(names.insert(name_of(which)).second);
    }
    for (const auto kind : every_movement) {
        CHECK(movement_named(name_of(kind)) == kind);
        CHECK(names.insert(name_of(kind)).second);
    }
    CHECK_FALSE(account_named("pocket"));
    CHECK_FALSE(movement_named("embezzle"));
}

TEST_CASE("persisted numbers stay what they are", "[ledger]") {
    CHECK(static_cast<int>(account::appropriation) == 1);
    CHECK(static_cast<int>(account::available) == 10);
    CHECK(static_cast<int>(account::written_off) == 15);
    CHECK(static_cast<int>(movement::appropriate) == 1);
    CHECK(static_cast<int>(movement::pay) == 7);
    CHECK(static_cast<int>(movement::write_off) == 14);
}

TEST_CASE("an entry is read back equal", "[ledger]") {
    const entry written{"e-1",
                        instant{1'772'415'000'000},
                        42,
                        {make_posting("dream", movement::appropriate, fen{5}),
                         make_posting("dream", movement::reserve, fen{3}, "A-1")}};
    CHECK(entry_from_json(to_json(written), "").value() == written);
}

TEST_CASE("a record that is wrong is refused at its place", "[ledger]") {
    const auto sound = to_json(entry{"e", {}, 1, {make_posting("dream", movement::reserve, fen{3}, "A-1")}});
    const auto refused = [&](const char* pointer, json value) {
        auto wrong = sound;
        wrong[json::json_pointer{pointer}] = std::move(value);
        const auto read = entry_from_json(wrong, "");
        REQUIRE(read.has_error());
        return read.error();
    };
    CHECK(refused("/postings/0/to", "paid").reason == reason::ledger_unbalanced);
    CHECK(refused("/postings/0/movement", "steal").place == "/postings/0/movement");
    CHECK(refused("/postings/0/from", "pocket").place == "/postings/0/from");
    CHECK(refused("/postings/0/amount/amount", "0.00").reason == reason::amount_invalid);
    CHECK(refused("/postings/0/application", "").reason == reason::ledger_unbalanced);
    CHECK(refused("/postings/0/memo", "x").reason == reason::unknown_field);
    CHECK(refused("/postings", json::array()).place == "/postings");
    CHECK(refused("/cause", "1").place == "/cause");
    CHECK(refused("/at", "today").place == "/at");
    CHECK(refused("/id", 1).place == "/id");
}

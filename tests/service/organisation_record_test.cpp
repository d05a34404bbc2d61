#include "engine/service/organisation_record.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::service;

namespace {

application::holding held(const std::string& id, std::int64_t bound, std::int64_t at) {
    return {"vouchers", id, "CX-" + id, fen{bound}, {}, fen{100}, instant{at}};
}

} // namespace

TEST_CASE("an organisation from before holdings and certificates were kept has none", "[organisation]") {
    const json old = {{"id", "o"}, {"name", "老单位"}, {"code", "x"}, {"barred_until", 0}, {"awards", json::object()}};
    CHECK(holdings_of(old).empty());
    CHECK_FALSE(holding_of(old, "a"));
    CHECK(certificates_of(old).empty());
    CHECK(certificates_to_json(old).empty());
    CHECK(awards_of(old).empty());
}

TEST_CASE("a holding is read as it was written", "[organisation]") {
    json body = json::object();
    set_holding(body, held("a", 7, 1));
    CHECK(holding_of(body, "a") == held("a", 7, 1));
    set_holding(body, held("a", 0, 1));
    CHECK(holdings_of(body) == std::vector{held("a", 0, 1)});
}

TEST_CASE("of too many holdings the oldest by which nothing is bound is forgotten", "[organisation]") {
    json body = json::object();
    set_holding(body, held("bound", 1, 0));
    set_holding(body, held("oldest", 0, 1));
    for (std::size_t i = 2; i < holdings_max; ++i)
        set_holding(body, held(std::to_string(i), 0, static_cast<std::int64_t>(i)));
    CHECK(holdings_of(body).size() == holdings_max);
    CHECK(holding_of(body, "oldest"));
    set_holding(body, held("newest", 0, 100'000));
    CHECK(holdings_of(body).size() == holdings_max);
    CHECK_FALSE(holding_of(body, "oldest"));
    CHECK(holding_of(body, "bound"));
    CHECK(holding_of(body, "newest"));
}

TEST_CASE("a certificate is there until it is taken away", "[organisation]") {
    json body = json::object();
    application::application_state state;
    state.id = "a";
    state.programme = "maker";
    state.number = "RZ-1";
    set_certificate(body, state, {"admission", {"入驻", "Admission"}, instant{1'000}, instant{2'000}, {}});
    set_certificate(body, state, {"other", {"其他", "Other"}, instant{1'000}, instant{3'000}, {}});
    const auto all = certificates_of(body);
    REQUIRE(all.size() == 2);
    CHECK(all[0].kind == "admission");
    CHECK(all[0].title == "入驻");
    CHECK(all[0].until == instant{2'000});
    remove_certificate(body, "a", "admission");
    remove_certificate(body, "a", "nothing");
    remove_certificate(body, "nowhere", "admission");
    CHECK(certificates_of(body).size() == 1);
    remove_certificate(body, "a", "other");
    CHECK(certificates_to_json(body).empty());
}

#include "tests/api/dream_fund.hpp"

#include <catch2/catch_test_macros.hpp>

#include <map>

using namespace sluice;
using namespace sluice::test;

namespace {

/// State → how many stand there; drafts are nobody's but their applicant's.
std::map<std::string, int> stages_seen_by(test_bureau& bureau, const std::string& person,
                                          const std::string& query = "") {
    std::map<std::string, int> found;
    const auto items = bureau.get(person, "/v1/reports/pipeline" + query).data().at("items");
    for (const auto& each : items)
        found[each.at("state").at("ids").at(0)] += each.at("count").get<int>();
    return found;
}

} // namespace

TEST_CASE("the pipeline says how many stand where, to the office alone and without drafts", "[reports]") {
    dream_fund bureau;
    CHECK(stages_seen_by(bureau, "olga").empty());
    const auto first = bureau.submitted("contest");
    bureau.submitted("contest", another_project());
    bureau.draft(bureau.form("contest"));
    using stages = std::map<std::string, int>;
    CHECK(stages_seen_by(bureau, "olga") == stages{{"formal_check", 2}});
    bureau.take("olga", first, "accept");
    auto moved = stages_seen_by(bureau, "olga");
    CHECK(moved.at("formal_check") == 1);
    CHECK(moved.size() == 2);
    CHECK(stages_seen_by(bureau, "olga", "?programme=incubator-dream-fund") == moved);
    CHECK(stages_seen_by(bureau, "olga", "?programme=rd-reward-fund").empty());
    CHECK(bureau.get("ada", "/v1/reports/pipeline").status == 403);
    CHECK(bureau.get("e1", "/v1/reports/pipeline").status == 403);
    CHECK(bureau.get("", "/v1/reports/pipeline").status == 401);
}

TEST_CASE("a token that is revoked, and a role that ends, count with the next request", "[reports]") {
    dream_fund bureau;
    const auto olga = bureau.id_of("olga");
    const auto issued = bureau.post("adam", "/v1/tokens", {{"person", olga}, {"label", "second"}}).data();
    http_client second{bureau.port()};
    const auto look = [&] {
        return second
            .get("/v1/reports/pipeline",
                 {{"Authorization", "Bearer " + issued.at("token").get_ref<const std::string&>()}})
            .status;
    };
    CHECK(look() == 200);
    CHECK(look() == 200);
    CHECK(bureau.send("adam", "DELETE", "/v1/tokens/" + issued.at("id").get<std::string>(), {}, "").status == 204);
    CHECK(look() == 401);

    CHECK(bureau.get("olga", "/v1/reports/pipeline").status == 200);
    const auto path = "/v1/people/" + olga;
    const auto before = bureau.get("adam", path);
    CHECK(bureau
              .patch("adam", path, {{"roles", json::array({{{"role", "applicant"}, {"programme", "*"}}})}},
                     {{"If-Match", before.header("ETag").value()}})
              .status == 200);
    CHECK(bureau.get("olga", "/v1/reports/pipeline").status == 403);
}

#include "api/composition/data_lock.hpp"
#include "tests/api/dream_fund.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <unistd.h>

using namespace sluice;
using namespace sluice::test;

namespace {

/// The ids on each page of a list.
std::vector<std::vector<std::string>> pages_of(dream_fund& bureau, const std::string& person, const std::string& target,
                                               const char* id) {
    std::vector<std::vector<std::string>> pages;
    std::string cursor;
    for (int page = 0; page < 100; ++page) {
        const auto data = bureau.get(person, target + cursor).data();
        auto& ids = pages.emplace_back();
        for (const auto& each : data.at("items"))
            ids.push_back(each.at(id));
        if (!data.contains("next")) return pages;
        cursor = "&cursor=" + data.at("next").get<std::string>();
    }
    FAIL("the list has no end");
    return pages;
}

} // namespace

TEST_CASE("pages of experts and of people with a role are full, whoever stands between them", "[lists]") {
    dream_fund bureau;
    for (const char* target : {"/v1/experts?limit=2", "/v1/people?role=reviewer&limit=2"}) {
        INFO(target);
        const auto pages = pages_of(bureau, "olga", target, "id");
        std::set<std::string> all;
        for (std::size_t i = 0; i < pages.size(); ++i) {
            CHECK((i + 1 == pages.size() ? pages[i].size() >= 1 : pages[i].size() == 2));
            all.insert(pages[i].begin(), pages[i].end());
        }
        CHECK(all.size() >= 6);
        CHECK(pages.size() == (all.size() + 1) / 2);
        CHECK(all.contains(bureau.id_of("e4")));
    }
}

TEST_CASE("work that waits for the same role elsewhere is not counted into anybody's page", "[lists]") {
    dream_fund bureau;
    for (int i = 0; i < 3; ++i)
        bureau.submitted("maker");
    bureau.hire("otto", json::array({{{"role", "officer"}, {"programme", "rd-reward-fund"}}}));
    const auto nothing = bureau.get("otto", "/v1/tasks?limit=1").data();
    CHECK(nothing.at("items").empty());
    CHECK_FALSE(nothing.contains("next"));
    const auto pages = pages_of(bureau, "olga", "/v1/tasks?limit=1", "application");
    CHECK(pages.size() >= 3);
    for (const auto& page : pages)
        CHECK(page.size() == 1);
}

TEST_CASE("an application's state is the same in a list and by itself, and found by its name", "[lists]") {
    dream_fund bureau;
    const auto application = bureau.submitted("maker");
    const auto state = bureau.seen(application).at("state");
    CHECK(state.at("ids") == json{"formal_check"});
    for (const char* target :
         {"/v1/applications", "/v1/applications?state=formal_check", "/v1/applications?state=intake"}) {
        INFO(target);
        const auto items = bureau.get("olga", target).data().at("items");
        REQUIRE(items.size() == 1);
        CHECK(items[0].at("state") == state);
    }
    CHECK(bureau.get("olga", "/v1/applications?state=decision").data().at("items").empty());
    CHECK(bureau.get("olga", "/v1/applications?state=no_such_state").data().at("items").empty());
}

TEST_CASE("a database is held by one server, and let go when it ends", "[lock]") {
    std::string folder = std::filesystem::temp_directory_path() / "sluice-lock-XXXXXX";
    REQUIRE(mkdtemp(folder.data()) != nullptr);
    const auto database = std::filesystem::path{folder} / "sluice.db";
    {
        const data_lock first{database};
        CHECK_THROWS_WITH(data_lock{database}, Catch::Matchers::ContainsSubstring("另一个服务正在使用数据库") &&
                                                   Catch::Matchers::ContainsSubstring("Another server is using"));
    }
    CHECK_NOTHROW(data_lock{database});
    std::filesystem::remove_all(folder);
}

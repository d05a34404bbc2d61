#include "engine/review/conflict_index.hpp"
#include "engine/review/expert_pool.hpp"
#include "tests/review/pool.hpp"
#include "tests/review/random.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace sluice;
using namespace sluice::review;

TEST_CASE("an expert's profile is read back as it was written") {
    const json written = json::parse(R"({"kind": "finance", "fields": ["new_energy"], "available_from": "2026-03-01",
        "available_until": "2026-12-31", "load_max": 5,
        "relations": [{"ground": "employment", "with": "91330784MA2EEJ1T50", "last": "2024-06-30"},
                      {"ground": "kin", "with": "p1"}]})");
    const auto read = expert_profile_from_json(written, "/expert");
    REQUIRE(read.has_value());
    CHECK(to_json(*read) == written);
    CHECK(expert_profile_from_json({{"kind", "technical"}, {"fields", nullptr}, {"load_max", nullptr}}, "").value() ==
          expert_profile{});
}

TEST_CASE("a profile that says something impossible is refused with its place") {
    const auto place = [](const char* written) {
        const auto read = expert_profile_from_json(json::parse(written), "/expert");
        return read ? std::string{"accepted"} : read.error().place;
    };
    CHECK(place(R"({"kind": "wizard"})") == "/expert/kind");
    CHECK(place(R"({"kind": "finance", "fields": "new_energy"})") == "/expert/fields");
    CHECK(place(R"({"kind": "finance", "fields": [""]})") == "/expert/fields");
    CHECK(place(R"({"kind": "finance", "available_from": "2026-02-30"})") == "/expert/available_from");
    CHECK(place(R"({"kind": "finance", "available_from": "2026-03-02", "available_until": "2026-03-01"})") ==
          "/expert/available_until");
    CHECK(place(R"({"kind": "finance", "load_max": -1})") == "/expert/load_max");
    CHECK(place(R"({"kind": "finance", "relations": [{"ground": "same_organisation", "with": "x"}]})") ==
          "/expert/relations/0/ground");
    CHECK(place(R"({"kind": "finance", "relations": [{"ground": "kin", "with": ""}]})") == "/expert/relations/0/with");
    CHECK(place(R"({"kind": "finance", "age": 50})") == "/expert/age");
}

TEST_CASE("fields match without regard to case, by the share of those wanted") {
    CHECK(match_percent({"New_Energy", "x"}, {"new_energy"}) == 100);
    CHECK(match_percent({"a"}, {"a", "b", "c"}) == 33);
    CHECK(match_percent({"a"}, {}) == 0);
    CHECK(match_percent({}, {"a"}) == 0);
}

TEST_CASE("relations that ended long ago count only as long as the rules say") {
    conflict_rules rules;
    expert candidate{"e", "", "", expertise::technical, {}};
    const applicant_facts firm{{"firm"}, {}, {}};
    const auto conflicts = [&](conflict_ground ground, const char* last) {
        candidate.relations = {{ground, "firm", parse_iso_date(last).value()}};
        return !detect_conflicts(candidate, firm, rules, sample::monday).empty();
    };
    CHECK(conflicts(conflict_ground::employment, "1999-01-01")); // without a term: for ever
    CHECK(conflicts(conflict_ground::shared_project, "1999-01-01"));
    rules.employed_within_years = rules.shared_within_years = 2;
    CHECK(conflicts(conflict_ground::employment, "2024-03-02"));
    CHECK_FALSE(conflicts(conflict_ground::employment, "2024-03-01"));
    CHECK_FALSE(conflicts(conflict_ground::shared_project, "2024-03-01"));
    CHECK(conflicts(conflict_ground::kin, "1999-01-01"));
}

TEST_CASE("the index of conflicts misses nobody") {
    const std::vector<std::string> codes{"", "A", "b", "C ", "p1", "p2"};
    const std::vector<std::string> mails{"",         "x@firm.cn",     "y@lab.FIRM.cn", "z@a.b.lab.firm.cn",
                                         "x@edu.cn", "x@zju.edu.cn",  "nonsense",      "x@cn",
                                         "x@qq.com", "x@mail.qq.com", "x@.cn",         "x@firm.cn."};
    conflict_rules rules;
    rules.public_mail_domains = {"qq.com"};
    std::size_t conflicts = 0;
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        CAPTURE(seed);
        sample::dice dice{seed};
        const auto any = [&](const auto& list) {
            return list[static_cast<std::size_t>(dice.roll(static_cast<int>(list.size()) - 1))];
        };
        std::vector<pool_expert> pool;
        for (int number = 0; number < 8; ++number) {
            auto each = sample::in_pool("p" + std::to_string(number), expertise::technical);
            each.who.organisation = any(codes);
            each.who.mail = any(mails);
            if (dice.chance(30)) each.who.relations = {{conflict_ground::kin, any(codes), std::nullopt}};
            pool.push_back(each);
        }
        const applicant_facts applicant{{any(codes), any(codes)}, {any(codes)}, {any(mails), any(mails)}};
        const auto suspects = conflict_index{pool}.suspects(applicant);
        CHECK(std::is_sorted(suspects.begin(), suspects.end()));
        for (std::size_t at = 0; at < pool.size(); ++at)
            if (!detect_conflicts(pool[at].who, applicant, rules, sample::monday).empty()) {
                ++conflicts;
                CHECK(std::find(suspects.begin(), suspects.end(), at) != suspects.end());
            }
    }
    CHECK(conflicts > 500); // otherwise this shows nothing
}

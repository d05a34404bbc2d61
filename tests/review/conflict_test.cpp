#include "engine/review/conflict.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::review;

namespace {

const conflict_rules rules{3, {"qq.com", "163.com"}};
const applicant_facts applicant{{"91330784MA2EEJ1T50"}, {"p-1"}, {"boss@lab.example.cn", "someone@qq.com"}};
const date today = parse_iso_date("2026-03-02").value();

std::vector<conflict_ground> grounds(const expert& candidate, date day = today) {
    std::vector<conflict_ground> found;
    for (const auto& each : detect_conflicts(candidate, applicant, rules, day)) {
        CHECK_FALSE(each.evidence.zh.empty());
        CHECK_FALSE(each.evidence.en.empty());
        found.push_back(each.ground);
    }
    return found;
}

expert declaring(conflict_ground ground, std::string with, std::optional<date> last = std::nullopt) {
    expert candidate;
    candidate.person = "e-1";
    candidate.relations.push_back({ground, std::move(with), last});
    return candidate;
}

using list = std::vector<conflict_ground>;

} // namespace

TEST_CASE("an expert with nothing in common has no conflict", "[review]") {
    CHECK(grounds({"e-1", "91110000802100433B", "a@other.cn", expertise::technical, {}}).empty());
    CHECK(grounds({"e-1", "", "", expertise::technical, {}}).empty());
}

TEST_CASE("the same organisation and the applicant's own people are detected", "[review]") {
    CHECK(grounds({"e-1", " 91330784ma2eej1t50 ", "", expertise::technical, {}}) ==
          list{conflict_ground::same_organisation});
    CHECK(grounds({"p-1", "", "", expertise::technical, {}}) == list{conflict_ground::applicant});
}

TEST_CASE("a shared mail domain is a ground unless it is a public provider's", "[review]") {
    const auto with_mail = [](std::string mail) {
        return grounds({"e-1", "", std::move(mail), expertise::technical, {}});
    };
    CHECK(with_mail("x@LAB.example.cn") == list{conflict_ground::same_mail_domain});
    CHECK(with_mail("x@example.cn") == list{conflict_ground::same_mail_domain});
    CHECK(with_mail("x@deep.lab.example.cn") == list{conflict_ground::same_mail_domain});
    CHECK(with_mail("x@collab.example.cn").empty());
    CHECK(with_mail("x@qq.com").empty());
    CHECK(with_mail("x@vip.qq.com").empty());
    CHECK(with_mail("not an address").empty());
}

TEST_CASE("what was declared about the applicant counts, about others not", "[review]") {
    for (const auto ground : {conflict_ground::employment, conflict_ground::shareholder, conflict_ground::co_applicant,
                              conflict_ground::kin, conflict_ground::teacher_student, conflict_ground::paid}) {
        CHECK(grounds(declaring(ground, "p-1")) == list{ground});
        CHECK(grounds(declaring(ground, "91330784MA2EEJ1T50")) == list{ground});
        CHECK(grounds(declaring(ground, "p-2")).empty());
        CHECK(conflict_ground_named(name_of(ground)) == ground);
    }
    CHECK_FALSE(conflict_ground_named("envy"));
}

TEST_CASE("a payment counts for three years to the day", "[review]") {
    const auto paid = [](const char* day) {
        return declaring(conflict_ground::paid, "p-1", parse_iso_date(day).value());
    };
    CHECK(grounds(paid("2023-03-02")).size() == 1);
    CHECK(grounds(paid("2023-03-01")).empty());
    const auto leap_day = parse_iso_date("2028-02-29").value();
    CHECK(grounds(paid("2025-02-28"), leap_day).size() == 1);
    CHECK(grounds(paid("2025-02-27"), leap_day).empty());
}

// Applications about the same project, across programmes: found, shown to the office with the evidence, and paid once.

#include "tests/api/dream_fund.hpp"
#include "tests/support/grants_folder.hpp"

#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>

#include <stdexcept>

using namespace sluice;
using namespace sluice::test;

namespace {

constexpr const char* morning = "2026-03-10T09:00:00+08:00";
constexpr const char* robot = "面向小微企业的高精度伺服电机控制器研发项目";
constexpr const char* robot_again = "面向小微企业高精度伺服电机控制器的研发及产业化";
constexpr const char* about_robots =
    "本项目研制一种用于小型五金企业的伺服电机控制器，采用自适应算法，定位误差小于两微米，"
    "计划建成年产五千套的生产线，并在永康及周边地区的一百家企业推广应用。";
constexpr const char* about_robots_again =
    "本项目研制一种用于小型五金企业的伺服电机控制器，采用自适应算法，定位误差小于三微米，"
    "计划建成年产六千套的生产线，并在永康及周边地区的一百家企业推广应用。";

/// Three grants at work: `ada` of one firm, `ben` of another, `carl` of one with ada's organisation code in another
/// district; in each grant its own officer (`officer-a`, …); `dora`, `fiona` and `audrey` in all.
class grants_office : private grants_folder, public test_bureau {
public:
    grants_office()
        : test_bureau{morning, path(), definitions::only_read} {
        for (const auto& [person, code] :
             {std::pair{"ada", "91330784MA2EEJ1T50"}, {"ben", "91330784597215142M"}, {"carl", "91330100MA2EEJ1T5B"}})
            hire(person, role("applicant", "*"), register_organisation(fmt::format("{}的公司", person), code));
        for (const char* letter : {"a", "b", "c"}) {
            const auto grant = std::string{"grant-"} + letter;
            hire(std::string{"officer-"} + letter, role("officer", grant));
            rounds_[grant] =
                open_round(grant, "2026-03-02T00:00:00+08:00", "2026-06-01T00:00:00+08:00", yuan("1000000.00"), 2026);
            appropriate(grant, yuan("1000000.00"));
        }
        hire("dora", role("director", "*"));
        hire("fiona", role("finance", "*"));
        hire("audrey", role("auditor", "*"));
        hire("adam", role("admin", "*"));
        hire("rita", role("reviewer", "*"));
    }

    using grants_folder::files;

    http_answer draft(const std::string& person, const std::string& grant, const json& form) {
        return post(person, "/v1/applications", {{"programme", grant}, {"round", rounds_.at(grant)}, {"form", form}});
    }

    http_answer take(const std::string& person, const std::string& application, const std::string& event) {
        return post(person, events_of(application), {{"type", event}});
    }

    std::string submitted(const std::string& person, const std::string& grant, const json& form) {
        const std::string id = draft(person, grant, form).data().at("id");
        const auto answer = take(person, id, "submit");
        if (answer.status != 200) throw std::runtime_error("submitting: " + answer.body);
        return id;
    }

    /// Granted and paid; what was awarded.
    std::string awarded(const std::string& application, const std::string& officer) {
        const auto granted = take("dora", application, "grant");
        if (granted.status != 200) throw std::runtime_error("granting: " + granted.body);
        for (const auto& [person, step] :
             {std::pair{officer.c_str(), "prepare"}, {"dora", "approve"}, {"fiona", "record"}}) {
            const auto paid = post(person, fmt::format("/v1/applications/{}/payments/only/{}", application, step),
                                   {{"note", "bank reference"}});
            if (paid.status != 200) throw std::runtime_error("paying: " + paid.body);
        }
        return granted.data().at("variables").at("award").at("amount");
    }

    json overlaps(const std::string& person, const std::string& application) {
        const auto answer = get(person, "/v1/applications/" + application + "/overlaps");
        if (answer.status != 200) throw std::runtime_error("overlaps: " + answer.body);
        return answer.data();
    }

private:
    static json role(const char* name, const std::string& programme) {
        return json::array({{{"role", name}, {"programme", programme}}});
    }

    std::map<std::string, std::string> rounds_;
};

std::vector<std::string> kinds(const json& overlap) {
    std::vector<std::string> all;
    for (const auto& each : overlap.at("evidence"))
        all.push_back(each.at("kind"));
    return all;
}

const json& evidence(const json& overlap, const std::string& kind) {
    for (const auto& each : overlap.at("evidence"))
        if (each.at("kind") == kind) return each;
    throw std::runtime_error("no evidence " + kind);
}

} // namespace

TEST_CASE("the second award of a project pays the difference, and the third is refused") {
    grants_office office;
    const auto first = office.submitted("ada", "grant-a", grant_form(robot));
    CHECK(office.awarded(first, "officer-a") == "100000.00");
    const auto second = office.submitted("ada", "grant-b", grant_form(robot_again));
    CHECK(office.awarded(second, "officer-b") == "50000.00");
    CHECK(office.get("dora", "/v1/funds/grant-b").data().at("paid").at("amount") == "50000.00");

    const std::string third = office.draft("ada", "grant-c", grant_form(robot)).data().at("id");
    const auto refused = office.take("ada", third, "submit");
    CHECK(refused.status == 409);
    const auto requirement = refused.data().at("requirements").at(0);
    CHECK(requirement.at("id") == "highest_only");
    CHECK(requirement.at("explanation").at("en") ==
          "Highest only: the project has had 150000.00 yuan, no less than this grant gives");

    // Another project of the firm, and another firm's project of that name, are not the same.
    const auto other = office.submitted("ada", "grant-c", grant_form("城市内涝智能监测预警平台"));
    CHECK(office.awarded(other, "officer-c") == "120000.00");
    const auto rival = office.submitted("ben", "grant-b", grant_form(robot));
    CHECK(office.awarded(rival, "officer-b") == "150000.00");
    for (const char* grant : {"grant-a", "grant-b", "grant-c"})
        CHECK(office.get("audrey", fmt::format("/v1/programmes/{}/log/verification", grant)).data().at("valid") ==
              true);
}

TEST_CASE("what a decision saw of other applications is on the record, and a trial of the past sees the same") {
    grants_office office;
    const auto first = office.submitted("ada", "grant-a", grant_form(robot));
    CHECK(office.awarded(first, "officer-a") == "100000.00");
    const auto second = office.submitted("ada", "grant-b", grant_form(robot));
    CHECK(office.awarded(second, "officer-b") == "50000.00");
    bool considered = false;
    const auto history = office.get("audrey", "/v1/applications/" + second + "/events").data();
    for (const auto& item : history.at("items"))
        for (const auto& each : item.at("changes"))
            considered = considered || each.at("kind") == "overlaps_considered";
    CHECK(considered);
    // The first had nothing beside it then, and has now: tried again it still gets all of its 100,000.
    for (const char* grant : {"grant-a", "grant-b"}) {
        const auto tried = office.post("dora", fmt::format("/v1/programmes/{}/what-if", grant), {{"version", "1.0.0"}});
        REQUIRE(tried.status == 200);
        CHECK(tried.data().at("counts").at("looked_at") == 1);
        CHECK(tried.data().at("counts").at("same") == 1);
    }
}

TEST_CASE("an officer is shown others with the same project, with the evidence and the money") {
    grants_office office;
    const auto ours = office.submitted("ada", "grant-a", grant_form(robot, about_robots));
    const auto same =
        office.submitted("ben", "grant-b", grant_form("面向小微企业的“高精度伺服电机控制器”（研发）", "别的内容"));
    office.awarded(same, "officer-b");
    const auto similar = office.submitted("carl", "grant-b", grant_form(robot_again));
    const auto summary = office.submitted("ben", "grant-c", grant_form("智能驱动单元", about_robots_again));
    const auto own = office.submitted("ada", "grant-c", grant_form("城市内涝智能监测预警平台"));
    office.submitted("ben", "grant-c", grant_form("城市生活垃圾分类回收装备", "详见附件"));
    office.draft("ben", "grant-c", grant_form(robot)); // nobody's business yet

    const auto seen = office.overlaps("officer-a", ours);
    CHECK(seen.at("complete") == true);
    CHECK(seen.at("same_project") == 3);
    REQUIRE(seen.at("items").size() == 4);
    const auto& items = seen.at("items");
    CHECK(kinds(items[0]) == std::vector<std::string>{"same_title"});
    CHECK(items[0].at("money").at("paid").at("amount") == "150000.00");
    CHECK(items[0].at("money").at("bound").at("amount") == "0.00");
    CHECK(items[0].at("organisation").at("name") == "ben的公司");
    CHECK(items[0].at("state").at("ids") == json::array({"closed"}));
    std::map<std::string, json> by_number;
    for (const auto& each : items)
        by_number[each.at("number")] = each;
    const auto number = [&](const std::string& id) {
        return office.get("dora", "/v1/applications/" + id).data().at("number").get<std::string>();
    };
    const auto& alike = by_number.at(number(similar));
    CHECK(kinds(alike) == std::vector<std::string>{"same_organisation_code", "similar_title"});
    CHECK(evidence(alike, "similar_title").at("similarity").get<double>() >= 0.6);
    CHECK(evidence(alike, "similar_title").at("similarity").get<double>() < 1);
    CHECK(evidence(alike, "similar_title").at("passages").at(0) == "面向小微企业的高精度伺服电机控制器");
    const auto& told_alike = by_number.at(number(summary));
    CHECK(kinds(told_alike) == std::vector<std::string>{"similar_summary"});
    CHECK(evidence(told_alike, "similar_summary").at("passages").at(0) ==
          "本项目研制一种用于小型五金企业的伺服电机控制器，采用自适应算法，定位误差小于");
    CHECK(kinds(by_number.at(number(own))) == std::vector<std::string>{"same_organisation"});
    CHECK(by_number.at(number(own)).at("same_project") == false);
    // The other account of the same organisation counts as the applicant's own; it has got nothing yet.
    CHECK(seen.at("highest").at("amount") == "0.00");
    office.awarded(similar, "officer-b");
    CHECK(office.overlaps("officer-a", ours).at("total").at("amount") == "150000.00");
}

TEST_CASE("overlaps are for the office of the programme, and show no more than is needed") {
    grants_office office;
    const auto ours = office.submitted("ada", "grant-a", grant_form(robot, about_robots));
    const auto theirs = office.submitted("ben", "grant-b", grant_form(robot, "他人的秘密"));
    const auto path = "/v1/applications/" + ours + "/overlaps";
    CHECK(office.get("", path).status == 401);
    CHECK(office.get("ada", path).status == 403);
    CHECK(office.get("ben", path).status == 404);
    CHECK(office.get("officer-b", path).status == 404);
    CHECK(office.get("rita", path).status == 404);
    for (const char* person : {"officer-a", "dora", "fiona", "audrey"})
        CHECK(office.get(person, path).status == 200);
    // Of another desk's application no id that leads nowhere and nothing of its form.
    const auto seen = office.overlaps("officer-a", ours);
    CHECK(seen.at("items").at(0).at("application").is_null());
    CHECK(seen.dump().find("他人的秘密") == std::string::npos);
    CHECK(office.get("officer-a", "/v1/applications/" + theirs).status == 404);
    CHECK(office.overlaps("dora", ours).at("items").at(0).at("application") == theirs);
    // Nobody overlooks it, and the applicant does not hear of it.
    const auto flag = office.get("officer-a", "/v1/applications/" + ours).data().at("overlaps");
    CHECK(flag == json{{"same_project", 1}, {"complete", true}});
    CHECK_FALSE(office.get("ada", "/v1/applications/" + ours).data().contains("overlaps"));
}

TEST_CASE("a project is found by what its form has become") {
    grants_office office;
    const auto ours = office.submitted("ada", "grant-a", grant_form(robot));
    const auto theirs = office.submitted("ben", "grant-b", grant_form("城市内涝智能监测预警平台"));
    CHECK(office.overlaps("officer-a", ours).at("items").empty());
    REQUIRE(office.take("officer-b", theirs, "return").status == 200);
    const auto amended =
        office.patch("ben", "/v1/applications/" + theirs, {{"form", grant_form(robot)}}, {{"If-Match", "*"}});
    REQUIRE(amended.status == 200);
    CHECK(office.overlaps("officer-a", ours).at("same_project") == 1);
    CHECK(office.overlaps("officer-b", theirs).at("same_project") == 1);

    // What an application says of itself is kept; it follows what becomes of others, there and back.
    const auto told = [&](const char* person, const std::string& application) {
        return office.get(person, "/v1/applications/" + application).data().at("overlaps").at("same_project");
    };
    CHECK(told("officer-a", ours) == 1);
    CHECK(told("officer-b", theirs) == 1);
    REQUIRE(office
                .patch("ben", "/v1/applications/" + theirs, {{"form", grant_form("城市内涝智能监测预警平台")}},
                       {{"If-Match", "*"}})
                .status == 200);
    CHECK(told("officer-a", ours) == 0);
    CHECK(told("officer-b", theirs) == 0);
}

TEST_CASE("summaries that say nothing make no project the same as another") {
    grants_office office;
    const auto ours = office.submitted("ada", "grant-a", grant_form(robot, "详见附件"));
    office.submitted("ben", "grant-b", grant_form("城市内涝智能监测预警平台", "详见附件"));
    CHECK(office.overlaps("officer-a", ours).at("items").empty());
}

#include "tests/api/dream_fund.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>

using namespace sluice;
using namespace sluice::test;
using enum service::delivery_outcome::kind;

namespace {

json applicant_role() {
    return json::array({{{"role", "applicant"}, {"programme", "*"}}});
}

/// The dream fund, with people who can be written to.
class corresponding_fund : public dream_fund {
public:
    corresponding_fund() {
        hire("anna", applicant_role(), firm(), nullptr, "anna@firm.example");
        hire("alma", applicant_role(), firm());
        hire("bert", applicant_role(), rival(), nullptr, "bert@rival.example");
        hire("adele", json::array({{{"role", "admin"}, {"programme", "*"}}}));
    }

    /// An application whose applicant has just been asked to correct it.
    std::string asked_to_correct() {
        const auto id = submitted("contest");
        take("olga", id, "request_correction", {{"items", json::array({"营业执照不清晰"})}});
        sort_all();
        return id;
    }

    void sort_all() {
        while (post_office().sort() > 0) {
        }
    }

    json notifications(const std::string& person, const std::string& query = "") {
        return get(person, "/v1/notifications" + query).data().at("items");
    }

    /// The letter that waits for this address; fails without one.
    service::outgoing_letter letter_to(const std::string& address) {
        for (const auto& each : post_office().due_letters(100))
            if (each.address == address) return each;
        FAIL("no letter waits for " << address);
        return {};
    }

    bool waits_for(const std::string& address) {
        const auto due = post_office().due_letters(100);
        return std::any_of(due.begin(), due.end(), [&](const auto& each) { return each.address == address; });
    }

    void pass(std::int64_t seconds) { move_to({now().milliseconds + seconds * 1'000}); }
};

} // namespace

TEST_CASE("whoever is told something reads it here, and nobody else does", "[notifications]") {
    corresponding_fund bureau;
    const auto id = bureau.asked_to_correct();
    for (const char* person : {"alma", "anna"}) {
        const auto told = bureau.notifications(person);
        REQUIRE_FALSE(told.empty());
        CHECK(told[0].at("application") == id);
        CHECK(told[0].at("message").at("zh").get<std::string>().find("补正") != std::string::npos);
        CHECK(told[0].at("read_at").is_null());
    }
    CHECK(bureau.notifications("anna")[0].at("mail") == "waiting");
    CHECK(bureau.notifications("alma")[0].at("mail") == "none"); // no address is known
    CHECK(bureau.notifications("ben").empty());
    CHECK(bureau.notifications("bert").empty());
    CHECK(bureau.get("", "/v1/notifications").status == 401);
}

TEST_CASE("what is read stays read, by its recipient alone", "[notifications]") {
    corresponding_fund bureau;
    bureau.asked_to_correct();
    const std::string one = bureau.notifications("anna")[0].at("id");
    const auto before = bureau.notifications("anna", "?unread=true").size();
    CHECK(bureau.post("ada", "/v1/notifications/" + one + "/read", json::object()).status == 404);
    const auto read = bureau.post("anna", "/v1/notifications/" + one + "/read", json::object());
    CHECK(read.status == 200);
    CHECK_FALSE(read.data().at("read_at").is_null());
    CHECK(bureau.notifications("anna", "?unread=true").size() == before - 1);
    CHECK(bureau.notifications("anna").size() == before);
    bureau.pass(60);
    CHECK(bureau.post("anna", "/v1/notifications/" + one + "/read", json::object()).data() == read.data());
}

TEST_CASE("the office sees what was told of an application, to whom, and how far it came", "[notifications]") {
    corresponding_fund bureau;
    const auto id = bureau.asked_to_correct();
    const auto path = "/v1/applications/" + id + "/notifications";
    const auto letter = bureau.letter_to("anna@firm.example");
    bureau.post_office().settle({{letter.delivery, delivered, "250 queued as 4711"}});
    bool seen = false;
    const auto told = bureau.get("olga", path).data();
    for (const auto& each : told.at("items"))
        if (each.at("id") == letter.delivery) {
            seen = true;
            CHECK(each.at("to") == json{{"role", "applicant"}, {"person", bureau.id_of("anna")}, {"name", "anna"}});
            CHECK(each.at("mail") == "delivered");
            CHECK(each.at("reply") == "250 queued as 4711");
        }
    CHECK(seen);
    CHECK(bureau.get("ada", path).status == 403);
    CHECK(bureau.get("ben", path).status == 404);
    CHECK(bureau.get("", path).status == 401);
}

TEST_CASE("a letter is in the language of its recipient and leads to the portal", "[notifications]") {
    corresponding_fund bureau;
    const auto ask = [&](const json& patch) {
        return bureau.patch("anna", "/v1/people/me", patch, {{"If-Match", "*"}});
    };
    CHECK(ask({{"language", "en"}}).status == 200);
    CHECK(ask({{"name", "Annette"}}).status == 403); // only how she wants to be written to is hers to say
    const auto id = bureau.asked_to_correct();
    const auto letter = bureau.letter_to("anna@firm.example");
    CHECK(letter.written_in == language::en);
    CHECK(letter.subject.starts_with("[Incubator dream fund] "));
    CHECK(letter.text.starts_with("Dear anna,\n"));
    CHECK(letter.text.find("https://portal.example/applications/" + id) != std::string::npos);
    CHECK(ask({{"language", "zh"}, {"mail", false}}).status == 200);
    bureau.post_office().settle({{letter.delivery, delivered, ""}});
    bureau.pass(1);
    bureau.asked_to_correct();
    CHECK_FALSE(bureau.waits_for("anna@firm.example"));
    CHECK(bureau.notifications("anna")[0].at("mail") == "none");
}

TEST_CASE("a letter is tried again after growing pauses, and fails in the end", "[notifications]") {
    corresponding_fund bureau;
    bureau.asked_to_correct();
    const auto id = bureau.letter_to("anna@firm.example").delivery;
    constexpr std::array pauses{5, 60, 600, 3'600, 14'400, 43'200, 86'400, 86'400};
    for (const auto pause : pauses) {
        bureau.post_office().settle({{id, try_again, "421 too busy"}});
        CHECK_FALSE(bureau.waits_for("anna@firm.example"));
        bureau.pass(pause - 1);
        CHECK_FALSE(bureau.waits_for("anna@firm.example"));
        bureau.pass(1);
        CHECK(bureau.waits_for("anna@firm.example"));
    }
    bureau.post_office().settle({{id, try_again, "421 too busy"}});
    CHECK(bureau.get("olga", "/v1/deliveries").status == 403);
    const auto failed = bureau.get("adele", "/v1/deliveries").data().at("items");
    REQUIRE(failed.size() == 1);
    CHECK(failed[0].at("id") == id);
    CHECK(failed[0].at("attempts") == 9);
    CHECK(failed[0].at("reply") == "421 too busy");
    CHECK(bureau.post("olga", "/v1/deliveries/" + id + "/retries", json::object()).status == 403);
    CHECK(bureau.post("adele", "/v1/deliveries/" + id + "/retries", json::object()).data().at("status") == "waiting");
    CHECK(bureau.post("adele", "/v1/deliveries/" + id + "/retries", json::object()).status == 409);
    CHECK(bureau.waits_for("anna@firm.example"));
}

TEST_CASE("a refused letter is not tried again", "[notifications]") {
    corresponding_fund bureau;
    bureau.asked_to_correct();
    const auto letter = bureau.letter_to("anna@firm.example");
    bureau.post_office().settle({{letter.delivery, refused, "550 no such user"}});
    bureau.pass(10 * 86'400);
    CHECK_FALSE(bureau.waits_for("anna@firm.example"));
    CHECK(bureau.notifications("anna")[0].at("mail") == "failed");
}

TEST_CASE("what was sorted is not sorted again, also after nobody settled it", "[notifications]") {
    corresponding_fund bureau;
    bureau.asked_to_correct();
    const auto told = bureau.notifications("anna").size();
    CHECK(bureau.post_office().sort() == 0);
    CHECK(bureau.notifications("anna").size() == told);
    // At least once: unsettled, the same letter is due again, under the same id.
    CHECK(bureau.letter_to("anna@firm.example").delivery == bureau.letter_to("anna@firm.example").delivery);
}

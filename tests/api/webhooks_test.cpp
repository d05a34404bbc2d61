#include "api/delivery/webhook_sender.hpp"
#include "api/delivery/webhook_signature.hpp"
#include "api/http/server.hpp"
#include "tests/api/dream_fund.hpp"

#include <catch2/catch_test_macros.hpp>

#include <mutex>

using namespace sluice;
using namespace sluice::test;

namespace {

/// The other side: keeps what it is sent and answers as it was told to.
class receiver {
public:
    receiver() {
        routes_.add(http::method::post, "/hook",
                    [this](const http::request& asked, const http::path_parameters&, const http::responder& send) {
                        const std::lock_guard hold{guard_};
                        received_.push_back(asked);
                        send({answers_with, {}, ""});
                    });
        http::server_options options;
        options.port = 0;
        options.threads = 1;
        running_ = std::make_unique<http::server>(options, routes_, [](const http::log_entry&) {});
        running_->start();
    }
    ~receiver() { running_->stop(); }

    std::string url() const { return "http://127.0.0.1:" + std::to_string(running_->port()) + "/hook"; }
    std::vector<http::request> received() const {
        const std::lock_guard hold{guard_};
        return received_;
    }

    int answers_with = 204;

private:
    mutable std::mutex guard_;
    std::vector<http::request> received_;
    http::router routes_;
    std::unique_ptr<http::server> running_;
};

class listened_fund : public dream_fund {
public:
    listened_fund() { hire("adele", json::array({{{"role", "admin"}, {"programme", "*"}}})); }

    json listen(const std::string& url, const json& programmes = json::array({"*"})) {
        const auto added = post("adele", "/v1/webhooks", {{"url", url}, {"programmes", programmes}});
        REQUIRE(added.status == 201);
        return added.data();
    }

    /// Sorts, calls and settles once; returns how many calls were made.
    std::size_t carry() {
        while (post_office().sort() > 0) {
        }
        const auto due = post_office().due_calls(100);
        std::vector<service::delivery_outcome> outcomes;
        for (const auto& each : due)
            outcomes.push_back(sender.send(each, now()));
        post_office().settle(outcomes);
        return due.size();
    }

    delivery::transfer_library library;
    delivery::webhook_sender sender{delivery::webhook_reach::anywhere};
};

std::string header(const http::request& asked, const char* name) {
    return std::string{asked.headers.first(name).value_or("")};
}

} // namespace

TEST_CASE("a webhook hears of every change, signed, and nothing of persons", "[webhooks]") {
    receiver other;
    listened_fund bureau;
    const auto hook = bureau.listen(other.url());
    const auto id = bureau.submitted("contest");
    CHECK(bureau.carry() >= 1);
    const auto calls = other.received();
    REQUIRE_FALSE(calls.empty());
    for (const auto& each : calls) {
        const auto body = json::parse(each.body);
        CHECK(body.at("type") == "application.changed");
        CHECK(body.at("data").size() == 5);
        CHECK(body.at("data").at("id") == id);
        CHECK(body.at("data").at("programme") == dream_fund::programme);
        const auto seconds = std::stoll(header(each, "webhook-timestamp"));
        CHECK(header(each, "webhook-signature") == delivery::webhook_signature({hook.at("secret")},
                                                                               header(each, "webhook-id"),
                                                                               {seconds * 1'000}, each.body));
    }
    CHECK(json::parse(calls.back().body).at("data").at("state") == "intake.formal_check");
    CHECK(bureau.carry() == 0);
}

TEST_CASE("drafts are their applicants' own, and other programmes nobody's business", "[webhooks]") {
    receiver other;
    listened_fund bureau;
    bureau.listen(other.url(), json::array({"rd-reward-fund"}));
    bureau.submitted("contest");
    CHECK(bureau.carry() == 0);
    bureau.listen(other.url());
    bureau.draft(bureau.form("contest"));
    CHECK(bureau.carry() == 0);
}

TEST_CASE("a failing webhook is called again under the same id, one that is gone no more", "[webhooks]") {
    receiver other;
    listened_fund bureau;
    const std::string hook = bureau.listen(other.url()).at("id");
    CHECK(bureau.post("adele", "/v1/webhooks/" + hook + "/tests", json::object()).status == 202);
    other.answers_with = 503;
    CHECK(bureau.carry() == 1);
    CHECK(bureau.carry() == 0);
    bureau.move_to({bureau.now().milliseconds + 5'000});
    other.answers_with = 410;
    CHECK(bureau.carry() == 1);
    const auto calls = other.received();
    REQUIRE(calls.size() == 2);
    CHECK(header(calls[0], "webhook-id") == header(calls[1], "webhook-id"));
    CHECK(json::parse(calls[0].body).at("type") == "webhook.test");
    CHECK(bureau.get("adele", "/v1/webhooks/" + hook).data().at("active") == false);
    const auto deliveries = bureau.get("adele", "/v1/deliveries?webhook=" + hook).data().at("items");
    REQUIRE(deliveries.size() == 1);
    CHECK(deliveries[0].at("status") == "failed");
    CHECK(deliveries[0].at("reply") == "410");
    bureau.submitted("contest");
    CHECK(bureau.carry() == 0);
}

TEST_CASE("a renewed secret and the one before it both sign for a day", "[webhooks]") {
    receiver other;
    listened_fund bureau;
    const auto hook = bureau.listen(other.url());
    const std::string path = "/v1/webhooks/" + hook.at("id").get<std::string>();
    const auto renewed = bureau.post("adele", path + "/secrets", json::object());
    CHECK(renewed.status == 200);
    const std::string before = hook.at("secret"), now = renewed.data().at("secret");
    CHECK(before != now);
    const auto signatures = [&](std::int64_t wait) {
        bureau.move_to({bureau.now().milliseconds + wait});
        bureau.post("adele", path + "/tests", json::object());
        bureau.carry();
        const auto call = other.received().back();
        const instant at{std::stoll(header(call, "webhook-timestamp")) * 1'000};
        const auto id = header(call, "webhook-id");
        return std::array{header(call, "webhook-signature"),
                          delivery::webhook_signature({now, before}, id, at, call.body),
                          delivery::webhook_signature({now}, id, at, call.body)};
    };
    const auto soon = signatures(1'000);
    CHECK(soon[0] == soon[1]);
    const auto later = signatures(24 * 3'600 * 1'000);
    CHECK(later[0] == later[2]);
}

TEST_CASE("webhooks are for administrators, their secrets for nobody twice", "[webhooks]") {
    listened_fund bureau;
    const json wanted = {{"url", "https://hooks.example.org/"}, {"programmes", json::array({"*"})}};
    CHECK(bureau.post("olga", "/v1/webhooks", wanted).status == 403);
    CHECK(bureau.get("olga", "/v1/webhooks").status == 403);
    const auto hook = bureau.listen("https://hooks.example.org/");
    const std::string path = "/v1/webhooks/" + hook.at("id").get<std::string>();
    CHECK_FALSE(bureau.get("adele", path).data().contains("secret"));
    CHECK(bureau.get("adele", "/v1/webhooks").body.find("whsec_") == std::string::npos);
    CHECK(bureau.post("adele", "/v1/webhooks", {{"url", "ftp://example.org"}, {"programmes", json::array({"*"})}})
              .status == 422);
    CHECK(bureau.post("adele", "/v1/webhooks", {{"url", "https://x.example"}, {"programmes", json::array({"no"})}})
              .status == 422);
    CHECK(bureau.send("olga", "DELETE", path, {}, "").status == 403);
    CHECK(bureau.send("adele", "DELETE", path, {}, "").status == 204);
    CHECK(bureau.get("adele", path).status == 404);
    bureau.submitted("contest");
    CHECK(bureau.carry() == 0);
}

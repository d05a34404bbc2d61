// The same request twice, a server that is restarted in between, and a dry run.

#include "api/auth/token.hpp"
#include "api/composition/server_composition.hpp"
#include "tests/api/dream_fund.hpp"
#include "tests/support/http_client.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <stdexcept>

using namespace sluice;
using namespace sluice::test;

namespace {

/// A server that can be stopped and started again on the same database, with one applicant.
class restarting_server {
public:
    restarting_server()
        : time_{parse_rfc3339("2026-03-10T09:00:00+08:00").value()} {
        std::string pattern = (std::filesystem::temp_directory_path() / "sluice-restart-XXXXXX").string();
        if (!mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder");
        folder_ = pattern;
        start();
        const auto firm = set_up(service::create_organisation{"永康星火智能科技有限公司", dream_fund::firm_code, ""});
        const auto ada = set_up(service::create_person{"ada", "", firm, {{"applicant", "*"}}, nullptr});
        token_ = auth::make_token();
        set_up(service::issue_token{ada, "test", std::nullopt, token_});
        const auto opens = parse_rfc3339(dream_fund::opens_at).value(),
                   closes = parse_rfc3339(dream_fund::closes_at).value();
        set_up(service::open_round{dream_fund::programme, {"批次", "Round"}, 2026, opens, closes, fen{100}});
    }
    ~restarting_server() {
        running_.reset();
        std::filesystem::remove_all(folder_);
    }
    restarting_server(const restarting_server&) = delete;
    restarting_server& operator=(const restarting_server&) = delete;

    void restart() {
        running_.reset();
        start();
    }

    http_answer post(const std::string& target, const json& body, const std::string& key) {
        return client().post(target, body, {{"Idempotency-Key", key}});
    }
    http_answer get(const std::string& target) { return client().get(target); }

private:
    void start() {
        composition_options wanted;
        wanted.database = folder_ / "sluice.db";
        wanted.http.port = 0;
        wanted.fires_timers = false;
        running_.emplace(wanted, time_);
    }

    std::string set_up(service::command wanted) {
        const service::caller founder{
            "00000000-0000-7000-8000-000000000001", "founder", "", {{"admin"}, {"director"}}, ""};
        return running_->engine()
            .carry_out({founder, std::move(wanted), std::nullopt, std::nullopt})
            .value()
            .body.at("id");
    }

    http_client client() const {
        http_client made{running_->port()};
        made.always_send("Authorization", "Bearer " + token_);
        return made;
    }

    std::filesystem::path folder_;
    service::adjustable_clock time_;
    std::string token_;
    std::optional<server_composition> running_;
};

} // namespace

TEST_CASE("the same key and body get the same answer, and only one application exists", "[idempotency]") {
    dream_fund bureau;
    const json body = {{"programme", dream_fund::programme}, {"form", bureau.form("maker")}};
    const auto first = bureau.post("ada", "/v1/applications", body, {{"Idempotency-Key", "k-1"}});
    const auto second = bureau.post("ada", "/v1/applications", body, {{"Idempotency-Key", "k-1"}});
    REQUIRE(first.status == 201);
    CHECK_FALSE(first.header("Idempotent-Replayed"));
    CHECK(second.header("Idempotent-Replayed") == "true");
    CHECK(second.status == first.status);
    CHECK(second.body == first.body);
    CHECK(second.header("ETag") == first.header("ETag"));
    CHECK(second.header("Location") == first.header("Location"));
    CHECK(bureau.get("ada", "/v1/applications").data().at("items").size() == 1);
}

TEST_CASE("a key belongs to the person who used it", "[idempotency]") {
    dream_fund bureau;
    const json body = {{"programme", dream_fund::programme}};
    const auto ada = bureau.post("ada", "/v1/applications", body, {{"Idempotency-Key", "k-1"}});
    const auto ben = bureau.post("ben", "/v1/applications", body, {{"Idempotency-Key", "k-1"}});
    REQUIRE(ada.status == 201);
    REQUIRE(ben.status == 201);
    CHECK(ada.data().at("id") != ben.data().at("id"));
    CHECK_FALSE(ben.header("Idempotent-Replayed"));
}

TEST_CASE("an event sent twice with one key happens once, and its answer is that of the first time", "[idempotency]") {
    dream_fund bureau;
    const auto application = bureau.draft(bureau.form("maker"));
    bureau.attach(application, {"business_plan"});
    const auto first = bureau.post("ada", events_of(application), {{"type", "submit"}}, {{"Idempotency-Key", "s-1"}});
    REQUIRE(first.status == 200);
    bureau.take("olga", application, "accept");
    const auto second = bureau.post("ada", events_of(application), {{"type", "submit"}}, {{"Idempotency-Key", "s-1"}});
    CHECK(second.status == 200);
    CHECK(second.body == first.body);
    CHECK(second.header("Idempotent-Replayed") == "true");
    CHECK(bureau.seen(application).at("state").at("ids") == json{"expert_review"});
    CHECK(bureau.history(application).size() == 4); // created, document, submit, accept
}

TEST_CASE("a refusal uses no key up: once its cause is gone, the same request is carried out", "[idempotency]") {
    dream_fund bureau;
    const auto application = bureau.draft(bureau.form("maker"));
    CHECK(bureau.post("ada", events_of(application), {{"type", "submit"}}, {{"Idempotency-Key", "s-1"}}).status == 409);
    bureau.attach(application, {"business_plan"});
    const auto answer = bureau.post("ada", events_of(application), {{"type", "submit"}}, {{"Idempotency-Key", "s-1"}});
    CHECK(answer.status == 200);
    CHECK_FALSE(answer.header("Idempotent-Replayed"));
}

TEST_CASE("a payment recorded twice with one key is paid once", "[idempotency]") {
    dream_fund bureau;
    const auto application = bureau.with_payment_due();
    const std::string base = "/v1/applications/" + application + "/payments/first/";
    REQUIRE(bureau.post("olga", base + "prepare", json::object()).status == 200);
    REQUIRE(bureau.post("dora", base + "approve", json::object()).status == 200);
    for (int i = 0; i < 3; ++i)
        CHECK(bureau.post("fiona", base + "record", {{"note", "流水号 1"}}, {{"Idempotency-Key", "p-1"}}).status ==
              200);
    CHECK(bureau.fund().at("paid") == yuan("120000.00"));
    CHECK(bureau.fund().at("committed") == yuan("80000.00"));
}

TEST_CASE("a key is remembered by a server that was restarted", "[idempotency]") {
    restarting_server server;
    const json body = {{"programme", dream_fund::programme}, {"form", {{"project", {{"title", "重启前后"}}}}}};
    const auto before = server.post("/v1/applications", body, "r-1");
    REQUIRE(before.status == 201);
    server.restart();
    const auto after = server.post("/v1/applications", body, "r-1");
    CHECK(after.status == 201);
    CHECK(after.body == before.body);
    CHECK(after.header("ETag") == before.header("ETag"));
    CHECK(after.header("Idempotent-Replayed") == "true");
    CHECK(server.get("/v1/applications").data().at("items").size() == 1);
    CHECK(server.post("/v1/applications", {{"programme", dream_fund::programme}}, "r-1").data().at("reason") ==
          "idempotency_key_reused");
}

TEST_CASE("a dry run answers as if and changes nothing", "[idempotency]") {
    dream_fund bureau;
    const auto application = bureau.to_be_decided();
    const json approval = {{"type", "approve"}, {"data", {{"opinion", "同意"}}}};
    const auto before = bureau.seen(application);
    const auto fund = bureau.fund();
    const auto record = bureau.history(application);
    const auto tasks = bureau.get("dora", "/v1/tasks").data();
    const auto log =
        bureau.get("audrey", std::string{"/v1/programmes/"} + dream_fund::programme + "/log/verification").data();

    for (int i = 0; i < 2; ++i) {
        const auto tried =
            bureau.post("dora", events_of(application) + "?dryRun=true", approval, {{"Idempotency-Key", "d-1"}});
        REQUIRE(tried.status == 200);
        CHECK(tried.data().at("state").at("ids") == json{"notice_running"});
        CHECK(tried.data().at("money").at("reserved") == yuan("200000.00"));
        CHECK_FALSE(tried.header("Idempotent-Replayed"));
    }
    CHECK(bureau.seen(application) == before);
    CHECK(bureau.fund() == fund);
    CHECK(bureau.history(application) == record);
    CHECK(bureau.get("dora", "/v1/tasks").data() == tasks);
    CHECK(bureau.get("audrey", std::string{"/v1/programmes/"} + dream_fund::programme + "/log/verification").data() ==
          log);
    CHECK(bureau.get("", "/v1/notices").data().at("items").empty());

    const auto done = bureau.post("dora", events_of(application), approval, {{"Idempotency-Key", "d-1"}});
    CHECK(done.status == 200); // the dry run did not use the key up
    CHECK_FALSE(done.header("Idempotent-Replayed"));
    CHECK(bureau.seen(application).at("revision") == before.at("revision").get<int>() + 1);
}

TEST_CASE("a dry run of what is not possible says why", "[idempotency]") {
    dream_fund bureau;
    const auto application = bureau.draft(bureau.form("equity"));
    const auto tried = bureau.post("ada", events_of(application) + "?dryRun=true", {{"type", "submit"}});
    CHECK(tried.status == 409);
    CHECK(tried.data().at("reason") == "document_missing");
    CHECK(tried.data().at("requirements").size() == 3);
}

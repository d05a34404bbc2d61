#include "tests/api/test_bureau.hpp"

#include "api/auth/token.hpp"
#include "api/composition/server_composition.hpp"
#include "engine/service/move_clock.hpp"
#include "tests/api/contract.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <stdexcept>

namespace sluice::test {
namespace {

/// A folder of its own, gone with the test.
class temporary_folder {
public:
    temporary_folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "sluice-test-XXXXXX").string();
        if (!mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder");
        path_ = pattern;
    }
    ~temporary_folder() { std::filesystem::remove_all(path_); }
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// Every bureau opens with the same definitions: what was proven in this process is not proven again.
verifier::report prove_once(programme::definition_files files, const calendar::calendar& days) {
    static std::mutex guard;
    static std::map<programme::definition_files, verifier::report> proven;
    const std::lock_guard hold{guard};
    const auto known = proven.find(files);
    if (known != proven.end()) return known->second;
    auto report = verifier::verify(files, days);
    return proven.emplace(std::move(files), std::move(report)).first->second;
}

verifier::report only_read(programme::definition_files files, const calendar::calendar&) {
    auto reading = programme::read_programme(std::move(files));
    verifier::report report;
    report.read = std::move(reading.read);
    return report;
}

/// Throws unless the exchange is what `schemas/openapi.json` says.
void hold_to_contract(const sent_request& asked, const http_answer& answer) {
    const auto wrong = contract::published().violations(asked, answer);
    if (wrong.empty()) return;
    throw std::runtime_error(fmt::format("{} {} -> {} breaks the contract:\n  {}\nrequest: {}\nanswer: {}",
                                         asked.method, asked.target, answer.status, fmt::join(wrong, "\n  "),
                                         asked.body, answer.body));
}

} // namespace

class test_bureau::implementation {
public:
    implementation(std::string_view now, const std::filesystem::path& workflows, definitions are)
        : time{parse_rfc3339(now).value()}
        , running{options_for(workflows, are), time} {}

    composition_options options_for(const std::filesystem::path& workflows, definitions are) {
        composition_options wanted;
        wanted.database = folder.path() / "sluice.db";
        wanted.workflows = workflows;
        wanted.http.port = 0;
        wanted.http.threads = 2;
        wanted.fires_timers = false; // tests move the clock themselves
        wanted.adjustable = &time;
        // So that mails are written, where there are letters.
        if (std::filesystem::exists(workflows / "letters")) wanted.mail.host = "localhost";
        wanted.carries_post = false; // tests carry the post themselves
        wanted.portal = "https://portal.example";
        wanted.prove = are == definitions::proven ? prove_once : only_read;
        return wanted;
    }

    /// The first administrator, as the composition root would make one.
    static service::caller founder() {
        return {"00000000-0000-7000-8000-000000000001", "founder", "", {{"admin"}, {"director"}, {"finance"}}, ""};
    }

    json carry_out(service::command wanted) {
        const auto done = running.engine().carry_out({founder(), std::move(wanted), std::nullopt, std::nullopt});
        if (!done) throw std::runtime_error("setting up: " + done.error().explanation.en + " " + done.error().place);
        return done->body;
    }

    http_client& client_of(const std::string& person) {
        return clients.try_emplace(person, running.port()).first->second;
    }

    temporary_folder folder;
    service::adjustable_clock time;
    server_composition running;
    std::map<std::string, http_client> clients;
    int keys = 0;
};

test_bureau::test_bureau(std::string_view now, std::filesystem::path workflows, definitions are)
    : self_{std::make_unique<implementation>(now, workflows, are)} {}

test_bureau::~test_bureau() = default;

std::string test_bureau::hire(const std::string& name, const json& roles, const std::string& organisation,
                              const json& expert, const std::string& email) {
    service::create_person wanted{name, email, organisation, {}, expert};
    for (const auto& each : roles)
        wanted.grants.push_back({each.at("role"), each.at("programme")});
    const std::string id = self_->carry_out(wanted).at("id");
    const auto token = auth::make_token();
    self_->carry_out(service::issue_token{id, "test", std::nullopt, token});
    people_[name] = {id, token};
    return id;
}

std::string test_bureau::register_organisation(const std::string& name, const std::string& code) {
    return self_->carry_out(service::create_organisation{name, code, ""}).at("id");
}

std::string test_bureau::open_round(const std::string& programme, std::string_view opens_at, std::string_view closes_at,
                                    const json& budget, int year) {
    return self_
        ->carry_out(service::open_round{programme,
                                        {"批次", "Round"},
                                        year,
                                        parse_rfc3339(opens_at).value(),
                                        parse_rfc3339(closes_at).value(),
                                        money_from_json(budget, "").value()})
        .at("id");
}

void test_bureau::appropriate(const std::string& fund, const json& amount) {
    self_->carry_out(service::appropriate_funds{fund, money_from_json(amount, "").value(), "test"});
}

http_answer test_bureau::send(const std::string& person, const std::string& method, const std::string& target,
                              header_list headers, std::string_view body) {
    if (!person.empty()) headers.emplace_back("Authorization", "Bearer " + people_.at(person).token);
    const auto given = [&](const char* name) {
        return std::any_of(headers.begin(), headers.end(), [&](const auto& each) { return each.first == name; });
    };
    if (method == "POST" && !given("Idempotency-Key"))
        headers.emplace_back("Idempotency-Key", fmt::format("key-{}", ++self_->keys));
    auto answer = self_->client_of(person).send(method, target, headers, body);
    const auto type =
        std::find_if(headers.begin(), headers.end(), [](const auto& each) { return each.first == "Content-Type"; });
    hold_to_contract({method, target, type == headers.end() ? std::string{} : type->second, body}, answer);
    return answer;
}

http_answer test_bureau::get(const std::string& person, const std::string& target) {
    return send(person, "GET", target, {}, "");
}

http_answer test_bureau::post(const std::string& person, const std::string& target, const json& body,
                              header_list headers) {
    headers.emplace_back("Content-Type", "application/json");
    return send(person, "POST", target, std::move(headers), body.dump());
}

http_answer test_bureau::patch(const std::string& person, const std::string& target, const json& body,
                               header_list headers) {
    headers.emplace_back("Content-Type", "application/merge-patch+json");
    return send(person, "PATCH", target, std::move(headers), body.dump());
}

http_answer test_bureau::upload(const std::string& person, const std::string& target, const std::string& media_type,
                                std::string_view bytes) {
    return send(person, "POST", target, {{"Content-Type", media_type}}, bytes);
}

instant test_bureau::now() const {
    return self_->time.now();
}

void test_bureau::move_to(instant until) {
    service::move_clock(self_->running.engine(), self_->time, until);
}

service::outgoing_post& test_bureau::post_office() {
    return self_->running.engine().post();
}

std::uint16_t test_bureau::port() const {
    return self_->running.port();
}

} // namespace sluice::test

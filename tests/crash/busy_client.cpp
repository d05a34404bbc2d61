#include "tests/crash/busy_client.hpp"

#include <fmt/format.h>

#include <array>
#include <stdexcept>

namespace sluice::test {
namespace {

constexpr std::array document_kinds = {"business_plan", "contest_certificate"};
constexpr int appropriation_percent = 15;
constexpr int amendment_percent = 40;
constexpr int withdrawal_percent = 30;

bool done(int status) {
    return status >= 200 && status < 300;
}

} // namespace

busy_client::busy_client(identity who, std::uint32_t seed)
    : who_{std::move(who)}
    , random_{seed} {}

bool busy_client::send_one(http_client& connection) {
    commands_.push_back(next());
    auto& command = commands_.back();
    try {
        command.answer = send_again(connection, command);
    } catch (const std::exception&) {
        return false; // no whole answer: nothing was acknowledged
    }
    if (!done(command.answer->status))
        throw std::runtime_error(
            fmt::format("{} {}: {} {}", command.method, command.target, command.answer->status, command.answer->body));
    command.learn(command.answer->data());
    return true;
}

sent_command* busy_client::unanswered() {
    return commands_.empty() || commands_.back().answer ? nullptr : &commands_.back();
}

void busy_client::begin_again() {
    commands_.clear();
}

bool busy_client::chance(int percent) {
    return std::uniform_int_distribution{1, 100}(random_) <= percent;
}

std::string busy_client::fresh_name() {
    return fmt::format("{}-{}", who_.name, ++names_);
}

sent_command busy_client::next() {
    if (chance(appropriation_percent)) return appropriate();
    if (applications_.empty()) return create();
    const std::size_t latest = applications_.size() - 1;
    const auto& application = applications_.back();
    if (application.state == "draft") {
        if (chance(amendment_percent)) return amend(latest);
        if (application.documents < document_kinds.size()) return file_document(latest);
        return send_event(latest, "submit", "formal_check");
    }
    if (application.state == "formal_check" && chance(withdrawal_percent))
        return send_event(latest, "withdraw", "withdrawn");
    return create();
}

sent_command busy_client::create() {
    const auto title = fresh_name();
    json form = who_.form;
    form["project"]["title"] = title;
    const json body = {{"programme", "incubator-dream-fund"}, {"round", who_.round}, {"form", form}};
    sent_command command{
        who_.token, "POST", "/v1/applications", {{"Content-Type", "application/json"}}, body.dump(), "", {}, {}, {}};
    command.headers.emplace_back("Idempotency-Key", title);
    command.learn = [this, title](const json& answer) { applications_.push_back({answer.at("id"), title}); };
    return command;
}

sent_command busy_client::amend(std::size_t which) {
    const auto title = fresh_name();
    const auto& application = applications_[which];
    const json body = {{"form", {{"project", {{"title", title}}}}}};
    return {
        who_.token,
        "PATCH",
        "/v1/applications/" + application.id,
        {{"Content-Type", "application/merge-patch+json"}, {"If-Match", fmt::format("\"{}\"", application.revision)}},
        body.dump(),
        "",
        which,
        [this, which, title](const json&) {
            ++applications_[which].revision;
            applications_[which].title = title;
        },
        {}};
}

sent_command busy_client::file_document(std::size_t which) {
    const auto& application = applications_[which];
    const std::string kind = document_kinds.at(application.documents);
    const auto name = fresh_name();
    return {who_.token,
            "POST",
            fmt::format("/v1/applications/{}/documents?kind={}&file_name={}.pdf", application.id, kind, kind),
            {{"Content-Type", "application/pdf"}, {"Idempotency-Key", name}},
            "%PDF-1.7 " + name,
            "",
            which,
            [this, which](const json&) {
                ++applications_[which].revision;
                ++applications_[which].documents;
            },
            {}};
}

sent_command busy_client::send_event(std::size_t which, const std::string& type, const std::string& state_after) {
    return {who_.token,
            "POST",
            "/v1/applications/" + applications_[which].id + "/events",
            {{"Content-Type", "application/json"}, {"Idempotency-Key", fresh_name()}},
            json{{"type", type}}.dump(),
            "",
            which,
            [this, which, state_after](const json&) {
                ++applications_[which].revision;
                applications_[which].state = state_after;
            },
            {}};
}

sent_command busy_client::appropriate() {
    const auto name = fresh_name();
    const int fen_part = std::uniform_int_distribution{0, 99}(random_);
    const json body = {{"amount", {{"amount", fmt::format("{}.{:02}", 1 + names_, fen_part)}, {"currency", "CNY"}}},
                       {"note", name}};
    return {"demo-finance",
            "POST",
            "/v1/funds/incubator-dream-fund/appropriations",
            {{"Content-Type", "application/json"}, {"Idempotency-Key", name}},
            body.dump(),
            name,
            {},
            [](const json&) {},
            {}};
}

http_answer send_again(http_client& connection, const sent_command& command) {
    header_list headers = command.headers;
    headers.emplace_back("Authorization", "Bearer " + command.token);
    return connection.send(command.method, command.target, headers, command.body);
}

} // namespace sluice::test

#include "tests/bench/load/commands.hpp"

#include <fmt/format.h>

#include <fstream>

namespace sluice::bench {
namespace {

constexpr int tries_max = 100'000;
constexpr const char* title_mark = "@title@";

json contest_form(const std::string& programme) {
    std::ifstream file{std::filesystem::path{"workflows"} / programme / "cases.json", std::ios::binary};
    if (!file) throw std::runtime_error("cannot read the programme's cases.json: start this in the source's root");
    return json::parse(file).at("forms").at("contest");
}

} // namespace

step_workload::step_workload(known_base& base, std::size_t connections)
    : base_{base}
    , recommendation_{base.state_named("recommendation")}
    , decision_{base.state_named("decision")}
    , recommend_{json{{"type", "recommend"}, {"data", {{"in_favour", true}, {"opinion", base.about.at("opinion")}}}}
                     .dump()}
    , return_{json{{"type", "return_to_officer"}, {"data", {{"reason", base.about.at("reason")}}}}.dump()}
    , under_way_(connections) {}

std::uint32_t step_workload::some_free_application() {
    for (int i = 0; i < tries_max; ++i) {
        const auto which = base_.steppable[base_.drawn.below(base_.steppable.size())];
        if (!base_.applications[which].busy) return which;
    }
    throw std::runtime_error("there are not enough applications for so many connections");
}

void step_workload::ask(std::size_t connection, std::string& bytes) {
    auto& now = under_way_[connection];
    now = {some_free_application(), minimal_};
    minimal_ = !minimal_;
    auto& which = base_.applications[now.application];
    which.busy = true;
    const bool recommending = which.state == recommendation_;
    begin_request(bytes, "POST", fmt::format("/v1/applications/{}/events", which.name()),
                  recommending ? base_.officer : base_.director);
    bytes.append("Idempotency-Key: ").append(base_.fresh_key()).append("\r\n");
    if (now.minimal) bytes.append("Prefer: return=minimal\r\n");
    end_request(bytes, recommending ? recommend_ : return_);
}

void step_workload::check(std::size_t connection, const answer& given) {
    const auto& now = under_way_[connection];
    auto& which = base_.applications[now.application];
    const auto next = which.state == recommendation_ ? decision_ : recommendation_;
    expect_status(given, now.minimal ? 204 : 200);
    if (revision_of(given) != which.revision + 1)
        complain(given, fmt::format("revision {} instead of {}", revision_of(given), which.revision + 1));
    if (!now.minimal) {
        expect_text(given, fmt::format(R"("id":"{}")", which.name()));
        expect_text(given, fmt::format(R"("revision":{},)", which.revision + 1));
        expect_text(given, fmt::format(R"("ids":["{}"])", base_.states[next]));
    }
    ++which.revision;
    which.state = next;
    which.busy = false;
}

create_workload::create_workload(known_base& base, std::size_t connections)
    : base_{base}
    , last_(connections) {
    json form = contest_form(base.programme);
    form["project"]["title"] = title_mark;
    const std::string body = json{{"programme", base.programme}, {"round", base.rounds.front()}, {"form", form}}.dump();
    const auto at = body.find(title_mark);
    before_title_ = body.substr(0, at);
    after_title_ = body.substr(at + std::string_view{title_mark}.size());
}

void create_workload::ask(std::size_t connection, std::string& bytes) {
    auto& now = last_[connection];
    const auto key = base_.fresh_key();
    now = {"", "实测项目 " + key, connection % base_.applicants.size()};
    body_.clear();
    body_.append(before_title_).append(now.title).append(after_title_);
    begin_request(bytes, "POST", "/v1/applications", base_.applicants[now.applicant]);
    bytes.append("Idempotency-Key: ").append(key).append("\r\n");
    end_request(bytes, body_);
}

void create_workload::check(std::size_t connection, const answer& given) {
    auto& now = last_[connection];
    expect_status(given, 201);
    if (revision_of(given) != 1) complain(given, "the revision is not 1");
    now.location = given.header("Location");
    constexpr std::string_view where = "/v1/applications/";
    if (!now.location.starts_with(where)) complain(given, "its Location is no application");
    expect_text(given, fmt::format(R"("id":"{}")", now.location.substr(where.size())));
    expect_text(given, fmt::format(R"("title":"{}")", now.title));
    expect_text(given, R"("ids":["draft"])");
    ++count_;
}

} // namespace sluice::bench

#include "tests/api/contract.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace sluice::test {
namespace {

using violation_list = std::vector<std::string>;

constexpr json_limits document_limits{.depth_max = 64, .members_max = 2'000};
constexpr json_limits answer_limits{.depth_max = 64, .members_max = 20'000};

/// What the server itself sends may be longer than what it takes.
constexpr std::size_t validation_steps_max = 10'000'000;
constexpr std::size_t data_depth_max = 64;

std::string lower(std::string_view written) {
    std::string small{written};
    std::transform(small.begin(), small.end(), small.begin(),
                   [](unsigned char each) { return static_cast<char>(std::tolower(each)); });
    return small;
}

std::vector<std::string> segments_of(std::string_view path) {
    std::vector<std::string> segments;
    for (std::size_t begin = 1; begin <= path.size();) {
        const auto end = std::min(path.find('/', begin), path.size());
        segments.emplace_back(path.substr(begin, end - begin));
        begin = end + 1;
    }
    return segments;
}

bool is_name(const std::string& segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

/// How many segments are literal; nothing if the pattern does not fit.
std::optional<std::size_t> literals_matching(const std::vector<std::string>& pattern,
                                             const std::vector<std::string>& path) {
    if (pattern.size() != path.size()) return std::nullopt;
    std::size_t literals = 0;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (is_name(pattern[i]) && !path[i].empty()) continue;
        if (pattern[i] != path[i]) return std::nullopt;
        ++literals;
    }
    return literals;
}

std::string essence_of(const std::string& content_type) {
    auto essence = lower(content_type.substr(0, content_type.find(';')));
    while (!essence.empty() && essence.back() == ' ')
        essence.pop_back();
    return essence;
}

bool is_json(const std::string& media_type) {
    return media_type == "application/json" || media_type.ends_with("+json");
}

bool answers_without_body(const sent_request& asked, const http_answer& answer) {
    return asked.method == "HEAD" || answer.header("Preference-Applied") == "return=minimal";
}

/// What every problem says besides its schema: the status and the reason twice, and alike.
void check_problem(const http_answer& answer, violation_list& wrong) {
    const auto problem = parse_json(answer.body, answer_limits);
    if (!problem || !problem->is_object()) return; // said already
    if (problem->value("status", 0) != answer.status) wrong.push_back("the problem's status is not the answer's");
    if (problem->value("type", "") != "urn:sluice:problem:" + problem->value("reason", ""))
        wrong.push_back("the problem's type does not end with its reason");
}

} // namespace

contract::contract(std::string_view bytes) {
    auto read = parse_ordered_json(bytes, document_limits);
    if (!read)
        throw std::runtime_error{fmt::format("openapi.json {}: {}", read.error().place, read.error().explanation.en)};
    document_ = std::move(*read);
}

const contract& contract::published() {
    static const contract document{[] {
        std::ifstream file{"schemas/openapi.json", std::ios::binary};
        return std::string{std::istreambuf_iterator<char>{file}, {}};
    }()};
    return document;
}

const ordered_json& contract::at(const std::string& pointer) const {
    return document_.at(ordered_json::json_pointer{pointer});
}

bool contract::has(const std::string& pointer) const {
    return document_.contains(ordered_json::json_pointer{pointer});
}

std::string contract::followed(const std::string& pointer) const {
    const auto& written = at(pointer);
    if (!written.is_object() || !written.contains("$ref")) return pointer;
    return written.at("$ref").get<std::string>().substr(1);
}

const schema::schema& contract::schema_at(const std::string& pointer) const {
    const auto place = followed(pointer);
    const std::lock_guard lock{mutex_};
    if (const auto known = compiled_.find(place); known != compiled_.end()) return known->second;
    auto compiled = schema::schema::compile(
        document_, {.place = place, .data_depth_max = data_depth_max, .steps_max = validation_steps_max});
    if (!compiled)
        throw std::runtime_error{
            fmt::format("openapi.json {}: {}", compiled.error().place, compiled.error().explanation.en)};
    return compiled_.emplace(place, std::move(*compiled)).first->second;
}

std::optional<std::string> contract::path_for(std::string_view target) const {
    const auto path = segments_of(target.substr(0, target.find('?')));
    std::optional<std::string> best;
    std::size_t most = 0;
    for (const auto& [pattern, methods] : document_.at("paths").items()) {
        const auto literals = literals_matching(segments_of(pattern), path);
        if (!literals || (best && *literals <= most)) continue;
        best = pattern;
        most = *literals;
    }
    return best;
}

violation_list contract::violations(const sent_request& asked, const http_answer& answer) const {
    violation_list wrong;
    if (!answer.header("X-Request-Id")) wrong.push_back("the answer has no X-Request-Id");
    const auto path = path_for(asked.target);
    const auto method = asked.method == "HEAD" ? "get" : lower(asked.method);
    const auto operation = path ? fmt::format("/paths/{}/{}", pointer_step(*path), method) : std::string{};
    if (!path || !has(operation)) {
        const bool turned_away = answer.status == 404 || answer.status == 405;
        if (turned_away)
            check_answer("/components/responses/problem", asked, answer, wrong);
        else if (answer.status != 204 || asked.method != "OPTIONS")
            wrong.push_back("no such operation is described");
        return wrong;
    }
    if (answer.status < 300) check_request(operation, asked, wrong);
    const auto described = fmt::format("{}/responses/{}", operation, answer.status);
    if (has(described))
        check_answer(followed(described), asked, answer, wrong);
    else if (answer.status >= 400 && has(operation + "/responses/default"))
        check_answer(followed(operation + "/responses/default"), asked, answer, wrong);
    else
        wrong.push_back(fmt::format("the status {} is not described", answer.status));
    return wrong;
}

void contract::check_request(const std::string& operation, const sent_request& asked, violation_list& wrong) const {
    if (!has(operation + "/requestBody")) {
        if (!asked.body.empty()) wrong.push_back("a body was taken where none is described");
        return;
    }
    const auto body = followed(operation + "/requestBody");
    if (asked.body.empty()) {
        if (at(body).value("required", false)) wrong.push_back("a request without its body was taken");
        return;
    }
    const auto type = essence_of(asked.content_type);
    if (has(body + "/content/" + pointer_step(type)) && !is_json(type)) return;
    if (has(body + "/content/" + pointer_step(type)))
        check_json(body + "/content/" + pointer_step(type) + "/schema", asked.body, "the request", wrong);
    else if (!has(body + "/content/" + pointer_step("*/*")))
        wrong.push_back(fmt::format("a request of type {} was taken", type));
}

void contract::check_answer(const std::string& response, const sent_request& asked, const http_answer& answer,
                            violation_list& wrong) const {
    check_headers(response, answer, wrong);
    check_body(response, asked, answer, wrong);
    if (answer.status >= 400 && asked.method != "HEAD") check_problem(answer, wrong);
}

void contract::check_headers(const std::string& response, const http_answer& answer, violation_list& wrong) const {
    if (!has(response + "/headers")) return;
    for (const auto& [name, unused] : at(response + "/headers").items()) {
        const auto described = followed(response + "/headers/" + pointer_step(name));
        const auto given = answer.header(name);
        if (!given) {
            if (at(described).value("required", false)) wrong.push_back(fmt::format("the header {} is missing", name));
            continue;
        }
        for (const auto& fault : schema_at(described + "/schema").validate(json(*given)))
            wrong.push_back(fmt::format("the header {} is {}: {}", name, *given, fault.explanation.en));
    }
}

void contract::check_body(const std::string& response, const sent_request& asked, const http_answer& answer,
                          violation_list& wrong) const {
    if (!has(response + "/content")) {
        if (!answer.body.empty()) wrong.push_back("a body came where none is described");
        return;
    }
    if (answer.body.empty() && answers_without_body(asked, answer)) return;
    const auto type = essence_of(answer.header("Content-Type").value_or(""));
    const auto content = response + "/content/" + pointer_step(type);
    if (!has(content)) {
        if (!has(response + "/content/" + pointer_step("*/*")))
            wrong.push_back(fmt::format("the content type '{}' is not described", type));
        return;
    }
    if (is_json(type)) check_json(content + "/schema", answer.body, "the answer", wrong);
}

void contract::check_json(const std::string& schema, std::string_view body, const std::string& what,
                          violation_list& wrong) const {
    const auto data = parse_json(body, answer_limits);
    if (!data) return wrong.push_back(fmt::format("{} is no JSON: {}", what, data.error().explanation.en));
    for (const auto& fault : schema_at(schema).validate(*data))
        wrong.push_back(fmt::format("{} at '{}': {} ({})", what, fault.place, fault.explanation.en, fault.id));
}

} // namespace sluice::test

#include "api/http/internal/wire.hpp"

#include "api/http/internal/header_syntax.hpp"
#include "api/http/media_type.hpp"
#include "engine/base/id.hpp"

#include <boost/beast/http/status.hpp>
#include <fmt/chrono.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <random>

namespace sluice::http::internal {

namespace {

constexpr std::size_t request_id_length_max = 64;

/// Fields that the server writes; a handler that set one would contradict it.
constexpr std::array<std::string_view, 5> own_fields{"Content-Length", "Transfer-Encoding", "Connection", "Date",
                                                     "X-Request-Id"};

bool has_no_content(int status) {
    return status == 204 || status == 304;
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, written once a second for each thread.
std::string_view date_now() {
    thread_local std::time_t written_for = -1;
    thread_local std::string written;
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    if (now != written_for) {
        written = fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(now));
        written_for = now;
    }
    return written;
}

void append(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
}

bool is_json(std::string_view content_type) {
    const auto essence = trim(content_type.substr(0, content_type.find(';')));
    constexpr std::string_view suffix = "+json";
    return equal_ignoring_case(essence, "application/json") ||
           (essence.size() > suffix.size() &&
            equal_ignoring_case(essence.substr(essence.size() - suffix.size()), suffix));
}

/// Ids tell requests apart; they guard nothing, so an ordinary generator will do.
std::string new_request_id() {
    thread_local std::mt19937_64 generator{[] {
        std::random_device device;
        return (std::uint64_t{device()} << 32) | device();
    }()};
    id_entropy entropy{};
    const std::array<std::uint64_t, 2> random{generator(), generator()};
    std::memcpy(entropy.data(), random.data(), entropy.size());
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return make_id({std::chrono::duration_cast<std::chrono::milliseconds>(now).count()}, entropy);
}

} // namespace

bool is_sendable(const response& answer) {
    if (answer.status < 200 || answer.status > 599) return false;
    return std::all_of(answer.headers.begin(), answer.headers.end(), [](const field& each) {
        return is_token(each.name) && is_field_value(each.value) &&
               std::none_of(own_fields.begin(), own_fields.end(),
                            [&each](std::string_view own) { return equal_ignoring_case(own, each.name); });
    });
}

void write_head(const response& answer, const delivery& how, std::string& head) {
    head.clear();
    const auto phrase =
        boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(static_cast<unsigned>(answer.status)));
    head.append("HTTP/1.1 ").append(std::to_string(answer.status)).append(" ").append(phrase).append("\r\n");
    append(head, "Date", date_now());
    for (const auto& [name, value] : answer.headers)
        append(head, name, value);
    if (!has_no_content(answer.status)) append(head, "Content-Length", std::to_string(answer.body.size()));
    const auto content_type = answer.headers.first("Content-Type");
    if (content_type && is_json(*content_type) && !answer.headers.contains("Cache-Control"))
        append(head, "Cache-Control", "no-store");
    if (!answer.headers.contains("X-Content-Type-Options")) append(head, "X-Content-Type-Options", "nosniff");
    append(head, "X-Request-Id", how.request_id);
    if (!how.traceparent.empty() && !answer.headers.contains("traceparent"))
        append(head, "traceparent", how.traceparent);
    if (!how.keep_alive) append(head, "Connection", "close");
    if (how.keep_alive && how.minor_version == 0) append(head, "Connection", "keep-alive");
    head.append("\r\n");
}

bool sends_body(const response& answer, const delivery& how) {
    return how.verb != method::head && !has_no_content(answer.status) && !answer.body.empty();
}

std::string request_id_for(std::optional<std::string_view> wanted) {
    const bool fit = wanted && !wanted->empty() && wanted->size() <= request_id_length_max &&
                     std::all_of(wanted->begin(), wanted->end(), [](char each) {
                         return (each >= '0' && each <= '9') || (each >= 'a' && each <= 'z') ||
                                (each >= 'A' && each <= 'Z') || each == '.' || each == '_' || each == '-';
                     });
    return fit ? std::string{*wanted} : new_request_id();
}

} // namespace sluice::http::internal

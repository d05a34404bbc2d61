#include "tests/bench/load/answer.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstring>
#include <strings.h>

namespace sluice::bench {
namespace {

constexpr std::size_t head_max = 16 * 1024;
constexpr std::size_t shown_max = 600; ///< bytes of a wrong answer that are told

template<class Number>
std::optional<Number> number_in(std::string_view digits) {
    Number value{};
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) return std::nullopt;
    return value;
}

int status_in(std::string_view head) {
    constexpr std::string_view version = "HTTP/1.1 ";
    const auto status = head.starts_with(version) && head.size() >= version.size() + 4
                            ? number_in<int>(head.substr(version.size(), 3))
                            : std::nullopt;
    if (!status) throw wrong_answer(fmt::format("no HTTP/1.1 answer: {}", head.substr(0, shown_max)));
    return *status;
}

bool has_no_body(int status) {
    return status == 204 || status == 304;
}

const char* find(std::string_view in, std::string_view text) {
    return static_cast<const char*>(memmem(in.data(), in.size(), text.data(), text.size()));
}

} // namespace

std::string_view answer::header(std::string_view name) const {
    std::string_view rest = head;
    while (!rest.empty()) {
        const auto end = std::min(rest.find("\r\n"), rest.size());
        const auto line = rest.substr(0, end);
        if (line.size() > name.size() && line[name.size()] == ':' &&
            strncasecmp(line.data(), name.data(), name.size()) == 0) {
            auto value = line.substr(name.size() + 1);
            while (value.starts_with(' '))
                value.remove_prefix(1);
            return value;
        }
        rest.remove_prefix(std::min(end + 2, rest.size()));
    }
    return {};
}

std::optional<framed_answer> first_answer(std::string_view received) {
    const auto* end = find(received, "\r\n\r\n");
    if (!end) {
        if (received.size() > head_max) throw wrong_answer("the head of an answer never ends");
        return std::nullopt;
    }
    framed_answer found;
    const auto head_bytes = static_cast<std::size_t>(end - received.data()) + 4;
    found.content.head = received.substr(0, head_bytes);
    found.content.status = status_in(found.content.head);
    std::size_t length = 0;
    if (!has_no_body(found.content.status)) {
        const auto told = number_in<std::size_t>(found.content.header("Content-Length"));
        if (!told) complain(found.content, "its Content-Length is missing or no number");
        length = *told;
    }
    found.bytes = head_bytes + length;
    if (received.size() < found.bytes) return std::nullopt;
    found.content.body = received.substr(head_bytes, length);
    found.content.closes = found.content.header("Connection") == "close";
    return found;
}

void expect_status(const answer& given, int status) {
    if (given.status != status) complain(given, fmt::format("status {} instead of {}", given.status, status));
}

std::int64_t revision_of(const answer& given) {
    auto tag = given.header("ETag");
    const bool quoted = tag.size() > 2 && tag.front() == '"' && tag.back() == '"';
    const auto revision = quoted ? number_in<std::int64_t>(tag.substr(1, tag.size() - 2)) : std::nullopt;
    if (!revision) complain(given, "its ETag is no revision");
    return *revision;
}

void expect_text(const answer& given, std::string_view text) {
    if (!find(given.body, text)) complain(given, fmt::format("{} is not in it", text));
}

std::size_t occurrences(const answer& given, std::string_view text) {
    std::size_t count = 0;
    std::string_view rest = given.body;
    while (const auto* at = find(rest, text)) {
        ++count;
        rest.remove_prefix(static_cast<std::size_t>(at - rest.data()) + text.size());
    }
    return count;
}

void complain(const answer& given, const std::string& what) {
    throw wrong_answer(
        fmt::format("{}; the answer is: {}{}", what, given.head.substr(0, shown_max), given.body.substr(0, shown_max)));
}

} // namespace sluice::bench

#include "api/http/internal/request_head.hpp"

#include "api/http/internal/header_syntax.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace sluice::http::internal {

namespace {

constexpr std::string_view line_end = "\r\n";

using checked = std::optional<request_fault>;

/// Takes the next line off; the head is known to end in an empty one.
std::string_view take_line(std::string_view& rest) {
    const auto end = rest.find(line_end);
    const auto line = rest.substr(0, end);
    rest.remove_prefix(std::min(rest.size(), end == std::string_view::npos ? end : end + line_end.size()));
    return line;
}

bool is_visible(std::string_view written) {
    return std::all_of(written.begin(), written.end(), [](char each) { return each > 0x20 && each < 0x7f; });
}

/// Brings absolute form (`http://host/path`) into origin form; empty if the target is neither.
std::string origin_form(std::string_view target, method verb) {
    if (target == "*") return verb == method::options ? "*" : "";
    if (target.find('#') != std::string_view::npos) return "";
    if (target.starts_with('/')) return std::string{target};
    const auto scheme = to_lower(target.substr(0, target.find("://")));
    if (scheme != "http" && scheme != "https") return "";
    const auto authority = target.substr(scheme.size() + 3);
    const auto path = authority.find_first_of("/?");
    if (path == 0) return "";
    if (path == std::string_view::npos) return "/";
    return (authority[path] == '?' ? "/" : "") + std::string{authority.substr(path)};
}

checked read_version(std::string_view version, request_head& head) {
    if (version == "HTTP/1.1" || version == "HTTP/1.0") {
        head.minor_version = version.back() - '0';
        return std::nullopt;
    }
    if (version.size() == 8 && version.starts_with("HTTP/") && version[6] == '.')
        return malformed({"只支持 HTTP/1.1 和 HTTP/1.0", "Only HTTP/1.1 and HTTP/1.0 are spoken here"}, "", 505);
    return malformed({"请求行格式有误", "The request line is malformed"});
}

checked read_request_line(std::string_view line, const server_options& limits, request_head& head) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last)
        return malformed({"请求行格式有误", "The request line is malformed"});
    const auto verb = line.substr(0, first);
    const auto target = line.substr(first + 1, last - first - 1);
    if (!is_token(verb) || target.empty() || !is_visible(target))
        return malformed({"请求行格式有误", "The request line is malformed"});
    if (auto fault = read_version(line.substr(last + 1), head)) return fault;
    if (target.size() > limits.target_max)
        return malformed({"请求地址过长", "The request target is too long"}, "", 414);
    const auto known = method_from(verb);
    if (!known)
        return request_fault{501, refuse(reason::method_not_allowed,
                                         {"服务器不认识这个请求方法", "The server does not know this method"})};
    head.verb = *known;
    head.target = origin_form(target, *known);
    if (head.target.empty()) return malformed({"请求地址格式有误", "The request target is malformed"});
    return std::nullopt;
}

checked read_field(std::string_view line, request_head& head) {
    if (line.front() == ' ' || line.front() == '\t')
        return malformed({"请求头不得折行", "Header fields may not be folded over lines"});
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
        return malformed({"请求头字段名有误", "The name of a header field is malformed"});
    const auto name = line.substr(0, colon);
    const auto value = trim(line.substr(colon + 1));
    if (!is_field_value(value))
        return malformed({"请求头含有控制字符", "A header field holds a control character"}, std::string{name});
    head.headers.add(std::string{name}, std::string{value});
    return std::nullopt;
}

/// `host`, `host:port` or `[::1]:port`, by its characters.
bool is_host(std::string_view value) {
    return !value.empty() && std::all_of(value.begin(), value.end(), [](char each) {
        return is_token_character(each) || std::string_view{":[]();=,"}.find(each) != std::string_view::npos;
    });
}

checked check_host(const request_head& head) {
    const auto count = head.headers.count("Host");
    if (count == 0 && head.minor_version == 0) return std::nullopt;
    if (count == 1 && is_host(*head.headers.first("Host"))) return std::nullopt;
    return malformed({"Host 须恰好出现一次且有效", "Host must be there exactly once and be valid"}, "Host");
}

checked read_content_length(request_head& head) {
    constexpr std::size_t digits_max = 18;
    const auto value = *head.headers.first("Content-Length");
    std::uint64_t length = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
    if (head.headers.count("Content-Length") > 1 || value.size() > digits_max || error != std::errc{} ||
        end != value.data() + value.size())
        return malformed({"Content-Length 有误", "Content-Length is malformed"}, "Content-Length");
    head.content_length = length;
    return std::nullopt;
}

/// Where two readers could disagree on where a message ends, one request can be smuggled inside another.
checked read_framing(request_head& head) {
    const auto codings = head.headers.count("Transfer-Encoding");
    if (codings > 0) {
        if (codings > 1 || head.minor_version == 0 || head.headers.contains("Content-Length") ||
            !equal_ignoring_case(*head.headers.first("Transfer-Encoding"), "chunked"))
            return malformed({"Transfer-Encoding 只能是 chunked，且不得与 Content-Length 并用",
                              "Transfer-Encoding must be exactly chunked, and never beside Content-Length"},
                             "Transfer-Encoding");
        head.chunked = true;
    }
    if (head.headers.contains("Content-Length")) return read_content_length(head);
    return std::nullopt;
}

checked read_expectation(request_head& head) {
    if (!head.headers.contains("Expect") || head.minor_version == 0) return std::nullopt;
    if (!equal_ignoring_case(head.headers.joined("Expect"), "100-continue"))
        return malformed({"不支持的 Expect", "This expectation cannot be met"}, "Expect", 417);
    head.expects_continue = true;
    return std::nullopt;
}

/// Compressed bodies are not unpacked here.
checked check_content_coding(const request_head& head) {
    const auto coding = head.headers.joined("Content-Encoding");
    if (coding.empty() || equal_ignoring_case(coding, "identity")) return std::nullopt;
    return request_fault{415, refuse(reason::unsupported_media_type,
                                     {"请求内容不得压缩", "The body must not be compressed"}, "Content-Encoding")};
}

void read_persistence(request_head& head) {
    bool close = false;
    bool keep = false;
    const auto options = head.headers.joined("Connection");
    for (const auto option : split_outside_quotes(options, ',')) {
        close = close || equal_ignoring_case(option, "close");
        keep = keep || equal_ignoring_case(option, "keep-alive");
    }
    head.keep_alive = !close && (keep || head.minor_version == 1);
}

checked read_fields(std::string_view rest, const server_options& limits, request_head& head) {
    for (auto line = take_line(rest); !line.empty(); line = take_line(rest)) {
        if (head.headers.size() == limits.fields_max)
            return malformed({"请求头字段过多", "There are too many header fields"}, "", 431);
        if (auto fault = read_field(line, head)) return fault;
    }
    if (auto fault = check_host(head)) return fault;
    if (auto fault = read_framing(head)) return fault;
    if (auto fault = read_expectation(head)) return fault;
    if (auto fault = check_content_coding(head)) return fault;
    read_persistence(head);
    return std::nullopt;
}

bool is_lower_hex(std::string_view digits) {
    return digits.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

} // namespace

head_result read_head(std::string_view head, const server_options& limits) {
    constexpr std::size_t usual_fields = 8;
    request_head read;
    read.headers.reserve(usual_fields);
    std::string_view rest = head;
    if (auto fault = read_request_line(take_line(rest), limits, read)) return *std::move(fault);
    if (auto fault = read_fields(rest, limits, read)) return *std::move(fault);
    return read;
}

namespace {

/// Whether the only control characters are those of whole line ends. Counts without a way out of the loop, so that the
/// compiler takes many bytes at a time.
bool holds_whole_lines(std::string_view bytes) {
    unsigned controls = !bytes.empty() && is_control(bytes.front());
    unsigned line_ends = 0;
    for (std::size_t at = 1; at < bytes.size(); ++at) {
        controls += is_control(bytes[at]);
        line_ends += (bytes[at] == '\n') & (bytes[at - 1] == '\r');
    }
    return controls == 2 * line_ends;
}

} // namespace

bool is_damaged_head(std::string_view bytes, std::size_t from) {
    if (from == 0 && holds_whole_lines(bytes)) return false;
    for (std::size_t at = from; at < bytes.size(); ++at) {
        const auto code = static_cast<unsigned char>(bytes[at]);
        if (bytes[at] == '\n' && (at == 0 || bytes[at - 1] != '\r')) return true;
        if (bytes[at] != '\n' && at > 0 && bytes[at - 1] == '\r') return true;
        if (code == 0x7f || (code < 0x20 && bytes[at] != '\n' && bytes[at] != '\r' && bytes[at] != '\t')) return true;
    }
    return false;
}

std::string valid_traceparent(const fields& headers) {
    constexpr std::size_t length = 55; // 00-<32 digits>-<16 digits>-<2 digits>
    if (headers.count("traceparent") != 1) return {};
    const auto value = *headers.first("traceparent");
    if (value.size() != length || !value.starts_with("00-") || value[35] != '-' || value[52] != '-') return {};
    const auto trace = value.substr(3, 32);
    const auto parent = value.substr(36, 16);
    if (!is_lower_hex(trace) || !is_lower_hex(parent) || !is_lower_hex(value.substr(53))) return {};
    const bool zero = trace.find_first_not_of('0') == std::string_view::npos ||
                      parent.find_first_not_of('0') == std::string_view::npos;
    return zero ? std::string{} : std::string{value};
}

request_fault malformed(text explanation, std::string place, int status) {
    return {status, refuse(reason::malformed_request, std::move(explanation), std::move(place))};
}

void throw_exception_from_error(const request_fault& unread, const boost::source_location&) {
    throw std::logic_error{"a request fault was not looked at: " + unread.why.explanation.en};
}

} // namespace sluice::http::internal

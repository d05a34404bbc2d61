#include "api/http/internal/request_head.hpp"
#include "api/http/percent.hpp"

#include <algorithm>

namespace sluice::http::internal {

namespace {

/// The decoded parts between the slashes. A dot segment would make two addresses of one resource, and a way out of a
/// folder: it is refused, not resolved.
result<std::vector<std::string>> read_segments(std::string_view path) {
    std::vector<std::string> segments;
    segments.reserve(static_cast<std::size_t>(std::count(path.begin(), path.end(), '/')));
    std::string_view rest = path.substr(1);
    while (true) { // each turn takes a slash off, and the target's length is bounded
        const auto slash = rest.find('/');
        auto segment = percent_decode(rest.substr(0, slash), plus_sign::itself);
        if (!segment || *segment == "." || *segment == "..")
            return refuse(
                reason::malformed_request,
                {"请求路径的转义或字符无效", "The path holds a bad escape, a dot segment or bytes that are not text"},
                "path");
        segments.push_back(std::move(*segment));
        if (slash == std::string_view::npos) return segments;
        rest = rest.substr(slash + 1);
    }
}

} // namespace

result<void> read_target(std::string whole, request& into) {
    into.target = std::move(whole);
    const std::string_view target = into.target;
    if (target == "*") {
        into.path = target;
        return {};
    }
    const auto question = target.find('?');
    into.path = target.substr(0, question);
    auto segments = read_segments(into.path);
    if (segments.has_error()) return segments.error();
    into.segments = std::move(*segments);
    if (question == std::string_view::npos) return {};
    auto query = parse_query(target.substr(question + 1));
    if (query.has_error()) return query.error();
    into.query = std::move(*query);
    return {};
}

} // namespace sluice::http::internal

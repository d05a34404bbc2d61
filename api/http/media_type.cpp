#include "api/http/media_type.hpp"

#include "api/http/internal/header_syntax.hpp"

#include <algorithm>
#include <array>

namespace sluice::http {

namespace {

using internal::split_outside_quotes;

/// A range of `Accept` and what it says of one type: the more specific range decides, whatever its weight.
struct judgement {
    int specificity = -1;
    int weight = 0;
};

/// How closely the range `text/*` fits the type, or -1 if it does not.
int specificity_of(std::string_view range, std::string_view offered) {
    const auto lowered = internal::to_lower(range);
    if (lowered == offered) return 2;
    if (lowered == "*/*") return 0;
    const auto slash = offered.find('/');
    return lowered == std::string{offered.substr(0, slash)} + "/*" ? 1 : -1;
}

judgement judge(const std::vector<std::string_view>& entries, std::string_view offered) {
    judgement verdict;
    for (const auto entry : entries) {
        const auto parts = split_outside_quotes(entry, ';');
        const auto weight = internal::weight_of(parts);
        if (parts.empty() || !weight) continue;
        const int specificity = specificity_of(parts.front(), offered);
        if (specificity > verdict.specificity) verdict = {specificity, *weight};
    }
    return verdict;
}

std::string listed(std::span<const std::string_view> accepted) {
    std::string names;
    for (const auto each : accepted)
        names += (names.empty() ? "" : ", ") + std::string{each};
    return names;
}

} // namespace

std::optional<std::string_view> media_type::parameter(std::string_view name) const {
    for (const auto& [each, value] : parameters)
        if (each == name) return value;
    return std::nullopt;
}

std::optional<media_type> parse_media_type(std::string_view written) {
    const auto parts = split_outside_quotes(written, ';');
    if (parts.empty()) return std::nullopt;
    const auto slash = parts.front().find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto type = parts.front().substr(0, slash);
    const auto subtype = parts.front().substr(slash + 1);
    if (!internal::is_token(type) || !internal::is_token(subtype)) return std::nullopt;

    media_type read{internal::to_lower(type), internal::to_lower(subtype), {}};
    for (std::size_t index = 1; index < parts.size(); ++index) {
        const auto equals = parts[index].find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        const auto name = parts[index].substr(0, equals);
        auto value = internal::unquote(parts[index].substr(equals + 1));
        if (!internal::is_token(name) || !value || read.parameter(internal::to_lower(name))) return std::nullopt;
        read.parameters.emplace_back(internal::to_lower(name), std::move(*value));
    }
    return read;
}

result<media_type> require_media_type(const request& asked, std::span<const std::string_view> accepted) {
    const auto field = asked.headers.one("Content-Type");
    if (field.has_error()) return field.error();
    auto given = field->has_value() ? parse_media_type(**field) : std::nullopt;
    const auto charset = given ? given->parameter("charset").value_or("utf-8") : "";
    if (!given || std::find(accepted.begin(), accepted.end(), given->essence()) == accepted.end() ||
        !equal_ignoring_case(charset, "utf-8"))
        return refuse(
            reason::unsupported_media_type,
            {"请求内容的类型须为：" + listed(accepted), "The body must be of one of these types: " + listed(accepted)},
            "Content-Type");
    return std::move(*given);
}

result<void> require_json(const request& asked) {
    constexpr std::array<std::string_view, 1> accepted{"application/json"};
    const auto given = require_media_type(asked, accepted);
    if (given.has_error()) return given.error();
    return {};
}

std::optional<std::string_view> preferred_media_type(std::string_view accept,
                                                     std::span<const std::string_view> offered) {
    if (offered.empty()) return std::nullopt;
    if (internal::trim(accept).empty()) return offered.front();
    const auto entries = split_outside_quotes(accept, ',');
    std::optional<std::string_view> best;
    int best_weight = 0;
    for (const auto each : offered) {
        const int weight = judge(entries, each).weight;
        if (weight <= best_weight) continue;
        best = each;
        best_weight = weight;
    }
    return best;
}

} // namespace sluice::http

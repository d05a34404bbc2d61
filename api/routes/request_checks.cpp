#include "api/routes/request_checks.hpp"

#include "api/http/entity_tag.hpp"
#include "api/http/media_type.hpp"
#include "engine/base/digest.hpp"

#include <boost/algorithm/string/predicate.hpp>
#include <boost/algorithm/string/trim.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace sluice::routes {
namespace {

constexpr std::size_t key_length_max = 200;

refusal malformed_parameter(const std::string& name, text explanation) {
    return refuse(reason::malformed_request, std::move(explanation), name);
}

/// The value as its schema expects it, or nothing when it is not written like one.
std::optional<json> value_of(const std::string& written, query_parameter::kind kind) {
    switch (kind) {
    case query_parameter::kind::text:
        return json(written);
    case query_parameter::kind::boolean:
        if (written != "true" && written != "false") return std::nullopt;
        return json(written == "true");
    case query_parameter::kind::integer: {
        std::int64_t number = 0;
        const auto read = std::from_chars(written.data(), written.data() + written.size(), number);
        if (read.ec != std::errc{} || read.ptr != written.data() + written.size()) return std::nullopt;
        return json(number);
    }
    }
    return std::nullopt;
}

result<void> check_value(const query_parameter& described, const std::string& written) {
    const auto value = value_of(written, described.written_as);
    if (!value)
        return malformed_parameter(
            described.name, {fmt::format("查询参数“{}”的值无效", described.name),
                             fmt::format("The query parameter “{}” does not have a valid value", described.name)});
    const auto faults = described.allowed.validate(*value);
    if (faults.empty()) return {};
    const auto& first = faults.front().explanation;
    return malformed_parameter(described.name, {fmt::format("查询参数“{}”：{}", described.name, first.zh),
                                                fmt::format("Query parameter “{}”: {}", described.name, first.en)});
}

refusal refuse_body(std::vector<unmet_requirement> faults) {
    const bool unknown =
        std::any_of(faults.begin(), faults.end(), [](const auto& each) { return each.id == "additionalProperties"; });
    auto why = refuse(unknown ? reason::unknown_field : reason::invalid_value, faults.front().explanation,
                      faults.front().place);
    why.requirements = std::move(faults);
    return why;
}

bool takes_any_type(const body_description& body) {
    return std::find(body.media_types.begin(), body.media_types.end(), "*/*") != body.media_types.end();
}

bool is_key(std::string_view key) {
    return !key.empty() && key.size() <= key_length_max &&
           std::all_of(key.begin(), key.end(), [](char character) { return character > ' ' && character <= '~'; });
}

} // namespace

result<void> check_query(const http::request& asked, const operation& described) {
    for (const auto& [name, value] : asked.query) {
        const auto known = std::find_if(described.query.begin(), described.query.end(),
                                        [&](const query_parameter& each) { return each.name == name; });
        if (known == described.query.end())
            return malformed_parameter(name, {fmt::format("没有名为“{}”的查询参数", name),
                                              fmt::format("There is no query parameter “{}” here", name)});
        if (const auto once = asked.query.one(name); once.has_error()) return once.error();
        if (auto checked = check_value(*known, value); checked.has_error()) return checked;
    }
    for (const auto& each : described.query)
        if (each.required && !asked.query.contains(each.name))
            return malformed_parameter(each.name, {fmt::format("缺少查询参数“{}”", each.name),
                                                   fmt::format("The query parameter “{}” is missing", each.name)});
    return {};
}

result<json> read_body(const http::request& asked, const operation& described) {
    using boost::system::in_place_value;
    if (!described.body || (!described.body->required && asked.body.empty()))
        return result<json>{in_place_value, json::object()};
    const auto& wanted = *described.body;
    if (takes_any_type(wanted)) return result<json>{in_place_value, nullptr};

    const std::vector<std::string_view> accepted{wanted.media_types.begin(), wanted.media_types.end()};
    if (const auto type = http::require_media_type(asked, accepted); type.has_error()) return type.error();
    if (!wanted.allowed) return result<json>{in_place_value, nullptr};
    auto body = parse_json(asked.body);
    if (body.has_error()) return body;
    auto faults = wanted.allowed->validate(*body);
    if (!faults.empty()) return refuse_body(std::move(faults));
    return body;
}

result<std::optional<service::idempotency>> read_idempotency(const http::request& asked, const operation& described,
                                                             const std::string& person) {
    using found = std::optional<service::idempotency>;
    if (!described.needs_key) return found{};
    const auto header = asked.headers.one("Idempotency-Key");
    if (header.has_error()) return header.error();
    if (!*header)
        return refuse(reason::idempotency_key_required,
                      {"请在 Idempotency-Key 中为此次操作给一个新的随机键",
                       "Give this operation a new random key in Idempotency-Key"},
                      "Idempotency-Key");
    if (!is_key(**header))
        return refuse(reason::malformed_request,
                      {fmt::format("Idempotency-Key 须为 1 到 {} 个可见的 ASCII 字符", key_length_max),
                       fmt::format("Idempotency-Key must be 1 to {} visible ASCII characters", key_length_max)},
                      "Idempotency-Key");
    service::idempotency once;
    once.key = fmt::format("{} {} {}", person, asked.path, **header);
    // Twice: so have it the answers that are kept.
    once.fingerprint =
        sha256(to_hex(sha256(fmt::format("{}\n{}\n{}", http::name_of(asked.verb), asked.target, asked.body))));
    return found{std::move(once)};
}

result<std::optional<std::int64_t>> read_expected_revision(const http::request& asked, const operation& described) {
    using found = std::optional<std::int64_t>;
    if (!described.accepts_version) return found{};
    if (!asked.headers.contains("If-Match")) {
        if (!described.needs_version) return found{};
        return http::require_match(asked, "").error(); // says what is missing
    }
    const auto tags = http::parse_entity_tags(asked.headers.joined("If-Match"), "If-Match");
    if (tags.has_error()) return tags.error();
    if (tags->any) return found{};
    std::int64_t revision = 0;
    const auto& tag = tags->tags.front();
    const auto* end = tag.opaque.data() + tag.opaque.size();
    const auto read = std::from_chars(tag.opaque.data(), end, revision);
    const bool one_revision = tags->tags.size() == 1 && !tag.weak && read.ec == std::errc{} && read.ptr == end;
    if (!one_revision)
        return refuse(reason::version_conflict,
                      {"If-Match 须为最近一次读取时的 ETag", "If-Match must be the ETag that was read last"},
                      "If-Match");
    return found{revision};
}

bool prefers_minimal(const http::request& asked) {
    const auto header = asked.headers.joined("Prefer");
    std::string_view rest = header;
    while (!rest.empty()) {
        const auto end = std::min(rest.find(','), rest.size());
        if (boost::algorithm::iequals(boost::algorithm::trim_copy(std::string{rest.substr(0, end)}), "return=minimal"))
            return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

} // namespace sluice::routes

#include "api/http/entity_tag.hpp"

#include "api/http/internal/header_syntax.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace sluice::http {

namespace {

/// `etagc`: visible characters but the quote, and bytes above ASCII.
bool is_tag_text(std::string_view opaque) {
    return std::all_of(opaque.begin(), opaque.end(), [](char character) {
        const auto code = static_cast<unsigned char>(character);
        return code > 0x20 && code != 0x7f && character != '"';
    });
}

/// Takes one tag off the front of `rest`.
std::optional<entity_tag> take_tag(std::string_view& rest) {
    entity_tag tag;
    if (rest.starts_with("W/")) {
        tag.weak = true;
        rest.remove_prefix(2);
    }
    if (!rest.starts_with('"')) return std::nullopt;
    const auto end = rest.find('"', 1);
    if (end == std::string_view::npos) return std::nullopt;
    tag.opaque = rest.substr(1, end - 1);
    rest = internal::trim(rest.substr(end + 1));
    if (!is_tag_text(tag.opaque)) return std::nullopt;
    return tag;
}

refusal malformed(std::string_view header) {
    return refuse(reason::malformed_request,
                  {std::string{header} + " 须为 * 或带引号的实体标签列表",
                   std::string{header} + " must be * or a list of quoted entity tags"},
                  std::string{header});
}

} // namespace

bool entity_tag_list::matches_strongly(std::string_view opaque) const {
    return any || std::any_of(tags.begin(), tags.end(),
                              [opaque](const entity_tag& each) { return !each.weak && each.opaque == opaque; });
}

bool entity_tag_list::matches_weakly(std::string_view opaque) const {
    return any ||
           std::any_of(tags.begin(), tags.end(), [opaque](const entity_tag& each) { return each.opaque == opaque; });
}

std::string quote_tag(std::string_view opaque) {
    if (!is_tag_text(opaque)) throw std::invalid_argument{"not fit for an entity tag"};
    return '"' + std::string{opaque} + '"';
}

result<entity_tag_list> parse_entity_tags(std::string_view value, std::string_view header) {
    entity_tag_list list;
    std::string_view rest = internal::trim(value);
    if (rest == "*") {
        list.any = true;
        return list;
    }
    while (list.tags.size() < internal::list_entries_max) {
        auto tag = take_tag(rest);
        if (!tag) return malformed(header);
        list.tags.push_back(std::move(*tag));
        if (rest.empty()) return list;
        if (rest.front() != ',') return malformed(header);
        rest = internal::trim(rest.substr(1));
    }
    return malformed(header);
}

result<void> require_match(const request& asked, std::string_view opaque) {
    if (!asked.headers.contains("If-Match"))
        return refuse(reason::version_required,
                      {"请用 If-Match 注明所依据的版本（最近一次读取时的 ETag）",
                       "State in If-Match the version that the change is based on (the ETag last read)"},
                      "If-Match");
    const auto tags = parse_entity_tags(asked.headers.joined("If-Match"), "If-Match");
    if (tags.has_error()) return tags.error();
    if (!tags->matches_strongly(opaque))
        return refuse(
            reason::version_conflict,
            {"内容已被他人更新，请重新读取后再修改", "It has changed since it was read: read it again, then change it"},
            "If-Match");
    return {};
}

response with_tag(const request& asked, response answer, std::string_view opaque) {
    answer.headers.set("ETag", quote_tag(opaque));
    const bool reads = asked.verb == method::get || asked.verb == method::head;
    if (!reads || answer.status != 200 || !asked.headers.contains("If-None-Match")) return answer;
    const auto known = parse_entity_tags(asked.headers.joined("If-None-Match"), "If-None-Match");
    if (known.has_error() || !known->matches_weakly(opaque)) return answer;
    answer.status = 304;
    answer.headers.remove("Content-Type");
    answer.body.clear();
    return answer;
}

} // namespace sluice::http

#include "engine/service/calendar_feeds.hpp"

#include "engine/service/representation.hpp"

namespace sluice::service {
namespace {

constexpr int feeds_max = 20;
constexpr std::size_t label_bytes_max = 400;

refusal invalid(std::string place, const char* zh, const char* en) {
    return refuse(reason::invalid_value, {zh, en}, std::move(place));
}

} // namespace

std::string feeds_of(const std::string& person) {
    return "person:" + person;
}

json calendar_feed_to_json(const json& body) {
    return {{"id", body.at("id")},
            {"label", body.at("label")},
            {"language", body.at("language")},
            {"created_at", time_or_null(body.at("created_at"))}};
}

result<answer> carry_out(const errand& at, const open_calendar_feed& wanted) {
    if (wanted.label.size() > label_bytes_max) return invalid("/label", "名称过长", "The label is too long");
    if (wanted.secret.empty()) return invalid("", "缺少密钥", "The secret is missing");
    const auto party = feeds_of(at.who.person);
    if (at.store.entities_of(calendar_feed_kind, party, {std::nullopt, feeds_max}).items.size() >= feeds_max)
        return invalid("", "日历订阅过多，请先撤销不用的", "There are too many feeds: revoke those not needed");
    const auto id = at.new_id();
    const json body = {{"id", id},
                       {"person", at.who.person},
                       {"label", wanted.label},
                       {"language", wanted.language},
                       {"created_at", at.now.milliseconds}};
    add_entity(at, std::string{calendar_feed_kind}, id, "", to_hex(sha256(wanted.secret)), body);
    at.store.put_party(calendar_feed_kind, party, id);
    at.record({"", "calendar_feed", id, 1, at.now, at.who.person, "open_calendar_feed", body});
    answer given{201, calendar_feed_to_json(body), 1, "/v1/calendar-feeds/" + id};
    given.secret = {{"url", "/v1/calendar-feeds/" + wanted.secret + ".ics"}};
    return given;
}

result<answer> carry_out(const errand& at, const close_calendar_feed& wanted) {
    const auto found = find_entity(at.store, calendar_feed_kind, wanted.feed);
    if (!found || found->body.at("person") != at.who.person)
        return not_found("没有这个日历订阅", "There is no such calendar feed");
    at.store.remove_entity(calendar_feed_kind, wanted.feed, found->row.revision);
    at.store.remove_party(calendar_feed_kind, feeds_of(at.who.person), wanted.feed);
    at.record({"", "calendar_feed", wanted.feed, found->row.revision + 1, at.now, at.who.person, "close_calendar_feed",
               json::object()});
    return answer{204, nullptr, 0};
}

} // namespace sluice::service

#include "engine/service/webhooks.hpp"

#include "engine/base/canonical_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace sluice::service {
namespace {

constexpr std::size_t url_bytes_max = 2'000;
constexpr std::chrono::milliseconds old_secret_holds = std::chrono::hours{24};

refusal administrators_only() {
    return not_permitted("回调地址由管理员管理", "Webhooks are for administrators");
}

refusal no_such_webhook() {
    return not_found("没有这个回调地址", "There is no such webhook");
}

result<void> check(const errand& at, const add_webhook& wanted) {
    const bool known_scheme = wanted.url.starts_with("https://") || wanted.url.starts_with("http://");
    if (!known_scheme || wanted.url.size() > url_bytes_max)
        return refuse(reason::invalid_value, {"回调地址须为 https 网址", "A webhook has an https address"}, "/url");
    for (std::size_t i = 0; i < wanted.programmes.size(); ++i)
        if (wanted.programmes[i] != "*" && !at.definitions.current(wanted.programmes[i]))
            return refuse(reason::invalid_value, {"没有这个项目", "There is no such programme"},
                          fmt::format("/programmes/{}", i));
    if (every_webhook(at.store, at.now).size() >= webhooks_max)
        return refuse(reason::invalid_value,
                      {fmt::format("最多 {} 个回调地址，请先删除不用的", webhooks_max),
                       fmt::format("There can be {} webhooks: remove one that is no longer needed", webhooks_max)});
    return {};
}

} // namespace

bool webhook::hears_of(std::string_view programme) const {
    return active && std::any_of(programmes.begin(), programmes.end(),
                                 [&](const std::string& each) { return each == "*" || each == programme; });
}

webhook webhook_from_json(const json& body, instant now) {
    webhook read{body.at("id"),          body.at("url"),
                 body.at("description"), body.at("programmes"),
                 body.at("active"),      instant{body.at("created_at").get<std::int64_t>()},
                 body.at("created_by"),  {}};
    for (const auto& each : body.at("secrets"))
        if (each.at("until").is_null() || each.at("until") > now.milliseconds)
            read.secrets.push_back(each.at("secret"));
    return read;
}

std::vector<webhook> every_webhook(store::reader& reader, instant now) {
    std::vector<webhook> all;
    for (const auto& each : reader.list_entities({std::string{webhook_kind}, std::nullopt}, {{}, webhooks_max}).items)
        all.push_back(webhook_from_json(parse_canonical(each.body), now));
    return all;
}

json webhook_to_json(const webhook& each) {
    return {{"id", each.id},
            {"url", each.url},
            {"description", each.description},
            {"programmes", each.programmes},
            {"active", each.active},
            {"created_at", to_rfc3339(each.created_at)},
            {"created_by", each.created_by}};
}

result<answer> carry_out(const errand& at, const add_webhook& wanted) {
    if (!at.who.has_role_anywhere("admin")) return administrators_only();
    if (auto checked = check(at, wanted); !checked) return checked.error();
    const auto id = at.new_id();
    json body = {{"id", id},
                 {"url", wanted.url},
                 {"description", wanted.description},
                 {"programmes", wanted.programmes},
                 {"active", true},
                 {"created_at", at.now.milliseconds},
                 {"created_by", at.who.person}};
    at.record({"", std::string{webhook_kind}, id, 1, at.now, at.who.person, "add_webhook", body});
    body["secrets"] = json::array({{{"secret", wanted.secret}, {"until", nullptr}}});
    add_entity(at, std::string{webhook_kind}, id, "", "", body);
    answer given{201, webhook_to_json(webhook_from_json(body, at.now)), 1, "/v1/webhooks/" + id};
    given.secret = {{"secret", wanted.secret}};
    return given;
}

result<answer> carry_out(const errand& at, const remove_webhook& wanted) {
    if (!at.who.has_role_anywhere("admin")) return administrators_only();
    const auto found = find_entity(at.store, webhook_kind, wanted.webhook);
    if (!found) return no_such_webhook();
    at.store.remove_entity(webhook_kind, wanted.webhook, found->row.revision);
    at.record({"", std::string{webhook_kind}, wanted.webhook, found->row.revision + 1, at.now, at.who.person,
               "remove_webhook", json::object()});
    return answer{204, nullptr, 0};
}

result<answer> carry_out(const errand& at, const renew_webhook_secret& wanted) {
    if (!at.who.has_role_anywhere("admin")) return administrators_only();
    auto found = find_entity(at.store, webhook_kind, wanted.webhook);
    if (!found) return no_such_webhook();
    auto& secrets = found->body["secrets"];
    json kept = json::array({{{"secret", wanted.secret}, {"until", nullptr}}});
    if (!secrets.empty())
        kept.push_back(
            {{"secret", secrets.front().at("secret")}, {"until", at.now.milliseconds + old_secret_holds.count()}});
    secrets = std::move(kept);
    const auto revision = replace_entity(at, *found);
    at.record({"", std::string{webhook_kind}, wanted.webhook, revision, at.now, at.who.person, "renew_webhook_secret",
               json::object()});
    answer given{200, webhook_to_json(webhook_from_json(found->body, at.now)), revision};
    given.secret = {{"secret", wanted.secret}};
    return given;
}

result<answer> carry_out(const errand& at, const test_webhook& wanted) {
    if (!at.who.has_role_anywhere("admin")) return administrators_only();
    const auto found = find_entity(at.store, webhook_kind, wanted.webhook);
    if (!found) return no_such_webhook();
    at.store.put_outbox("webhook_test", json{{"webhook", wanted.webhook}}.dump(), at.now);
    return answer{202, webhook_to_json(webhook_from_json(found->body, at.now)), found->row.revision};
}

void retire_webhook(const errand& at, const std::string& id) {
    auto found = find_entity(at.store, webhook_kind, id);
    if (!found || !found->body.at("active").get<bool>()) return;
    found->body["active"] = false;
    const auto revision = replace_entity(at, *found);
    at.record({"", std::string{webhook_kind}, id, revision, at.now, "", "retire_webhook", json::object()});
}

} // namespace sluice::service

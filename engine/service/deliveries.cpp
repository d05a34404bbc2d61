#include "engine/service/deliveries.hpp"

#include "engine/base/canonical_json.hpp"
#include "engine/service/representation.hpp"
#include "engine/service/webhooks.hpp"

#include <array>
#include <chrono>

namespace sluice::service {
namespace {

constexpr int forgotten_at_once = 100;
constexpr std::size_t reply_bytes_max = 500;

/// UUIDv7 begins with the milliseconds, in hexadecimal.
std::string first_id_of(instant when) {
    return make_id(when, {});
}

refusal no_such_notification() {
    return not_found("没有这条通知", "There is no such notification");
}

} // namespace

result<answer> carry_out(const errand& at, const sorted_outbox& sorted) {
    for (const auto& each : sorted.deliveries)
        at.store.put_delivery(each);
    at.store.remove_outbox_through(sorted.through, 10'000);
    const auto age =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::hours{24 * deliveries_kept_days});
    at.store.remove_deliveries_before(first_id_of({at.now.milliseconds - age.count()}), forgotten_at_once);
    return answer{};
}

store::delivery_record after_attempt(store::delivery_record attempted, const delivery_outcome& outcome, instant now) {
    using enum delivery_outcome::kind;
    const auto pauses = static_cast<int>(attempt_pauses_in_seconds.size());
    ++attempted.attempts;
    attempted.reply = outcome.reply.substr(0, reply_bytes_max);
    if (outcome.what == try_again && attempted.attempts <= pauses) {
        const auto pause = attempt_pauses_in_seconds.at(static_cast<std::size_t>(attempted.attempts - 1));
        attempted.due_at = {now.milliseconds + pause * 1'000};
        return attempted;
    }
    attempted.status = outcome.what == delivered ? "delivered" : "failed";
    attempted.settled_at = now;
    return attempted;
}

result<answer> carry_out(const errand& at, const std::vector<delivery_outcome>& outcomes) {
    for (const auto& each : outcomes) {
        auto found = at.store.find_delivery(each.delivery);
        if (!found || found->status != "waiting") continue;
        const auto after = after_attempt(std::move(*found), each, at.now);
        at.store.put_delivery(after);
        if (each.what == delivery_outcome::kind::gone) retire_webhook(at, after.recipient);
    }
    return answer{};
}

result<answer> carry_out(const errand& at, const read_notification& wanted) {
    auto found = at.store.find_delivery(wanted.notification);
    const bool is_theirs = found && found->channel == mail_channel && found->recipient == at.who.person;
    if (!is_theirs || at.who.anonymous()) return no_such_notification();
    if (found->read_at == instant{}) {
        found->read_at = at.now;
        at.store.put_delivery(*found);
    }
    const auto about = at.store.find_application(found->application);
    return answer{200, notification_to_json(*found, about ? about->number : ""), 0};
}

result<answer> carry_out(const errand& at, const retry_delivery& wanted) {
    if (!at.who.has_role_anywhere("admin"))
        return not_permitted("重新投递由管理员办理", "Sending again is for administrators");
    auto found = at.store.find_delivery(wanted.delivery);
    if (!found) return not_found("没有这次投递", "There is no such delivery");
    if (found->status != "failed")
        return refuse(reason::event_not_possible,
                      {"只有失败的投递可以重新投递", "Only a delivery that has failed can be sent again"});
    found->status = "waiting";
    found->attempts = 0;
    found->due_at = at.now;
    found->settled_at = {};
    at.store.put_delivery(*found);
    at.record({"", "delivery", wanted.delivery, 1, at.now, at.who.person, "retry_delivery", json::object()});
    return answer{200, delivery_to_json(*found), 0};
}

json notification_to_json(const store::delivery_record& each, const std::string& number) {
    const json body = parse_canonical(each.body);
    return {{"id", each.id},
            {"at", to_rfc3339(each.at)},
            {"programme", each.programme},
            {"application", each.application},
            {"number", number},
            {"message", body.at("message")},
            {"read_at", time_or_null(each.read_at.milliseconds)},
            {"mail", each.address.empty() ? "none" : each.status}};
}

json delivery_to_json(const store::delivery_record& each) {
    const bool known = !each.recipient.empty(); // an objector's address is not shown, nor what names it
    return {{"id", each.id},
            {"channel", each.channel},
            {"recipient", each.recipient},
            {"address", known ? each.address : ""},
            {"programme", each.programme},
            {"application", each.application},
            {"status", each.status},
            {"attempts", each.attempts},
            {"at", to_rfc3339(each.at)},
            {"next_attempt_at", each.status == "waiting" ? json(to_rfc3339(each.due_at)) : json(nullptr)},
            {"settled_at", time_or_null(each.settled_at.milliseconds)},
            {"reply", known ? each.reply : ""}};
}

} // namespace sluice::service

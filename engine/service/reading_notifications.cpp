#include "engine/service/reading_notifications.hpp"

#include "engine/base/canonical_json.hpp"
#include "engine/service/access.hpp"
#include "engine/service/deliveries.hpp"
#include "engine/service/errand.hpp"
#include "engine/service/reading.hpp"
#include "engine/service/webhooks.hpp"

namespace sluice::service {
namespace {

refusal administrators_only() {
    return not_permitted("投递记录由管理员查看", "Deliveries are for administrators");
}

bool is_admin(const caller& who) {
    return who.has_role_anywhere("admin");
}

} // namespace

result<page> notification_reading::notifications(const caller& who, bool unread_only, const paging& wanted) const {
    if (who.anonymous()) return refuse(reason::authentication_required, {"请先登录", "Authentication is required"});
    const auto want = page_request_of(wanted);
    if (!want) return want.error();
    const auto reader = database_.read();
    return page_of(reader->deliveries_to(who.person, unread_only, *want), [&](const store::delivery_record& each) {
        const auto about = reader->find_application(each.application);
        return notification_to_json(each, about ? about->number : "");
    });
}

result<page> notification_reading::notifications_about(const caller& who, const std::string& application,
                                                       const paging& wanted) const {
    const auto want = page_request_of(wanted);
    if (!want) return want.error();
    const auto reader = database_.read();
    const auto row = reader->find_application(application);
    const auto as = row ? viewpoint_of(who, *reader, *row) : std::nullopt;
    if (!as) return no_such_application();
    if (*as != viewpoint::official)
        return not_permitted("通知记录由工作人员查看", "What was told to whom is for the office");
    return page_of(reader->deliveries_about(application, *want), [&](const store::delivery_record& each) {
        json shown = notification_to_json(each, row->number);
        shown["to"] = {{"role", parse_canonical(each.body).at("to")},
                       {"person", each.recipient},
                       {"name", name_of_person(*reader, each.recipient)}};
        shown["reply"] = each.recipient.empty() ? "" : each.reply; // it may name an objector's address
        return shown;
    });
}

result<page> notification_reading::deliveries(const caller& who, const std::string& webhook,
                                              const paging& wanted) const {
    if (!is_admin(who)) return administrators_only();
    const auto want = page_request_of(wanted);
    if (!want) return want.error();
    const auto reader = database_.read();
    if (!webhook.empty() && !reader->find_entity(webhook_kind, webhook))
        return not_found("没有这个回调地址", "There is no such webhook");
    return page_of(webhook.empty() ? reader->failed_deliveries(*want) : reader->deliveries_to(webhook, false, *want),
                   delivery_to_json);
}

result<page> notification_reading::webhooks(const caller& who) const {
    if (!is_admin(who)) return administrators_only();
    page shown;
    for (const auto& each : every_webhook(*database_.read(), clock_.now()))
        shown.items.push_back(webhook_to_json(each));
    return shown;
}

result<resource> notification_reading::webhook(const caller& who, const std::string& id) const {
    if (!is_admin(who)) return administrators_only();
    const auto found = find_entity(*database_.read(), webhook_kind, id);
    if (!found) return not_found("没有这个回调地址", "There is no such webhook");
    return resource{webhook_to_json(webhook_from_json(found->body, clock_.now())), found->row.revision};
}

} // namespace sluice::service

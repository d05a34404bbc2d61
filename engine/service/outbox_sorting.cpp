#include "engine/service/outbox_sorting.hpp"

#include "engine/base/canonical_json.hpp"
#include "engine/service/outgoing_post.hpp"
#include "engine/service/representation.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace sluice::service {
namespace {

constexpr std::string_view person_mark = "person:";

} // namespace

std::vector<store::delivery_record> outbox_sorting::deliveries_for(const store::outbox_record& waiting) const {
    if (waiting.topic == "message") return for_people(waiting);
    if (waiting.topic == "application_changed") return for_webhooks(waiting);
    if (waiting.topic == "webhook_test") return for_test(waiting);
    throw std::invalid_argument("nobody knows where messages of topic " + waiting.topic + " go");
}

std::vector<store::delivery_record> outbox_sorting::for_people(const store::outbox_record& waiting) const {
    const json body = parse_canonical(waiting.body);
    const auto about = parts_.reader.find_application(body.at("application").get<std::string>());
    if (!about) return {};
    const std::string to = body.at("to");
    auto one = prepared(mail_channel);
    one.programme = about->programme;
    one.application = about->id;
    one.at = one.due_at = waiting.at;
    const auto told_to = [&](std::string recipient, std::string address) {
        one.id = make_id(waiting.at, parts_.time.entropy());
        one.recipient = std::move(recipient);
        one.address = parts_.sends_mail ? std::move(address) : "";
        one.status = one.address.empty() ? "kept" : "waiting";
        if (one.status == "kept") one.settled_at = waiting.at;
        return one;
    };
    json said = {{"to", to}, {"message", body.at("message")}};
    if (body.contains("language")) said["language"] = body.at("language");
    std::vector<store::delivery_record> all;
    one.body = said.dump();
    if (to == "address") return {told_to("", body.at("address"))};
    for (const auto* each : people_meant(to, *about))
        all.push_back(told_to(each->person, each->mail));
    return all;
}

std::vector<const addressee*> outbox_sorting::people_meant(const std::string& to,
                                                           const store::application_record& about) const {
    if (to == "applicant") return parts_.people.applicants(about.organisation, about.programme);
    std::vector<std::string> ids;
    if (to.starts_with(person_mark))
        ids.push_back(to.substr(person_mark.size()));
    else if (to == "reviewers")
        ids = parts_.reader.persons_assigned_to(about.id);
    else
        return parts_.people.with_role(to, about.programme);
    std::vector<const addressee*> found;
    for (const auto& id : ids)
        if (const auto* who = parts_.people.find(id)) found.push_back(who);
    return found;
}

std::vector<store::delivery_record> outbox_sorting::for_webhooks(const store::outbox_record& waiting) const {
    if (parts_.webhooks.empty()) return {};
    const json body = parse_canonical(waiting.body);
    const auto row = parts_.reader.find_application(body.at("application").get<std::string>());
    if (!row || row->draft) return {}; // a draft is its applicant's own
    const json data = {{"id", row->id},
                       {"number", row->number},
                       {"programme", row->programme},
                       {"state", row->state},
                       {"revision", body.at("revision")}};
    std::vector<store::delivery_record> all;
    for (const auto& each : parts_.webhooks) {
        if (!each.hears_of(row->programme)) continue;
        auto call = call_of(each, "application.changed", data, waiting.at);
        call.programme = row->programme;
        all.push_back(std::move(call));
    }
    return all;
}

std::vector<store::delivery_record> outbox_sorting::for_test(const store::outbox_record& waiting) const {
    const std::string id = parse_canonical(waiting.body).at("webhook");
    for (const auto& each : parts_.webhooks)
        if (each.id == id) return {call_of(each, "webhook.test", {{"webhook", id}}, waiting.at)};
    return {};
}

store::delivery_record outbox_sorting::prepared(std::string_view channel) const {
    store::delivery_record made;
    made.channel = channel;
    made.status = "waiting";
    return made;
}

store::delivery_record outbox_sorting::call_of(const webhook& to, std::string_view type, const json& data,
                                               instant at) const {
    auto call = prepared(webhook_channel);
    call.id = make_id(at, parts_.time.entropy());
    call.recipient = to.id;
    call.address = to.url;
    call.at = call.due_at = at;
    call.body = json{{"type", type}, {"timestamp", to_rfc3339(at)}, {"data", data}}.dump();
    return call;
}

} // namespace sluice::service

// Work lists, people, tokens and the record.

#include "engine/service/errand.hpp"
#include "engine/service/full_page.hpp"
#include "engine/service/reading.hpp"

#include <algorithm>

namespace sluice::service {
namespace {

bool is_admin(const caller& who) {
    return who.has_role_anywhere("admin");
}

bool in_office(const caller& who) {
    const auto programmes = office_programmes(who);
    return !programmes || !programmes->empty();
}

refusal office_only() {
    return refuse(reason::not_permitted, {"仅限工作人员", "This is for the office"});
}

std::vector<std::string> audiences_of(const caller& who) {
    std::vector<std::string> audiences{"person:" + who.person};
    if (!who.organisation.empty() && who.has_role_anywhere("applicant"))
        audiences.push_back("organisation:" + who.organisation);
    for (const auto& each : who.grants)
        if (is_office_role(each.role)) audiences.push_back(each.role);
    std::sort(audiences.begin(), audiences.end());
    audiences.erase(std::unique(audiences.begin(), audiences.end()), audiences.end());
    return audiences;
}

/// Whether what waits for this audience waits for the caller: a role counts in its own programmes only.
bool waits_for(const caller& who, const store::task_record& each) {
    if (each.kind.starts_with("objection:")) {
        const auto programmes = office_programmes(who);
        return !programmes || std::find(programmes->begin(), programmes->end(), each.programme) != programmes->end();
    }
    if (each.audience.starts_with("person:")) return who.has_role("reviewer", each.programme);
    if (each.audience.starts_with("organisation:")) return who.has_role("applicant", each.programme);
    return who.has_role(each.audience, each.programme);
}

json split_events(const std::string& kind) {
    json events = json::array();
    if (!kind.starts_with("event:")) return events;
    std::string rest = kind.substr(6);
    for (std::size_t end = 0; !rest.empty(); rest.erase(0, end == std::string::npos ? rest.size() : end + 1)) {
        end = rest.find('+');
        events.push_back(rest.substr(0, end));
    }
    return events;
}

json task_to_json(const store::task_record& each, const store::application_record& row, const std::string& title,
                  instant now) {
    return {{"application", each.application},
            {"number", row.number},
            {"title", title},
            {"programme", each.programme},
            {"kind", each.kind.substr(0, each.kind.find(':'))},
            {"audience", each.audience},
            {"since", to_rfc3339(each.since)},
            {"due_at", each.due_at ? json(to_rfc3339(*each.due_at)) : json(nullptr)},
            {"overdue", each.due_at && *each.due_at <= now},
            {"events", split_events(each.kind)}};
}

/// The people for whom `keeps(person as JSON)` holds.
template<class Keep>
page people_page(store::reader& store, const store::page_request& want, Keep&& keeps) {
    return full_page(
        want,
        [&](const store::page_request& part) {
            return store.list_entities({"person", std::nullopt}, part);
        },
        [&](const store::entity& each) -> std::optional<json> {
            auto person = person_to_json(json::parse(each.body), each.revision);
            return keeps(person) ? std::optional<json>{std::move(person)} : std::nullopt;
        });
}

} // namespace

result<page> reading::my_reviews(const caller& who, const paging& wanted) const {
    const auto want = page_request_of(wanted);
    if (!want) return want.error();
    const auto store = database_.read();
    store::application_filter filter;
    filter.assigned_to = who.person;
    filter.with_body = true;
    page shown;
    const auto definitions = shelf_.now();
    const auto found = store->list_applications(filter, *want);
    for (const auto& row : found.items) {
        const auto& rules = definitions->version(row.programme, row.definition_version);
        const auto state = application::state_from_json(json::parse(row.body));
        for (const auto& [name, seats] : state.panels)
            if (const auto* member = seats.find(who.person); member && member->holds_seat())
                shown.items.push_back({{"application", row.id},
                                       {"number", row.number},
                                       {"title", visible_title(rules, row.title, viewpoint::reviewer)},
                                       {"programme", row.programme},
                                       {"panel", name},
                                       {"status", review::name_of(member->status)},
                                       {"since", to_rfc3339(member->seated_since)}});
    }
    if (found.next) shown.next = store::to_text(*found.next);
    return shown;
}

result<page> reading::tasks(const caller& who, const paging& wanted) const {
    const auto want = page_request_of(wanted);
    if (!want) return want.error();
    const auto store = database_.read();
    const auto definitions = shelf_.now();
    const store::task_filter filter{audiences_of(who), std::nullopt};
    const auto now = clock_.now();
    return full_page(
        *want, [&](const store::page_request& part) { return store->list_tasks(filter, part); },
        [&](const store::task_record& each) -> std::optional<json> {
            const bool personal = each.audience.starts_with("person:") || each.audience.starts_with("organisation:");
            if (!waits_for(who, each)) return std::nullopt;
            const auto row = store->find_application(each.application);
            if (!row || (row->draft && !personal)) return std::nullopt;
            const auto& rules = definitions->version(row->programme, row->definition_version);
            const bool reviews = each.audience.starts_with("person:") && !each.kind.starts_with("objection:");
            const auto as = reviews ? viewpoint::reviewer : viewpoint::official;
            return task_to_json(each, *row, visible_title(rules, row->title, as), now);
        });
}

result<page> reading::people(const caller& who, const std::optional<std::string>& role, const paging& wanted) const {
    if (!is_admin(who) && !in_office(who)) return office_only();
    const auto want = page_request_of(wanted);
    if (!want) return want.error();
    return people_page(*database_.read(), *want, [&](const json& person) {
        const auto& roles = person.at("roles");
        return !role ||
               std::any_of(roles.begin(), roles.end(), [&](const json& each) { return each.at("role") == *role; });
    });
}

result<resource> reading::person(const caller& who, const std::string& id) const {
    if (who.anonymous()) return refuse(reason::authentication_required, {"请先登录", "Authentication is required"});
    const auto wanted = id == "me" ? who.person : id;
    if (wanted != who.person && !is_admin(who) && !in_office(who))
        return not_found("没有这个人", "There is no such person");
    const auto found = find_entity(*database_.read(), "person", wanted);
    if (!found) return not_found("没有这个人", "There is no such person");
    return resource{person_to_json(found->body, found->row.revision), found->row.revision};
}

result<page> reading::experts(const caller& who, const paging& wanted) const {
    if (!is_admin(who) && !in_office(who)) return office_only();
    const auto want = page_request_of(wanted);
    if (!want) return want.error();
    return people_page(*database_.read(), *want, [](const json& person) {
        return !person.at("expert").is_null() && person.at("active") == true;
    });
}

result<page> reading::organisations(const caller& who, const paging& wanted) const {
    if (!is_admin(who) && !in_office(who)) return office_only();
    const auto want = page_request_of(wanted);
    if (!want) return want.error();
    return page_of(
        database_.read()->list_entities({"organisation", std::nullopt}, *want),
        [](const store::entity& each) { return organisation_to_json(json::parse(each.body), each.revision); });
}

result<resource> reading::organisation(const caller& who, const std::string& id) const {
    const bool visible = is_admin(who) || in_office(who) || (!id.empty() && who.organisation == id);
    const auto found = visible ? find_entity(*database_.read(), "organisation", id) : std::nullopt;
    if (!found) return not_found("没有这个单位", "There is no such organisation");
    return resource{organisation_to_json(found->body, found->row.revision), found->row.revision};
}

result<page> reading::tokens(const caller& who, const std::string& person) const {
    if (who.anonymous()) return refuse(reason::authentication_required, {"请先登录", "Authentication is required"});
    const auto wanted = person.empty() || person == "me" ? who.person : person;
    if (wanted != who.person && !is_admin(who)) return not_found("没有这个人", "There is no such person");
    const auto store = database_.read();
    page shown;
    store::page_request want{std::nullopt, store::page_limit_max};
    for (bool more = true; more;) {
        const auto found = store->list_entities({"token", std::nullopt}, want);
        for (const auto& each : found.items) {
            const json body = json::parse(each.body);
            if (body.at("person") == wanted && body.at("revoked_at").is_null())
                shown.items.push_back(token_to_json(body));
        }
        want.after = found.next;
        more = found.next.has_value();
    }
    return shown;
}

result<caller> reading::authenticate(const std::string& token_digest) const {
    const auto refused =
        refuse(reason::token_invalid, {"令牌无效、已撤销或已过期", "The token is invalid, revoked or expired"});
    const auto store = database_.read();
    const auto row = store->find_entity_by_lookup("token", token_digest);
    if (!row) return refused;
    const json token = json::parse(row->body);
    if (!token.at("revoked_at").is_null()) return refused;
    if (const auto& expires = token.at("expires_at"); !expires.is_null() && expires <= clock_.now().milliseconds)
        return refused;
    const auto person = find_entity(*store, "person", token.at("person"));
    if (!person || !person->body.at("active").get<bool>()) return refused;
    caller who;
    who.person = token.at("person");
    who.name = person->body.at("name");
    who.token = token.at("id");
    if (const auto& organisation = person->body.at("organisation"); organisation.is_string())
        who.organisation = organisation;
    for (const auto& each : person->body.at("roles"))
        who.grants.push_back({each.at("role"), each.at("programme")});
    return who;
}

result<resource> reading::verify_log(const caller& who, const std::string& programme) const {
    const auto definitions = shelf_.now();
    if (!who.has_role("auditor", programme) && !is_admin(who))
        return not_permitted("核验记录由审计或管理员进行", "Verifying the record is for auditors and administrators");
    if (!definitions->current(programme)) return not_found("没有这个项目", "There is no such programme");
    const auto store = database_.read();
    const auto verdict = verify_chain(*store, programme);
    return resource{{{"programme", programme},
                     {"length", verdict.length},
                     {"head", to_hex(verdict.head)},
                     {"valid", !verdict.first_fault},
                     {"first_fault", verdict.first_fault ? json(*verdict.first_fault) : json(nullptr)}},
                    0};
}

} // namespace sluice::service

// Reviews, people, tokens and the record.

#include "engine/base/canonical_json.hpp"
#include "engine/service/delegations.hpp"
#include "engine/service/errand.hpp"
#include "engine/service/full_page.hpp"
#include "engine/service/identification.hpp"
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

/// The people for whom `keeps(person as JSON)` holds.
template<class Keep>
page people_page(store::reader& store, const store::page_request& want, Keep&& keeps) {
    return full_page(
        want,
        [&](const store::page_request& part) {
            return store.list_entities({"person", std::nullopt}, part);
        },
        [&](const store::entity& each) -> std::optional<json> {
            auto person = person_to_json(parse_canonical(each.body), each.revision);
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
        const auto state = application::state_from_text(row.body);
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
        [](const store::entity& each) { return organisation_to_json(parse_canonical(each.body), each.revision); });
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
            const json body = parse_canonical(each.body);
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
    const auto now = clock_.now();
    if (auto known = callers_.find(token_digest, now)) return std::move(*known);
    const auto store = database_.read();
    const shared_body token{store->share_entity_by_lookup("token", token_digest)};
    if (!token || !token->at("revoked_at").is_null()) return refused;
    std::optional<instant> until;
    if (const auto& expires = token->at("expires_at"); !expires.is_null()) until = instant{expires.get<std::int64_t>()};
    if (until && *until <= now) return refused;
    auto who = identify(*store, token->at("person"), now);
    if (!who) return refused;
    who->token = token->at("id");
    if (!has_delegations(*store, who->person)) callers_.keep(token_digest, *who, store->snapshot(), until);
    return std::move(*who);
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

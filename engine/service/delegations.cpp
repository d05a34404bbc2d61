#include "engine/service/delegations.hpp"

#include "engine/base/canonical_json.hpp"
#include "engine/service/access.hpp"
#include "engine/service/representation.hpp"
#include "engine/service/terms.hpp"

#include <algorithm>
#include <map>

namespace sluice::service {
namespace {

/// In force or yet to come, for each person on either side.
constexpr int delegations_max = 20;
constexpr int term_years_max = 1;
constexpr std::size_t reason_bytes_max = 2'000;

/// What is not over of that which a person gave, or was given.
std::string given_by(const std::string& person) {
    return "from:" + person;
}
std::string given_to(const std::string& person) {
    return "to:" + person;
}

refusal invalid(std::string place, const char* zh, const char* en) {
    return refuse(reason::invalid_value, {zh, en}, std::move(place));
}

bool overlap(const std::string& one, const std::string& other) {
    return one == "*" || other == "*" || one == other;
}

/// Whoever reviews or applies in a programme takes no part of the office in it by delegation.
bool takes_part(const std::vector<role_grant>& own, const std::string& programme) {
    return std::any_of(own.begin(), own.end(), [&](const role_grant& each) {
        return (each.role == "reviewer" || each.role == "applicant") && overlap(each.programme, programme);
    });
}

/// The roles of the office among `held`, in these programmes (empty: in all).
std::vector<role_grant> delegable(const std::vector<role_grant>& held, const std::vector<std::string>& programmes) {
    std::vector<role_grant> found;
    for (const auto& each : held) {
        if (!is_office_role(each.role)) continue;
        if (programmes.empty()) found.push_back(each);
        for (const auto& programme : programmes)
            if (overlap(each.programme, programme)) found.push_back({each.role, programme});
    }
    return found;
}

std::vector<role_grant> grants_of(const json& person) {
    std::vector<role_grant> grants;
    for (const auto& each : person.at("roles"))
        grants.push_back({each.at("role"), each.at("programme")});
    return grants;
}

/// What is left of a party's delegations when those that are over no longer count among them.
result<void> check_room(const errand& at, const std::string& party) {
    int left = 0;
    for (const auto& each : at.store.entities_of(delegation_kind, party, {std::nullopt, store::page_limit_max}).items) {
        if (is_over(parse_canonical(each.body), at.now))
            at.store.remove_party(delegation_kind, party, each.id);
        else
            ++left;
    }
    if (left < delegations_max) return {};
    return invalid("/to", "有效的委托过多，请先撤销不用的", "There are too many delegations: revoke those not needed");
}

result<void> check_colleague(const errand& at, const delegate_roles& wanted, const std::vector<role_grant>& roles) {
    if (wanted.to == wanted.person) return invalid("/to", "不能委托给自己", "Delegate to somebody else");
    const auto colleague = find_entity(at.store, "person", wanted.to);
    if (!colleague || !colleague->body.at("active").get<bool>())
        return invalid("/to", "没有这个人，或已停用", "There is no such person, or no longer");
    const auto theirs = grants_of(colleague->body);
    if (delegable(theirs, {}).empty())
        return invalid("/to", "只能委托给在本单位任职的同事", "The colleague has to hold a role of the office");
    for (const auto& each : roles)
        if (takes_part(theirs, each.programme))
            return refuse(reason::conflict_of_interest,
                          {"此人在该项目中评审或申报，不能受托办理",
                           "This person reviews or applies in the programme and cannot stand in there"},
                          "/to");
    return {};
}

result<std::vector<role_grant>> roles_to_give(const errand& at, const delegate_roles& wanted) {
    const auto person = find_entity(at.store, "person", wanted.person);
    if (!person || !person->body.at("active").get<bool>()) return not_found("没有这个人", "There is no such person");
    for (std::size_t i = 0; i < wanted.programmes.size(); ++i)
        if (!at.definitions.current(wanted.programmes[i]))
            return invalid("/programmes/" + std::to_string(i), "没有这个项目", "There is no such programme");
    auto roles = delegable(grants_of(person->body), wanted.programmes);
    if (roles.empty())
        return invalid("/programmes", "没有可委托的角色：只有工作人员的角色可以委托",
                       "There is nothing to delegate: only roles of the office can be");
    return roles;
}

} // namespace

std::string delegations_of(const std::string& person) {
    return "person:" + person;
}

json delegation_to_json(store::reader& reader, const json& body, std::int64_t revision, instant now) {
    const auto person = [&](const char* name) {
        const std::string id = body.at(name);
        return json{{"id", id}, {"name", name_of_person(reader, id)}};
    };
    return {{"id", body.at("id")},
            {"person", person("person")},
            {"to", person("to")},
            {"programmes", body.at("programmes")},
            {"from", time_or_null(body.at("from"))},
            {"until", time_or_null(body.at("until"))},
            {"reason", body.at("reason")},
            {"status", status_of_term(body, now)},
            {"revision", revision}};
}

result<answer> carry_out(const errand& at, const delegate_roles& wanted) {
    const bool own = at.who.acting_for.empty() && wanted.person == at.who.person;
    if (!own && !at.who.has_role_anywhere("admin"))
        return not_permitted("委托由本人或管理员设立", "One delegates one's own roles, or an administrator does it");
    if (wanted.reason.empty() || wanted.reason.size() > reason_bytes_max)
        return invalid("/reason", "请说明委托事由", "Say why");
    if (auto term = check_term(wanted.from, wanted.until, at.now, term_years_max); !term) return term.error();
    const auto roles = roles_to_give(at, wanted);
    if (!roles) return roles.error();
    if (auto checked = check_colleague(at, wanted, *roles); !checked) return checked.error();
    for (const auto& party : {given_by(wanted.person), given_to(wanted.to)})
        if (auto room = check_room(at, party); !room) return room.error();
    const auto id = at.new_id();
    const json body = {{"id", id},
                       {"person", wanted.person},
                       {"to", wanted.to},
                       {"programmes", wanted.programmes},
                       {"from", wanted.from.milliseconds},
                       {"until", wanted.until.milliseconds},
                       {"reason", wanted.reason},
                       {"made_by", at.who.person},
                       {"made_at", at.now.milliseconds},
                       {"revoked_at", nullptr}};
    add_entity(at, std::string{delegation_kind}, id, "", "", body);
    for (const auto& party :
         {delegations_of(wanted.person), delegations_of(wanted.to), given_by(wanted.person), given_to(wanted.to)})
        at.store.put_party(delegation_kind, party, id);
    at.record({"", "delegation", id, 1, at.now, at.who.person, "delegate_roles", body});
    return answer{201, delegation_to_json(at.store, body, 1, at.now), 1,
                  "/v1/people/" + wanted.person + "/delegations/" + id};
}

result<answer> carry_out(const errand& at, const revoke_delegation& wanted) {
    auto found = find_entity(at.store, delegation_kind, wanted.delegation);
    const auto concerns = [&](const std::string& person) {
        return found->body.at("person") == person || found->body.at("to") == person;
    };
    const bool own = at.who.acting_for.empty() && found && concerns(at.who.person);
    if (!found || !concerns(wanted.person) || (!own && !at.who.has_role_anywhere("admin")))
        return not_found("没有这项委托", "There is no such delegation");
    if (auto checked = check_revision(at, found->row.revision); !checked) return checked.error();
    if (found->body.at("revoked_at").is_null()) {
        found->body["revoked_at"] = at.now.milliseconds;
        found->body["revoked_by"] = at.who.person;
        const auto revision = replace_entity(at, *found);
        at.store.remove_party(delegation_kind, given_by(found->body.at("person")), wanted.delegation);
        at.store.remove_party(delegation_kind, given_to(found->body.at("to")), wanted.delegation);
        at.record({"", "delegation", wanted.delegation, revision, at.now, at.who.person, "revoke_delegation",
                   json::object()});
    }
    return answer{204, nullptr, 0};
}

std::vector<delegated_roles> roles_delegated_to(store::reader& reader, const std::string& person,
                                                const std::vector<role_grant>& own, instant now) {
    std::vector<delegated_roles> found;
    for (const auto& row :
         reader.entities_of(delegation_kind, given_to(person), {std::nullopt, store::page_limit_max}).items) {
        const json body = parse_canonical(row.body);
        if (!is_in_force(body, now)) continue;
        const auto giver = find_entity(reader, "person", body.at("person"));
        if (!giver || !giver->body.at("active").get<bool>()) continue;
        auto roles = delegable(grants_of(giver->body), body.at("programmes").get<std::vector<std::string>>());
        std::erase_if(roles, [&](const role_grant& each) { return takes_part(own, each.programme); });
        if (!roles.empty()) found.push_back({row.id, body.at("person"), giver->body.at("name"), std::move(roles)});
    }
    return found;
}

result<answer> with_authority(store::write_transaction& store, const caller& who, instant now,
                              const std::function<result<answer>(const caller&)>& attempt) {
    if (who.stands_in_for.empty()) return attempt(who);
    caller present = who;
    present.stands_in_for = roles_delegated_to(store, who.person, who.grants, now);
    std::optional<refusal> first, telling;
    for (const auto& each : present.authorities()) {
        const auto kept = store.begin_savepoint();
        auto done = attempt(each);
        if (done) {
            kept->release();
            return done;
        }
        const auto why = done.error().reason;
        if (!first) first = done.error();
        if (why != reason::not_found && why != reason::not_permitted) {
            telling = done.error();
            break;
        }
        // Somebody who sees the case by delegation hears why not, and not that there is none.
        if (why == reason::not_permitted && (!telling || telling->reason == reason::not_found)) telling = done.error();
    }
    return telling ? *telling : *first;
}

} // namespace sluice::service

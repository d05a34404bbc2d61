// People, organisations and tokens.

#include "engine/base/social_credit_code.hpp"
#include "engine/review/expert_pool.hpp"
#include "engine/service/office.hpp"
#include "engine/service/representation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sluice::service {
namespace {

constexpr std::size_t name_bytes_max = 400;
constexpr std::size_t grants_max = 50;

bool is_admin(const errand& at) {
    return at.who.has_role_anywhere("admin");
}

refusal invalid(std::string place, const char* zh, const char* en) {
    return refuse(reason::invalid_value, {zh, en}, std::move(place));
}

result<void> check_name(const std::string& name) {
    if (name.empty() || name.size() > name_bytes_max)
        return invalid("/name", "名称须有 1 至 400 字节", "A name has 1 to 400 bytes");
    return {};
}

result<void> check_grants(const errand& at, const json& roles) {
    static constexpr std::array known{"applicant", "reviewer", "officer", "director", "finance", "auditor", "admin"};
    if (!roles.is_array() || roles.size() > grants_max) return invalid("/roles", "角色须为列表", "Roles are a list");
    for (std::size_t i = 0; i < roles.size(); ++i) {
        const auto place = fmt::format("/roles/{}", i);
        const std::string role = roles[i].at("role"), programme = roles[i].at("programme");
        if (std::find(known.begin(), known.end(), role.substr(0, role.find(':'))) == known.end())
            return invalid(place + "/role", "没有这个角色", "There is no such role");
        if (programme != "*" && !at.definitions.current(programme))
            return invalid(place + "/programme", "没有这个项目", "There is no such programme");
    }
    return {};
}

result<void> check_expert(const json& expert) {
    if (expert.is_null()) return {};
    if (const auto profile = review::expert_profile_from_json(expert, "/expert"); !profile) return profile.error();
    return {};
}

result<void> check_person(const errand& at, const json& body) {
    if (auto checked = check_name(body.at("name")); !checked) return checked;
    if (auto checked = check_grants(at, body.at("roles")); !checked) return checked;
    if (auto checked = check_expert(body.at("expert")); !checked) return checked;
    const std::string organisation =
        body.at("organisation").is_null() ? "" : body.at("organisation").get<std::string>();
    if (!organisation.empty() && !at.store.find_entity("organisation", organisation))
        return invalid("/organisation", "没有这个单位", "There is no such organisation");
    return {};
}

/// How somebody wants to be written to is theirs to say.
bool changes_own_wishes(const errand& at, const change_person& wanted) {
    static constexpr std::array wishes{"language", "mail"};
    if (wanted.person != at.who.person) return false;
    for (const auto& [name, unused] : wanted.patch.items())
        if (std::find(wishes.begin(), wishes.end(), name) == wishes.end()) return false;
    return true;
}

json roles_of(const std::vector<role_grant>& grants) {
    json roles = json::array();
    for (const auto& each : grants)
        roles.push_back({{"role", each.role}, {"programme", each.programme}});
    return roles;
}

} // namespace

result<answer> carry_out(const errand& at, const create_organisation& wanted) {
    if (!is_admin(at) && !at.who.has_role_anywhere("officer"))
        return not_permitted("登记单位由经办人或管理员办理",
                             "Registering an organisation is for officers and administrators");
    if (auto checked = check_name(wanted.name); !checked) return checked.error();
    json exception = nullptr;
    if (!is_social_credit_code(wanted.code)) {
        if (wanted.override_reason.empty())
            return invalid(
                "/code", "统一社会信用代码未通过校验（GB 32100-2015）；确属早期试点代码的，经办人可说明理由后登记",
                "The unified social credit code fails its check (GB 32100-2015); for a legal early pilot code an "
                "officer may give a reason and register it");
        exception = {{"reason", wanted.override_reason}, {"by", at.who.person}, {"at", at.now.milliseconds}};
    }
    if (at.store.find_entity_by_lookup("organisation", wanted.code))
        return refuse(reason::already_exists, {"该统一社会信用代码已登记", "This code is registered already"}, "/code");
    const auto id = at.new_id();
    const json body = {
        {"id", id},          {"name", wanted.name}, {"code", wanted.code},     {"code_override", exception},
        {"barred_until", 0}, {"bar_reason", ""},    {"awards", json::object()}};
    add_entity(at, "organisation", id, "", wanted.code, body);
    at.record({"", "organisation", id, 1, at.now, at.who.person, "create_organisation", body});
    return answer{201, organisation_to_json(body, 1), 1, "/v1/organisations/" + id};
}

result<answer> carry_out(const errand& at, const create_person& wanted) {
    if (!is_admin(at)) return not_permitted("人员由管理员登记", "Adding people is for administrators");
    const auto id = at.new_id();
    const json body = {{"id", id},
                       {"name", wanted.name},
                       {"email", wanted.email},
                       {"organisation", wanted.organisation.empty() ? json(nullptr) : json(wanted.organisation)},
                       {"roles", roles_of(wanted.grants)},
                       {"expert", wanted.expert},
                       {"active", true},
                       {"language", wanted.spoken == language::zh ? "zh" : "en"},
                       {"mail", true}};
    if (auto checked = check_person(at, body); !checked) return checked.error();
    add_entity(at, "person", id, "", "", body);
    at.record({"", "person", id, 1, at.now, at.who.person, "create_person", body});
    return answer{201, person_to_json(body, 1), 1, "/v1/people/" + id};
}

result<answer> carry_out(const errand& at, const change_person& wanted) {
    if (!is_admin(at) && !changes_own_wishes(at, wanted))
        return not_permitted(
            "人员由管理员修改；本人可修改语言与是否接收邮件",
            "Changing people is for administrators; your own language and mail you can change yourself");
    auto person = find_entity(at.store, "person", wanted.person);
    if (!person) return not_found("没有这个人", "There is no such person");
    if (auto checked = check_revision(at, person->row.revision); !checked) return checked.error();
    person->body.merge_patch(wanted.patch);
    for (const char* key : {"name", "email", "organisation", "roles", "expert", "active"})
        if (!person->body.contains(key)) person->body[key] = nullptr;
    if (!person->body["name"].is_string() || !person->body["active"].is_boolean())
        return invalid("", "姓名须为文字，active 须为真或假", "The name is a text, and active is true or false");
    // Taken out, a wish is what it was at first.
    for (const char* wish : {"language", "mail"})
        if (person->body.contains(wish) && person->body[wish].is_null()) person->body.erase(wish);
    if (auto checked = check_person(at, person->body); !checked) return checked.error();
    const auto revision = replace_entity(at, *person);
    at.record(
        {"", "person", wanted.person, revision, at.now, at.who.person, "change_person", {{"patch", wanted.patch}}});
    return answer{200, person_to_json(person->body, revision), revision, ""};
}

result<answer> carry_out(const errand& at, const issue_token& wanted) {
    const std::string person = wanted.person.empty() ? at.who.person : wanted.person;
    if (!is_admin(at) && person != at.who.person)
        return not_permitted("只能为自己签发令牌", "You can issue tokens for yourself only");
    if (!at.store.find_entity("person", person)) return invalid("/person", "没有这个人", "There is no such person");
    if (wanted.secret.empty()) return invalid("/token", "缺少令牌", "The token itself is missing");
    const auto id = at.new_id();
    const json body = {{"id", id},
                       {"person", person},
                       {"label", wanted.label},
                       {"created_at", at.now.milliseconds},
                       {"expires_at", wanted.expires_at ? json(wanted.expires_at->milliseconds) : json(nullptr)},
                       {"revoked_at", nullptr}};
    add_entity(at, "token", id, "", to_hex(sha256(wanted.secret)), body);
    at.record({"", "token", id, 1, at.now, at.who.person, "issue_token", body});
    answer given{201, token_to_json(body), 1, "/v1/tokens/" + id};
    given.secret = {{"token", wanted.secret}};
    return given;
}

result<answer> carry_out(const errand& at, const revoke_token& wanted) {
    auto token = find_entity(at.store, "token", wanted.token);
    if (!token || (!is_admin(at) && token->body.at("person") != at.who.person))
        return not_found("没有这个令牌", "There is no such token");
    if (token->body.at("revoked_at").is_null()) {
        token->body["revoked_at"] = at.now.milliseconds;
        const auto revision = replace_entity(at, *token);
        at.record({"", "token", wanted.token, revision, at.now, at.who.person, "revoke_token", json::object()});
    }
    return answer{204, nullptr, 0};
}

} // namespace sluice::service

#include "engine/service/mandates.hpp"

#include "engine/base/canonical_json.hpp"
#include "engine/service/access.hpp"
#include "engine/service/representation.hpp"
#include "engine/service/terms.hpp"

#include <algorithm>

namespace sluice::service {
namespace {

/// In force or yet to come, for one agent: its work list looks at each.
constexpr int mandates_max = 100;
constexpr int term_years_max = 5;
constexpr std::size_t reference_bytes_max = 400;

std::string held_by(const std::string& agent) {
    return "agent:" + agent;
}

/// Where the one mandate between two organisations is found.
std::string lookup_of(const std::string& agent, const std::string& organisation) {
    return agent + "/" + organisation;
}

refusal invalid(std::string place, const char* zh, const char* en) {
    return refuse(reason::invalid_value, {zh, en}, std::move(place));
}

held_mandate read_mandate(const json& body) {
    return {body.at("id"),       body.at("organisation"),
            body.at("agent"),    body.at("programmes").get<std::vector<std::string>>(),
            body.at("may_file"), body.at("may_name_payee")};
}

bool is_applicant_of(const caller& who, const std::string& organisation) {
    return who.acting_for.empty() && !organisation.empty() && who.organisation == organisation &&
           who.has_role_anywhere("applicant");
}

result<std::string> find_agent(const errand& at, const give_mandate& wanted) {
    const auto by_code = at.store.find_entity_by_lookup("organisation", wanted.agent);
    const auto found = by_code ? by_code : at.store.find_entity("organisation", wanted.agent);
    if (!found)
        return invalid("/agent", "没有这个单位：请填写已登记单位的统一社会信用代码",
                       "There is no such organisation: give the unified social credit code of a registered one");
    if (found->id == wanted.organisation)
        return invalid("/agent", "不能委托本单位", "The agent is another organisation");
    return found->id;
}

result<void> check_mandate(const errand& at, const give_mandate& wanted) {
    if (auto term = check_term(wanted.from, wanted.until, at.now, term_years_max); !term) return term;
    for (std::size_t i = 0; i < wanted.programmes.size(); ++i)
        if (!at.definitions.current(wanted.programmes[i]))
            return invalid("/programmes/" + std::to_string(i), "没有这个项目", "There is no such programme");
    if (wanted.may_name_payee && !wanted.may_file)
        return invalid("/may_name_payee", "只有可以申报的委托才能授权填写收款账户",
                       "Only an agent who may file can name the account");
    if (wanted.reference.size() > reference_bytes_max)
        return invalid("/reference", "委托书编号过长", "The reference is too long");
    return {};
}

/// What is over no longer stands in the way: it is no longer found between the two, nor among the agent's.
result<void> make_way(const errand& at, const std::string& agent, const std::string& organisation) {
    int left = 0;
    for (const auto& each :
         at.store.entities_of(mandate_kind, held_by(agent), {std::nullopt, store::page_limit_max}).items) {
        const json body = parse_canonical(each.body);
        if (!is_over(body, at.now)) {
            ++left;
            if (body.at("organisation") == organisation)
                return refuse(reason::already_exists,
                              {"两单位之间已有委托；如须变更，请先撤销",
                               "There is a mandate between the two: revoke it to give another"},
                              "/agent");
            continue;
        }
        stored_entity ended{each, body};
        ended.row.lookup.clear();
        replace_entity(at, ended);
        at.store.remove_party(mandate_kind, held_by(agent), each.id);
    }
    if (left < mandates_max) return {};
    return invalid("/agent", "该单位受托过多", "This organisation holds too many mandates");
}

} // namespace

bool held_mandate::covers(std::string_view programme) const {
    return programmes.empty() || std::find(programmes.begin(), programmes.end(), programme) != programmes.end();
}

std::string mandates_of(const std::string& organisation) {
    return "organisation:" + organisation;
}

json mandate_to_json(store::reader& reader, const json& body, std::int64_t revision, instant now) {
    json scope = json::array({"follow"});
    if (body.at("may_file") == true) scope.push_back("file");
    const auto& scan = body.at("document_sha256").get_ref<const std::string&>();
    return {{"id", body.at("id")},
            {"organisation", reference_to_organisation(reader, body.at("organisation"))},
            {"agent", reference_to_organisation(reader, body.at("agent"))},
            {"programmes", body.at("programmes")},
            {"scope", std::move(scope)},
            {"may_name_payee", body.at("may_name_payee")},
            {"from", time_or_null(body.at("from"))},
            {"until", time_or_null(body.at("until"))},
            {"reference", body.at("reference")},
            {"document_sha256", scan.empty() ? json(nullptr) : json(scan)},
            {"registered_by", body.at("by_office") == true ? "office" : "applicant"},
            {"status", status_of_term(body, now)},
            {"revision", revision}};
}

result<answer> carry_out(const errand& at, const give_mandate& wanted) {
    const bool own = is_applicant_of(at.who, wanted.organisation);
    const bool officer = at.who.has_role_anywhere("officer");
    if (!officer && !own)
        return not_permitted("委托由申报单位的人员设立，或由见到委托书原件的经办人登记",
                             "A mandate is given by the applicant's own people, or registered by an officer who has "
                             "seen the paper");
    if (!at.store.find_entity("organisation", wanted.organisation))
        return not_found("没有这个单位", "There is no such organisation");
    if (!own && wanted.reference.empty())
        return invalid("/reference", "请填写所见委托书的编号", "Name the paper mandate that you have seen");
    const auto agent = find_agent(at, wanted);
    if (!agent) return agent.error();
    if (auto checked = check_mandate(at, wanted); !checked) return checked.error();
    if (auto way = make_way(at, *agent, wanted.organisation); !way) return way.error();
    const auto id = at.new_id();
    const json body = {{"id", id},
                       {"organisation", wanted.organisation},
                       {"agent", *agent},
                       {"programmes", wanted.programmes},
                       {"may_file", wanted.may_file},
                       {"may_name_payee", wanted.may_name_payee},
                       {"from", wanted.from.milliseconds},
                       {"until", wanted.until.milliseconds},
                       {"reference", wanted.reference},
                       {"document_sha256", wanted.document_sha256},
                       {"by", at.who.person},
                       {"by_office", !own},
                       {"given_at", at.now.milliseconds},
                       {"revoked_at", nullptr}};
    add_entity(at, std::string{mandate_kind}, id, "", lookup_of(*agent, wanted.organisation), body);
    for (const auto& party : {mandates_of(wanted.organisation), mandates_of(*agent), held_by(*agent)})
        at.store.put_party(mandate_kind, party, id);
    at.record({"", "mandate", id, 1, at.now, at.who.person, "give_mandate", body});
    return answer{201, mandate_to_json(at.store, body, 1, at.now), 1,
                  "/v1/organisations/" + wanted.organisation + "/mandates/" + id};
}

result<answer> carry_out(const errand& at, const revoke_mandate& wanted) {
    auto found = find_entity(at.store, mandate_kind, wanted.mandate);
    if (!found) return not_found("没有这项委托", "There is no such mandate");
    const std::string organisation = found->body.at("organisation"), agent = found->body.at("agent");
    const bool theirs = wanted.organisation == organisation || wanted.organisation == agent;
    const bool may =
        is_applicant_of(at.who, organisation) || is_applicant_of(at.who, agent) || at.who.has_role_anywhere("officer");
    if (!theirs || !may) return not_found("没有这项委托", "There is no such mandate");
    if (auto checked = check_revision(at, found->row.revision); !checked) return checked.error();
    if (found->body.at("revoked_at").is_null()) {
        found->body["revoked_at"] = at.now.milliseconds;
        found->body["revoked_by"] = at.who.person;
        found->row.lookup.clear();
        const auto revision = replace_entity(at, *found);
        at.store.remove_party(mandate_kind, held_by(agent), wanted.mandate);
        at.record({"", "mandate", wanted.mandate, revision, at.now, at.who.person, "revoke_mandate", json::object()});
    }
    return answer{204, nullptr, 0};
}

std::optional<held_mandate> find_mandate(store::reader& reader, const caller& who, const std::string& organisation) {
    if (!is_applicant_of(who, who.organisation) || who.organisation == organisation) return std::nullopt;
    const auto row = reader.find_entity_by_lookup(mandate_kind, lookup_of(who.organisation, organisation));
    if (!row) return std::nullopt;
    const json body = parse_canonical(row->body);
    if (!is_in_force(body, who.identified_at)) return std::nullopt;
    return read_mandate(body);
}

std::optional<held_mandate> mandate_for(store::reader& reader, const caller& who, const std::string& organisation,
                                        std::string_view programme) {
    if (!who.has_role("applicant", programme)) return std::nullopt;
    auto mandate = find_mandate(reader, who, organisation);
    if (mandate && !mandate->covers(programme)) mandate.reset();
    return mandate;
}

std::vector<held_mandate> mandates_held(store::reader& reader, const caller& who) {
    std::vector<held_mandate> held;
    if (!is_applicant_of(who, who.organisation)) return held;
    for (const auto& row :
         reader.entities_of(mandate_kind, held_by(who.organisation), {std::nullopt, store::page_limit_max}).items) {
        const json body = parse_canonical(row.body);
        if (is_in_force(body, who.identified_at)) held.push_back(read_mandate(body));
    }
    return held;
}

} // namespace sluice::service

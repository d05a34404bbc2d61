#include "engine/service/expert_pool.hpp"

#include "engine/base/canonical_json.hpp"
#include "engine/service/errand.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace sluice::service {
namespace {

/// What waits for a person on a panel; see work_list.cpp.
bool is_review(const std::string& kind) {
    return kind.starts_with("review:") || kind.starts_with("answer:");
}

template<class Visit>
void for_each_person(store::reader& reader, Visit visit) {
    store::page_request want{std::nullopt, store::page_limit_max};
    for (bool more = true; more;) {
        const auto page = reader.list_entities({"person", std::nullopt}, want);
        for (const auto& each : page.items)
            visit(each.id, parse_canonical(each.body));
        want.after = page.next;
        more = page.next.has_value();
    }
}

std::string code_of(store::reader& reader, const json& organisation) {
    if (!organisation.is_string()) return {};
    const auto found = find_entity(reader, "organisation", organisation.get<std::string>());
    return found ? found->body.at("code").get<std::string>() : std::string{};
}

std::optional<review::pool_expert> as_expert(store::reader& reader, const std::string& id, const json& person) {
    if (!person.at("active").get<bool>() || person.at("expert").is_null()) return std::nullopt;
    const auto profile = review::expert_profile_from_json(person.at("expert"), "/expert");
    if (!profile) return std::nullopt;
    const auto& mail = person.at("email");
    return review::in_pool(*profile, id, code_of(reader, person.at("organisation")),
                           mail.is_string() ? mail.get<std::string>() : std::string{});
}

bool may_review(const json& person, const std::string& programme) {
    const auto& roles = person.at("roles");
    return std::any_of(roles.begin(), roles.end(), [&](const json& each) {
        return each.at("role") == "reviewer" && (each.at("programme") == "*" || each.at("programme") == programme);
    });
}

std::map<std::string, std::int64_t> open_reviews(store::reader& reader, const std::vector<review::pool_expert>& pool) {
    std::map<std::string, std::int64_t> loads;
    store::task_filter filter;
    for (const auto& each : pool)
        filter.audiences.push_back("person:" + each.who.person);
    if (filter.audiences.empty()) return loads;
    store::page_request want{std::nullopt, store::page_limit_max};
    for (bool more = true; more;) {
        const auto page = reader.list_tasks(filter, want);
        for (const auto& each : page.items)
            if (is_review(each.kind)) ++loads[each.audience];
        want.after = page.next;
        more = page.next.has_value();
    }
    return loads;
}

} // namespace

result<std::vector<review::pool_expert>> gather_pool(store::reader& reader, const std::string& programme) {
    std::vector<review::pool_expert> pool;
    for_each_person(reader, [&](const std::string& id, const json& person) {
        if (!may_review(person, programme)) return;
        if (auto expert = as_expert(reader, id, person)) pool.push_back(std::move(*expert));
    });
    if (pool.size() > review::pool_max)
        return refuse(reason::invalid_value, {"专家库过大", "The expert pool is too large"});
    const auto loads = open_reviews(reader, pool);
    for (auto& each : pool)
        if (const auto load = loads.find("person:" + each.who.person); load != loads.end()) each.load = load->second;
    return pool;
}

std::vector<review::expert> gather_experts(store::reader& reader, const std::vector<std::string>& people) {
    std::vector<review::expert> experts;
    for (const auto& id : people) {
        const auto person = find_entity(reader, "person", id);
        if (!person) continue;
        if (auto expert = as_expert(reader, id, person->body)) experts.push_back(std::move(expert->who));
    }
    return experts;
}

std::map<std::string, std::vector<std::string>> mails_by_organisation(store::reader& reader) {
    std::map<std::string, std::vector<std::string>> mails;
    for_each_person(reader, [&](const std::string&, const json& person) {
        if (person.at("organisation").is_string() && person.at("email").is_string())
            mails[person.at("organisation")].push_back(person.at("email"));
    });
    return mails;
}

} // namespace sluice::service

#include "engine/service/errand.hpp"

#include "engine/application/acting.hpp"
#include "engine/base/canonical_json.hpp"

#include <fmt/format.h>

namespace sluice::service {

std::int64_t errand::record(act done) const {
    if (!who.acting_for.empty() && done.subject_kind != "application" && done.body.is_object())
        done.body["on_behalf_of"] =
            application::to_json(application::acting_for{who.acting_for, "", "", who.delegation});
    return journal{store}.append(std::move(done));
}

shared_body::shared_body(std::shared_ptr<const store::shared_entity> row)
    : row_{std::move(row)} {
    if (row_) body_ = &row_->derived<json>([](const store::entity& kept) { return parse_canonical(kept.body); });
}

shared_body look_up(store::reader& reader, std::string_view kind, std::string_view id) {
    return shared_body{reader.share_entity(kind, id)};
}

std::optional<stored_entity> find_entity(store::reader& reader, std::string_view kind, const std::string& id) {
    auto row = reader.find_entity(kind, id);
    if (!row) return std::nullopt;
    json body = parse_canonical(row->body);
    return stored_entity{std::move(*row), std::move(body)};
}

std::int64_t replace_entity(const errand& at, stored_entity& changed) {
    const auto before = changed.row.revision;
    changed.row.revision = before + 1;
    changed.row.body = changed.body.dump();
    at.store.put_entity(changed.row, before);
    return changed.row.revision;
}

void add_entity(const errand& at, std::string kind, const std::string& id, std::string programme, std::string lookup,
                const json& body) {
    at.store.put_entity({std::move(kind), id, std::move(programme), 1, std::move(lookup), body.dump()}, 0);
}

result<void> check_revision(const errand& at, std::int64_t revision) {
    if (!at.expected_revision || *at.expected_revision == revision) return {};
    return refuse(
        reason::version_conflict,
        {fmt::format("内容已被他人更新（现为第 {} 版），请重新读取后再试", revision),
         fmt::format("Somebody else changed this (it is now revision {}): read it again, then retry", revision)},
        "If-Match");
}

json reference_to_organisation(store::reader& reader, const std::string& id) {
    const auto found = look_up(reader, "organisation", id);
    if (!found) return nullptr;
    return {{"id", id}, {"name", found->at("name")}, {"code", found->at("code")}};
}

std::string name_of_person(store::reader& reader, const std::string& id) {
    const auto found = look_up(reader, "person", id);
    return found ? found->at("name").get<std::string>() : std::string{};
}

refusal not_found(const char* zh, const char* en) {
    return refuse(reason::not_found, {zh, en});
}

refusal not_permitted(const char* zh, const char* en) {
    return refuse(reason::not_permitted, {zh, en});
}

} // namespace sluice::service

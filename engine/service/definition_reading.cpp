#include "engine/service/definition_reading.hpp"

#include "engine/base/canonical_json.hpp"
#include "engine/programme/comparison.hpp"
#include "engine/service/errand.hpp"
#include "engine/service/migration_plan.hpp"
#include "engine/service/reading.hpp"

namespace sluice::service {
namespace {

refusal no_such_programme() {
    return not_found("没有这个项目", "There is no such programme");
}

refusal no_such_version() {
    return not_found("没有这个版本", "There is no such version");
}

json difference_to_json(const programme::difference& each) {
    const auto pointer = [](const std::string& written) { return written.empty() ? json(nullptr) : json(written); };
    return {{"kind", programme::name_of(each.kind)},
            {"subject", each.subject},
            {"file", each.file},
            {"before", pointer(each.before)},
            {"after", pointer(each.after)},
            {"sentence", text_to_json(each.sentence)}};
}

} // namespace

result<examination> definition_reading::examine(const caller& who, const std::string& programme,
                                                programme::definition_files files) const {
    if (!may_draft(who, programme)) return drafting_only();
    auto made = service::examine(std::move(files), shelf_.now()->days(), prove_);
    if (made.report.read && made.report.read->id != programme)
        return refuse(reason::invalid_value,
                      {"workflow.json 中的 id 须与路径中的项目相同",
                       "The id in workflow.json has to be the programme's in the path"},
                      "/files/workflow.json");
    return made;
}

result<resource> definition_reading::version(const std::string& programme, const std::string& version) const {
    const auto store = database_.read();
    const auto kept = find_entity(*store, version_kind, version_id(programme, version));
    if (!kept) return no_such_version();
    const auto* current = shelf_.now()->current(programme);
    return resource{{{"programme", programme},
                     {"version", version},
                     {"fingerprint", kept->body.at("fingerprint")},
                     {"published_at", time_or_null(kept->body.at("published_at"))},
                     {"current", current && current->version == version},
                     {"files", kept->body.at("files")}},
                    0};
}

result<resource> definition_reading::comparison(const std::string& programme, const std::string& version,
                                                const std::string& other) const {
    const auto definitions = shelf_.now();
    const auto *before = definitions->find_version(programme, other),
               *after = definitions->find_version(programme, version);
    if (!before || !after) return no_such_version();
    json items = json::array();
    for (const auto& each : programme::compare(*before, *after))
        items.push_back(difference_to_json(each));
    return resource{
        {{"programme", programme}, {"before", other}, {"after", version}, {"differences", std::move(items)}}, 0};
}

result<resource> definition_reading::plan_migration(const caller& who, const migration_request& wanted,
                                                    const paging& slice) const {
    if (!may_draft(who, wanted.programme)) return drafting_only();
    const auto want = page_request_of(slice);
    if (!want) return want.error();
    const auto store = database_.read();
    const auto definitions = shelf_.now();
    still_clock looking{clock_.now()};
    const auto *from = definitions->find_version(wanted.programme, wanted.from),
               *to = definitions->find_version(wanted.programme, wanted.to);
    json items = json::array();
    std::string next;
    const auto see = [&](const loaded_application& loaded, const application::migration_outcome& outcome) {
        if (!next.empty() || (want->after && loaded.row.id <= want->after->id)) return;
        if (items.size() == slice.limit)
            next = store::to_text({0, 0, items.back().at("application"), ""});
        else
            items.push_back(planned_to_json(*from, *to, loaded, outcome));
    };
    const auto summary =
        service::plan_migration({*store, *definitions, looking, looking.now(), who.person}, wanted, see);
    if (!summary) return summary.error();
    json body = rules_to_json(wanted);
    body.update({{"programme", wanted.programme},
                 {"plan", summary->digest},
                 {"counts", {{"moves", summary->moves}, {"stays", summary->stays}, {"cannot", summary->cannot}}},
                 {"items", std::move(items)}});
    if (!next.empty()) body["next"] = next;
    return resource{std::move(body), 0};
}

result<page> definition_reading::migrations(const caller& who, const std::string& programme,
                                            const paging& slice) const {
    if (!shelf_.now()->current(programme)) return no_such_programme();
    if (!may_draft(who, programme) && !who.has_role("auditor", programme)) return drafting_only();
    const auto want = page_request_of(slice);
    if (!want) return want.error();
    return page_of(database_.read()->list_entities({"migration", programme}, *want),
                   [](const store::entity& each) { return migration_to_json(parse_canonical(each.body)); });
}

result<resource> definition_reading::migration(const caller& who, const std::string& programme,
                                               const std::string& id) const {
    if (!may_draft(who, programme) && !who.has_role("auditor", programme)) return drafting_only();
    const auto found = find_entity(*database_.read(), "migration", id);
    if (!found || found->row.programme != programme) return not_found("没有这次迁移", "There is no such migration");
    return resource{migration_to_json(found->body), found->row.revision};
}

} // namespace sluice::service

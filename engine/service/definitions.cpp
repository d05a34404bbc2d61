#include "engine/service/definitions.hpp"

#include "engine/service/migration_plan.hpp"
#include "engine/service/projection.hpp"
#include "engine/service/representation.hpp"

#include <fmt/format.h>

namespace sluice::service {
namespace {

constexpr std::size_t reason_bytes_max = 2'000;

/// Applications hang on their programme's fund: a later version must keep it.
result<void> check_fund(const errand& at, const programme::programme& wanted) {
    const auto* before = at.definitions.current(wanted.id);
    if (!before || before->fund == wanted.fund) return {};
    return refuse(reason::invalid_value,
                  {fmt::format("项目的基金不能改变（现为 {}）", before->fund),
                   fmt::format("A programme keeps its fund ({})", before->fund)},
                  "/files/workflow.json");
}

/// The application as the plan moves it, written like any decision about it.
void move_one(const errand& at, const programme::programme& to, const loaded_application& loaded,
              const application::change& migrated, const json& detail) {
    application::decision decided;
    decided.recorded = {loaded.state.revision + 1, at.now, at.who.person, "migrate", detail, {migrated}};
    decided.after = loaded.state;
    application::apply(decided.after, decided.recorded);
    project(at, to, loaded.state, decided);
}

refusal some_cannot(migration_summary summary) {
    auto why = refuse(
        reason::requirement_not_met,
        {fmt::format("有 {} 件申请不能迁移，故都不迁移；可将 leave_behind 设为 true 让它们留在原版本", summary.cannot),
         fmt::format("{} applications cannot move, so none does; with leave_behind they would stay on their "
                     "version",
                     summary.cannot)});
    why.requirements = std::move(summary.obstacles);
    return why;
}

refusal plan_has_changed() {
    return refuse(reason::version_conflict,
                  {"计划已过时：有申请在此期间有变动，请重新生成计划",
                   "The plan is out of date: applications have moved "
                   "since. Make it again"},
                  "/plan");
}

} // namespace

result<answer> carry_out(const errand& at, const publish_version& wanted) {
    const auto& rules = wanted.definition->rules();
    if (!at.who.has_role("admin", rules.id))
        return not_permitted("项目定义由管理员发布", "Publishing a definition is for administrators");
    const auto published = is_published(at.store, rules);
    if (!published) return published.error();
    if (auto checked = check_fund(at, rules); !checked) return checked.error();
    if (!*published) publish(at.store, *wanted.definition, at.now, at.who.person);
    json warnings = json::array();
    for (const auto& each : wanted.definition->warnings())
        warnings.push_back(verifier::to_json(each));
    const auto kept = find_entity(at.store, version_kind, version_id(rules.id, rules.version));
    return answer{*published ? 200 : 201,
                  {{"version", rules.version},
                   {"fingerprint", to_hex(rules.fingerprint)},
                   {"published_at", time_or_null(kept->body.at("published_at"))},
                   {"warnings", std::move(warnings)}},
                  0,
                  fmt::format("/v1/programmes/{}/versions/{}", rules.id, rules.version)};
}

result<answer> carry_out(const errand& at, const migrate_applications& asked) {
    const auto& wanted = asked.wanted;
    if (!at.who.has_role("admin", wanted.programme))
        return not_permitted("申请由管理员迁移", "Moving applications is for administrators");
    if (asked.reason.empty() || asked.reason.size() > reason_bytes_max)
        return refuse(reason::invalid_value, {"请说明理由", "Say why"}, "/reason");
    const auto id = at.new_id();
    const json detail = {{"migration", id}, {"from", wanted.from}, {"to", wanted.to}, {"reason", asked.reason}};
    const auto* to = at.definitions.find_version(wanted.programme, wanted.to);
    // Everything is written as the plan is made; a refusal below takes all of it back.
    const planning with{at.store, at.definitions, at.clock, at.now, at.who.person};
    auto summary = plan_migration(with, wanted, [&](const loaded_application& loaded, const auto& outcome) {
        if (outcome.migrated) move_one(at, *to, loaded, *outcome.migrated, detail);
    });
    if (!summary) return summary.error();
    if (summary->digest != asked.plan) return plan_has_changed();
    if (summary->cannot > 0) return some_cannot(std::move(*summary));
    json body = rules_to_json(wanted);
    body.update({{"id", id},
                 {"programme", wanted.programme},
                 {"reason", asked.reason},
                 {"plan", summary->digest},
                 {"counts", {{"moves", summary->moves}, {"stays", summary->stays}, {"cannot", summary->cannot}}},
                 {"by", at.who.person},
                 {"at", at.now.milliseconds}});
    add_entity(at, "migration", id, wanted.programme, "", body);
    at.record(
        {wanted.programme, "programme", wanted.programme, 1, at.now, at.who.person, "migrate_applications", body});
    return answer{201, migration_to_json(body), 1,
                  fmt::format("/v1/programmes/{}/migrations/{}", wanted.programme, id)};
}

} // namespace sluice::service

#include "engine/application/migration.hpp"

#include "engine/application/migration_passage.hpp"
#include "engine/application/state_json.hpp"

#include <fmt/format.h>

#include <array>

namespace sluice::application {
namespace {

refusal unknown(const std::string& section, const std::string& name, const char* zh, const char* en) {
    return refuse(reason::invalid_value, {fmt::format("{}“{}”", zh, name), fmt::format("{} “{}”", en, name)},
                  "/" + section + "/" + pointer_step(name));
}

result<void> check_states(const programme::programme& from, const programme::programme& to,
                          const migration_rules& rules) {
    for (const auto& [before, after] : rules.states) {
        if (!state_with_id(*from.chart, before))
            return unknown("states", before, "旧版本没有状态", "The old version has no state");
        if (!state_with_id(*to.chart, after)) {
            auto why = unknown("states", after, "新版本没有状态", "The new version has no state");
            why.place = "/states/" + pointer_step(before);
            return why;
        }
    }
    return {};
}

result<void> check_variables(const programme::programme& from, const programme::programme& to,
                             const migration_rules& rules) {
    std::set<std::string> taken;
    for (const auto& [before, after] : rules.variables) {
        if (!from.variables.contains(before))
            return unknown("variables", before, "旧版本没有变量", "The old version has no variable");
        const bool fits = !after || (to.variables.contains(*after) && taken.insert(*after).second);
        if (!fits) {
            auto why = unknown("variables", *after, "新版本没有此变量，或已有他者对应",
                               "No free variable in the new version is");
            why.place = "/variables/" + pointer_step(before);
            return why;
        }
    }
    return {};
}

std::vector<std::string> leaf_ids(const statechart::chart& chart, const statechart::snapshot& now) {
    std::vector<std::string> ids;
    for (const auto index : statechart::active_leaves(chart, now))
        ids.push_back(chart.states()[index].id);
    return ids;
}

json timers_to_json(const std::map<std::string, timer>& timers) {
    json written = json::object();
    for (const auto& [id, each] : timers)
        written[id] = to_json(each);
    return written;
}

change migrated_to(const programme::programme& to, const statechart::snapshot& stands, const json& variables,
                   const std::map<std::string, timer>& timers) {
    return {"migrated",
            {{"definition_version", to.version},
             {"position", statechart::to_json(*to.chart, stands)},
             {"variables", variables},
             {"timers", timers_to_json(timers)}}};
}

} // namespace

std::string_view name_of(timer_policy policy) {
    switch (policy) {
    case timer_policy::keep:
        return "keep";
    case timer_policy::restart:
        return "restart";
    case timer_policy::remaining:
        return "remaining";
    }
    return "keep";
}

std::optional<timer_policy> timer_policy_named(std::string_view name) {
    for (const auto each : std::array{timer_policy::keep, timer_policy::restart, timer_policy::remaining})
        if (name_of(each) == name) return each;
    return std::nullopt;
}

std::string_view name_of(migration_verdict verdict) {
    switch (verdict) {
    case migration_verdict::moves:
        return "moves";
    case migration_verdict::stays:
        return "stays";
    case migration_verdict::cannot:
        return "cannot";
    }
    return "cannot";
}

result<migration> migration::prepare(const programme::programme& from, const programme::programme& to,
                                     migration_rules rules) {
    if (from.id != to.id)
        return refuse(reason::invalid_value, {"两个版本须属于同一项目", "Both versions have to be of one programme"},
                      "/to");
    if (auto checked = check_states(from, to, rules); !checked) return checked.error();
    if (auto checked = check_variables(from, to, rules); !checked) return checked.error();
    return migration{from, to, std::move(rules)};
}

migration_outcome migration::judge(const application_state& before, const facts& known, const states_ever& ever) const {
    migration_outcome outcome;
    outcome.states_before = before.active_leaves();
    if (before.ended) {
        outcome.verdict = migration_verdict::stays;
        outcome.reasons.push_back({"ended", "", {"申请已办结", "The application has ended"}});
        return outcome;
    }
    const passage across{*from_, *to_, rules_};
    const auto stood = statechart::from_json(*from_->chart, before.position).value();
    const auto stands = move_position(across, stood, outcome.reasons);
    const json variables = move_variables(across, before.variables, outcome.reasons);
    if (!stands) return outcome;
    outcome.states_after = leaf_ids(*to_->chart, *stands);
    find_loose_ends(across, before, *stands, known, outcome.reasons);
    find_broken_laws(across, *stands, ever, outcome.reasons);
    if (!outcome.reasons.empty()) return outcome;

    application_state after = before;
    apply(after, migrated_to(*to_, *stands, variables, {}), known.actor.person, known.now);
    find_unrest(across, after, *stands, known, outcome.reasons);
    auto timers = move_timers(across, {before, after, stood, *stands, known}, outcome.reasons);
    outcome.timers = std::move(timers.moves);
    if (!outcome.reasons.empty()) return outcome;
    outcome.verdict = migration_verdict::moves;
    outcome.migrated = migrated_to(*to_, *stands, variables, timers.now);
    return outcome;
}

} // namespace sluice::application

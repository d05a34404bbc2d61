#include "engine/service/migration_plan.hpp"

#include "engine/base/canonical_json.hpp"
#include "engine/base/digest.hpp"
#include "engine/service/application_history.hpp"
#include "engine/service/errand.hpp"
#include "engine/service/facts.hpp"
#include "engine/service/representation.hpp"

#include <fmt/format.h>

namespace sluice::service {
namespace {

using application::migration_outcome;
using application::migration_verdict;

constexpr std::size_t obstacles_shown = 50;
/// Records of one application that are read for where it has been; a law counts what lies before as not passed.
constexpr std::size_t records_read_max = 10'000;

/// A digest over lines, each bound to all before it.
class running_digest {
public:
    void add(const json& line) {
        const auto bytes = line.dump();
        std::string linked{reinterpret_cast<const char*>(value_.data()), value_.size()};
        value_ = sha256(linked + bytes);
    }
    std::string hex() const { return to_hex(value_); }

private:
    digest value_{};
};

/// Where the application came to rest, from its record.
std::set<std::string> states_ever(store::reader& store, const std::string& application) {
    std::set<std::string> states;
    std::size_t read = 0;
    for_each_record(store, application, [&](application::record&& next) {
        for (const auto& each : next.changes)
            if (each.kind == "moved" || each.kind == "migrated")
                for (const auto& leaf : each.data.at("position").at("states"))
                    states.insert(leaf.get<std::string>());
        return ++read < records_read_max;
    });
    return states;
}

json reasons_to_json(const migration_outcome& outcome) {
    json reasons = json::array();
    for (const auto& each : outcome.reasons)
        reasons.push_back({{"id", each.id}, {"place", each.place}, {"explanation", text_to_json(each.explanation)}});
    return reasons;
}

json digest_line(const store::application_record& row, const migration_outcome& outcome) {
    json reasons = json::array();
    for (const auto& each : outcome.reasons)
        reasons.push_back({each.id, each.place});
    json line = {row.id, row.revision, application::name_of(outcome.verdict), std::move(reasons)};
    if (outcome.migrated) line.push_back(outcome.migrated->data.at("position"));
    return line;
}

void note_obstacle(migration_summary& summary, const store::application_record& row, const migration_outcome& outcome) {
    if (summary.obstacles.size() >= obstacles_shown) return;
    const auto& first = outcome.reasons.front();
    summary.obstacles.push_back({first.id,
                                 row.number,
                                 {fmt::format("{}：{}", row.number, first.explanation.zh),
                                  fmt::format("{}: {}", row.number, first.explanation.en)}});
}

/// One pass over the applications of the version.
class planner {
public:
    planner(const planning& with, const migration_request& wanted, const application::migration& rules,
            const see_application& see)
        : with_{with}
        , wanted_{wanted}
        , rules_{rules}
        , see_{see} {}

    result<migration_summary> run(const programme::programme& from, const programme::programme& to) {
        digest_.add({to_hex(from.fingerprint), to_hex(to.fingerprint), rules_to_json(wanted_)});
        store::page_request want{std::nullopt, store::page_limit_max};
        for (bool more = true; more;) {
            const auto page = with_.store.applications_of_version(from.id, from.version, want);
            for (const auto& row : page.items) {
                if (!wanted_.round.empty() && row.round != wanted_.round) continue;
                if (++seen_ > migration_applications_max) return too_many();
                judge(from, row);
            }
            want.after = page.next;
            more = page.next.has_value();
        }
        summary_.digest = digest_.hex();
        return std::move(summary_);
    }

private:
    static refusal too_many() {
        return refuse(
            reason::cost_exceeded,
            {fmt::format("一次最多迁移 {} 件申请，请按批次（round）分次进行", migration_applications_max),
             fmt::format("At most {} applications are moved at once: go by round", migration_applications_max)},
            "/round");
    }

    void judge(const programme::programme& from, const store::application_record& row) {
        loaded_application loaded{row, application::state_from_text(row.body), &from};
        const auto known = gather_facts(with_.store, with_.definitions, with_.clock, from, row,
                                        {with_.person, "", {"system"}}, with_.now);
        auto outcome = rules_.judge(loaded.state, known, [&] { return states_ever(with_.store, row.id); });
        if (outcome.verdict == migration_verdict::cannot && wanted_.leave_behind)
            outcome.verdict = migration_verdict::stays;
        switch (outcome.verdict) {
        case migration_verdict::moves:
            ++summary_.moves;
            break;
        case migration_verdict::stays:
            ++summary_.stays;
            break;
        case migration_verdict::cannot:
            ++summary_.cannot;
            note_obstacle(summary_, row, outcome);
            break;
        }
        digest_.add(digest_line(row, outcome));
        see_(loaded, outcome);
    }

    const planning& with_;
    const migration_request& wanted_;
    const application::migration& rules_;
    const see_application& see_;
    migration_summary summary_;
    running_digest digest_;
    std::size_t seen_ = 0;
};

json titles_of(const programme::programme& rules, const std::vector<std::string>& ids) {
    json titles = json::array();
    for (const auto& id : ids)
        if (const auto index = rules.chart->find(id)) titles.push_back(text_to_json(rules.title_of_state(*index)));
    return titles;
}

json optional_time(const std::optional<instant>& when) {
    return when ? json(to_rfc3339(*when)) : json(nullptr);
}

} // namespace

result<migration_summary> plan_migration(const planning& with, const migration_request& wanted,
                                         const see_application& see) {
    const auto* from = with.definitions.find_version(wanted.programme, wanted.from);
    const auto* to = with.definitions.find_version(wanted.programme, wanted.to);
    if (!with.definitions.current(wanted.programme)) return not_found("没有这个项目", "There is no such programme");
    const auto unknown = [](const char* place) {
        return refuse(reason::invalid_value, {"没有这个版本", "There is no such version"}, place);
    };
    if (!from) return unknown("/from");
    if (!to) return unknown("/to");
    if (from == to) return refuse(reason::invalid_value, {"两个版本相同", "The two versions are the same"}, "/to");
    const auto rules = application::migration::prepare(*from, *to, wanted.rules);
    if (!rules) return rules.error();
    return planner{with, wanted, *rules, see}.run(*from, *to);
}

json rules_to_json(const migration_request& wanted) {
    json variables = json::object();
    for (const auto& [before, after] : wanted.rules.variables)
        variables[before] = after ? json(*after) : json(nullptr);
    return {{"from", wanted.from},
            {"to", wanted.to},
            {"round", wanted.round.empty() ? json(nullptr) : json(wanted.round)},
            {"states", wanted.rules.states},
            {"variables", std::move(variables)},
            {"timers", application::name_of(wanted.rules.timers)},
            {"leave_behind", wanted.leave_behind}};
}

json planned_to_json(const programme::programme& from, const programme::programme& to, const loaded_application& loaded,
                     const migration_outcome& outcome) {
    json timers = json::array();
    for (const auto& each : outcome.timers)
        timers.push_back({{"timer", each.timer},
                          {"title", text_to_json(each.title)},
                          {"effect", each.effect},
                          {"due_before", optional_time(each.due_before)},
                          {"due_after", optional_time(each.due_after)}});
    return {{"application", loaded.row.id},
            {"number", loaded.row.number},
            {"revision", loaded.row.revision},
            {"verdict", application::name_of(outcome.verdict)},
            {"reasons", reasons_to_json(outcome)},
            {"before", {{"ids", outcome.states_before}, {"titles", titles_of(from, outcome.states_before)}}},
            {"after", {{"ids", outcome.states_after}, {"titles", titles_of(to, outcome.states_after)}}},
            {"timers", std::move(timers)}};
}

json migration_to_json(const json& body) {
    json shown = body;
    shown["at"] = time_or_null(shown.at("at"));
    return shown;
}

bool may_draft(const caller& who, const std::string& programme) {
    return who.has_role("admin", programme) || who.has_role("director", programme);
}

refusal drafting_only() {
    return not_permitted("此项由管理员或项目负责人进行", "This is for administrators and directors of the programme");
}

} // namespace sluice::service

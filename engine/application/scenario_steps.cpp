#include "engine/application/scenario_steps.hpp"

#include "engine/review/panel.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace sluice::application {
namespace {

std::string describe(const refusal& refused) {
    std::string words = fmt::format("{}: {} {}", name_of(refused.reason), refused.explanation.en, refused.place);
    for (const auto& each : refused.requirements)
        words += fmt::format("\n      {} {} {}", each.id, each.place, each.explanation.en);
    return words;
}

/// Experts declare as they begin; scenarios take that for granted.
result<void> declare_first(scenario_world& world, const std::string& person, const std::string& panel) {
    const auto seats = world.state().panels.find(panel);
    const auto* member = seats == world.state().panels.end() ? nullptr : seats->second.find(person);
    if (!member || member->status != review::member_status::assigned || member->no_conflict_declared_at) return {};
    return world.carry_out(declare_no_conflict{panel}, person);
}

result<void> upload(scenario_world& world, const programme::programme& rules, const std::string& person,
                    const std::string& kind) {
    const auto known = rules.documents.find(kind);
    const std::string type = known == rules.documents.end() || known->second.media_types.empty()
                                 ? "application/pdf"
                                 : known->second.media_types.front();
    return world.carry_out(
        attach_document{{world.fresh_id(), kind, kind + ".pdf", type, 1'000, std::string(64, '0'), {}, {}}}, person);
}

result<void> score(scenario_world& world, const std::string& person, const json& wanted) {
    const std::string panel = wanted.at("panel");
    if (auto declared = declare_first(world, person, panel); !declared) return declared;
    submit_score asked{panel,
                       wanted.at("scores"),
                       std::nullopt,
                       wanted.value("comment_to_applicant", ""),
                       wanted.value("comment_to_office", ""),
                       wanted.value("confidence", 0),
                       wanted.value("draft", false)};
    if (wanted.contains("recommended")) asked.recommended = money_from_json(wanted.at("recommended"), "").value();
    return world.carry_out(asked, person);
}

/// The step's own action; a step may hold one.
result<void> act(scenario_world& world, const programme::programme& rules, const json& step) {
    const std::string person = step.value("as", "");
    if (step.contains("wait")) return world.wait(step.at("wait"));
    if (step.contains("pay")) return world.pay(step.at("pay"));
    if (step.contains("allocate")) return world.allocate();
    if (step.contains("upload")) return upload(world, rules, person, step.at("upload"));
    if (step.contains("amend")) return world.carry_out(amend{step.at("amend")}, person);
    if (step.contains("send"))
        return world.carry_out(send_event{step.at("send"), step.value("data", json::object())}, person);
    if (step.contains("score")) return score(world, person, step.at("score"));
    if (step.contains("assign")) {
        const auto& wanted = step.at("assign");
        return world.carry_out(assign_members{wanted.at("panel"), wanted.at("members").get<std::vector<std::string>>()},
                               person);
    }
    if (step.contains("recuse")) {
        const auto& wanted = step.at("recuse");
        return world.carry_out(recuse_member{wanted.at("panel"), wanted.value("person", ""), wanted.at("ground"),
                                             wanted.value("note", "")},
                               person);
    }
    if (step.contains("vote")) {
        const auto& wanted = step.at("vote");
        if (auto declared = declare_first(world, person, wanted.at("panel")); !declared) return declared;
        return world.carry_out(cast_vote{wanted.at("panel"), wanted.at("vote")}, person);
    }
    if (step.contains("payment"))
        return world.carry_out(
            advance_payment{step.at("instalment"), step.at("payment"), step.value("note", "bank reference")}, person);
    return refuse(reason::invalid_value, {"步骤没有内容", "The step says nothing to do"});
}

std::string compare_refusal(const json& step, const result<void>& outcome) {
    const std::string wanted = step.value("refused", "");
    if (wanted.empty()) return outcome ? "" : "refused: " + describe(outcome.error());
    if (outcome) return "was accepted, but should be refused with " + wanted;
    if (name_of(outcome.error().reason) != wanted)
        return fmt::format("should be refused with {}, but: {}", wanted, describe(outcome.error()));
    for (const auto& id : step.value("unmet", std::vector<std::string>{})) {
        const auto& requirements = outcome.error().requirements;
        if (std::none_of(requirements.begin(), requirements.end(),
                         [&](const unmet_requirement& each) { return each.id == id; }))
            return fmt::format("should name the requirement {}, but: {}", id, describe(outcome.error()));
    }
    return "";
}

} // namespace

std::string run_step(scenario_world& world, const programme::programme& rules, const json& step) {
    if (auto wrong = compare_refusal(step, act(world, rules, step)); !wrong.empty()) return wrong;
    if (!step.contains("state")) return "";
    const auto& expected = step.at("state");
    const auto wanted =
        expected.is_string() ? std::set{expected.get<std::string>()} : expected.get<std::set<std::string>>();
    const auto leaves = world.state().active_leaves();
    if (wanted == std::set<std::string>{leaves.begin(), leaves.end()}) return "";
    return fmt::format("should be in {}, but is in {}", fmt::join(wanted, ", "), fmt::join(leaves, ", "));
}

} // namespace sluice::application

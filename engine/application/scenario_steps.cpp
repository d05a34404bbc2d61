#include "engine/application/scenario_steps.hpp"

#include "engine/base/digest.hpp"
#include "engine/review/panel.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace sluice::application {
namespace {

std::string describe(const refusal& refused) {
    std::string words = fmt::format("{}: {} {}", name_of(refused.reason), refused.explanation.en, refused.place);
    for (const auto& each : refused.requirements)
        words += fmt::format("\n      {} {} {}", each.id, each.place, each.explanation.en);
    return words;
}

/// Experts accept and declare as they begin; scenarios take that for granted.
result<void> declare_first(scenario_world& world, const std::string& person, const std::string& panel) {
    auto seats = world.state().panels.find(panel);
    const auto* member = seats == world.state().panels.end() ? nullptr : seats->second.find(person);
    if (member && member->status == review::member_status::invited)
        if (auto accepted = world.carry_out(answer_invitation{panel, true, ""}, person); !accepted) return accepted;
    seats = world.state().panels.find(panel);
    member = seats == world.state().panels.end() ? nullptr : seats->second.find(person);
    if (!member || member->status != review::member_status::assigned || member->no_conflict_declared_at) return {};
    return world.carry_out(declare_no_conflict{panel}, person);
}

/// The digest of what a scenario uploads, over HTTP the same. Another `content` is another file.
std::string content_of(const std::string& kind, const json& step) {
    return to_hex(sha256("%PDF-1.7 " + kind + step.value("content", "")));
}

result<void> upload(scenario_world& world, const std::string& person, const json& step) {
    const std::string kind = step.at("upload");
    const std::string type = step.value("media_type", "application/pdf");
    return world.carry_out(
        attach_document{{world.fresh_id(), kind, kind + ".pdf", type, 1'000, content_of(kind, step), {}, {}}}, person);
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

/// Projects as a scenario states them: who did not say otherwise has the same organisation and the very same title.
std::vector<overlapping_project> overlaps_of(const json& written) {
    std::vector<overlapping_project> all;
    for (const auto& each : written) {
        overlapping_project made;
        made.programme = each.at("programme");
        made.number = each.value("number", fmt::format("OTHER-{:04}", all.size() + 1));
        made.application = made.number;
        made.title = each.value("title", "");
        made.similarity = static_cast<int>(std::lround(each.value("similarity", 1.0) * 1000));
        made.same_organisation = each.value("same_organisation", true);
        made.amount = money_from_json(each.at("amount"), "").value();
        if (each.contains("at")) made.at = parse_rfc3339(each.at("at").get<std::string>()).value();
        all.push_back(std::move(made));
    }
    return all;
}

holding holding_from(const json& written) {
    const auto amount = [&](const char* name) {
        return written.contains(name) ? money_from_json(written.at(name), "").value() : fen{};
    };
    return {written.at("programme"),
            "another",
            written.value("number", ""),
            amount("bound"),
            amount("paid"),
            amount("committed_total"),
            parse_rfc3339(written.at("at").get<std::string>()).value()};
}

earlier_award award_from(const json& written) {
    return {written.at("programme"), written.at("title"), money_from_json(written.at("amount"), "").value(),
            parse_rfc3339(written.at("at").get<std::string>()).value()};
}

held_certificate certificate_from(const json& written) {
    const auto time = [&](const char* name) { return parse_rfc3339(written.at(name).get<std::string>()).value(); };
    return {written.at("kind"),
            written.at("programme"),
            "another",
            written.value("number", ""),
            written.value("title", ""),
            time("at"),
            time("until")};
}

/// The step's own action; a step may hold one.
result<void> act(scenario_world& world, const json& step) {
    const std::string person = step.value("as", "");
    if (step.contains("wait")) return world.wait(step.at("wait"));
    if (step.contains("pay")) return world.pay(step.at("pay"));
    if (step.contains("barred_until")) {
        world.bar_until(parse_rfc3339(step.at("barred_until").get<std::string>()).value());
        return {};
    }
    if (step.contains("overlaps")) {
        world.set_overlaps(overlaps_of(step.at("overlaps")));
        return {};
    }
    if (step.contains("overdue_since")) {
        world.owe_since(parse_rfc3339(step.at("overdue_since").get<std::string>()).value());
        return {};
    }
    if (step.contains("holds")) {
        world.hold(holding_from(step.at("holds")));
        return {};
    }
    if (step.contains("funded")) {
        world.fund_before(award_from(step.at("funded")));
        return {};
    }
    if (step.contains("certified")) {
        world.certify(certificate_from(step.at("certified")));
        return {};
    }
    if (step.contains("allocate")) return world.allocate(person);
    if (step.contains("spot_check")) return world.spot_check(step.at("spot_check"), step.value("drawn", true), person);
    if (step.contains("upload")) return upload(world, person, step);
    if (step.contains("amend")) return world.carry_out(amend{step.at("amend")}, person);
    if (step.contains("send"))
        return world.carry_out(send_event{step.at("send"), step.value("data", json::object())}, person);
    if (step.contains("try"))
        return world.try_out(send_event{step.at("try"), step.value("data", json::object())}, person,
                             step.value("with", json::object()));
    if (step.contains("score")) return score(world, person, step.at("score"));
    if (step.contains("assign")) {
        const auto& wanted = step.at("assign");
        return world.carry_out(assign_members{wanted.at("panel"), wanted.at("members").get<std::vector<std::string>>()},
                               person);
    }
    if (step.contains("draw")) return world.carry_out(draw_panel{step.at("draw").at("panel")}, person);
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

send_event sent_by(const json& step) {
    return {step.value("send", step.value("try", "")), step.value("data", json::object())};
}

/// Nobody else could have sent it.
std::string compare_able(scenario_world& world, const json& step) {
    if (!step.contains("only")) return "";
    const auto wanted = step.at("only").get<std::set<std::string>>();
    std::set<std::string> able;
    for (const auto& [person, ignored] : world.able_to(sent_by(step)))
        able.insert(person);
    if (wanted == able) return "";
    return fmt::format("should be possible for {} only, but is for {}", fmt::join(wanted, ", "), fmt::join(able, ", "));
}

/// Each message that was to go out, and no other.
std::string compare_told(const scenario_world& world, const json& step) {
    if (!step.contains("told")) return "";
    const auto& wanted = step.at("told");
    if (wanted.get<std::vector<std::string>>() == world.told()) return "";
    return fmt::format("should tell {}, but tells [{}]", wanted.dump(), fmt::join(world.told(), ", "));
}

void note_refusal(scenario_world& world, const json& step, const result<void>& outcome) {
    if (outcome) return;
    std::vector<std::string> unmet;
    for (const auto& each : outcome.error().requirements)
        unmet.push_back(each.id + each.place);
    world.note(fmt::format("{} is refused {}: {} {}", step.value("as", "system"),
                           step.value("send", step.value("try", "it")), name_of(outcome.error().reason),
                           fmt::join(unmet, ", ")));
}

} // namespace

std::string run_step(scenario_world& world, const json& written) {
    json step = written;
    if (step.contains("data")) step["data"] = world.resolved(step.at("data"));
    world.begin_step();
    world.show_receipt(step);
    if (auto wrong = compare_able(world, step); !wrong.empty()) return wrong;
    if (step.contains("send")) world.note_others(step.at("send"), sent_by(step));
    const auto outcome = act(world, step);
    note_refusal(world, step, outcome);
    if (auto wrong = compare_refusal(step, outcome); !wrong.empty()) return wrong;
    if (auto wrong = compare_told(world, step); !wrong.empty()) return wrong;
    if (outcome) world.remember(step);
    if (outcome) world.note_doors();
    if (!step.contains("state")) return "";
    const auto& expected = step.at("state");
    const auto wanted =
        expected.is_string() ? std::set{expected.get<std::string>()} : expected.get<std::set<std::string>>();
    const auto leaves = world.state().active_leaves();
    if (wanted == std::set<std::string>{leaves.begin(), leaves.end()}) return "";
    return fmt::format("should be in {}, but is in {}", fmt::join(wanted, ", "), fmt::join(leaves, ", "));
}

} // namespace sluice::application

#include "engine/application/scenario_match.hpp"

#include "engine/programme/match.hpp"
#include "engine/programme/profile.hpp"

#include <fmt/format.h>

#include <set>

namespace sluice::application {
namespace {

using programme::match_verdict;

/// How each condition came out in any case, by the route's name and its own.
class tried_conditions {
public:
    void note(const programme::match_outcome& outcome) {
        note("", outcome.all);
        for (const auto& each : outcome.routes)
            note(each.id, each.part);
    }

    void report_untried(const programme::match_rules& rules, scenario_report& report) const {
        report_untried("", rules.all, report);
        for (const auto& each : rules.routes)
            report_untried(each.id, each.part, report);
    }

private:
    void note(const std::string& route, const programme::part_outcome& part) {
        for (const auto& each : part.conditions)
            seen_.insert({route + "/" + each.id, each.verdict});
    }

    void report_untried(const std::string& route, const programme::match_part& part, scenario_report& report) const {
        for (const auto& each : part.conditions)
            for (const auto& [verdict, words] : {std::pair{match_verdict::eligible, "holds in no case"},
                                                 std::pair{match_verdict::not_eligible, "fails in no case"}})
                if (!seen_.contains({route + "/" + each.id, verdict}))
                    report.failures.push_back(
                        {"match", 0,
                         fmt::format("the condition {} {}", route.empty() ? each.id : route + "/" + each.id, words)});
    }

    std::set<std::pair<std::string, match_verdict>> seen_;
};

} // namespace

void run_match_cases(const programme::programme& rules, const json& cases, scenario_report& report) {
    if (!rules.match) {
        if (cases.contains("match")) report.failures.push_back({"match", 0, "workflow.json has no section match"});
        return;
    }
    tried_conditions tried;
    for (const auto& each : cases.value("match", json::array())) {
        ++report.scenarios;
        const std::string name = each.at("name");
        const auto& profile = each.at("profile");
        for (const auto& wrong : programme::profile_schema().validate(profile))
            report.failures.push_back({name, 0, fmt::format("{} {}", wrong.place, wrong.explanation.en)});
        const auto outcome = programme::match(rules, profile, parse_rfc3339(each.at("at").get<std::string>()).value());
        tried.note(outcome);
        const auto gives = programme::summary_of(outcome);
        if (gives != each.at("gives"))
            report.failures.push_back(
                {name, 0, fmt::format("should give {}, but gives {}", each.at("gives").dump(), gives.dump())});
    }
    tried.report_untried(*rules.match, report);
}

} // namespace sluice::application

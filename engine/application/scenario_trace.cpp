#include "engine/application/scenario_trace.hpp"

#include "engine/statechart/snapshot.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace sluice::application {
namespace {

/// Fewer common lines than this are written out again.
constexpr std::size_t shared_lines_min = 4;

constexpr std::string_view id_start = "00000000-0000-7000-8000-";
constexpr std::size_t id_length = 36;

/// Ids are counted up, and say nothing.
std::string without_ids(std::string line) {
    for (auto at = line.find(id_start); at != std::string::npos; at = line.find(id_start, at))
        line.replace(at, id_length, "id");
    return line;
}

std::string time_words(const json& milliseconds) {
    return to_rfc3339(instant{milliseconds.get<std::int64_t>()});
}

/// Where the application is, and what its states say about it.
std::string position_words(const application_state& after, const programme::programme& rules) {
    std::vector<std::string> tags;
    const auto position = statechart::from_json(*rules.chart, after.position).value();
    for (const auto index : position.configuration)
        for (const auto& tag : rules.chart->states()[index].tags)
            tags.push_back(tag);
    return fmt::format("now {}{}{}", fmt::join(after.active_leaves(), ", "), after.ended ? ", ended" : "",
                       tags.empty() ? "" : fmt::format(" [{}]", fmt::join(tags, ", ")));
}

/// Variables as they are declared: money in yuan.
std::string values_words(const json& values, const programme::programme& rules) {
    std::vector<std::string> words;
    for (const auto& [name, value] : values.items()) {
        const bool money = rules.variables.at(name).type == programme::variable_type::money;
        words.push_back(name + " = " + (money ? to_yuan(fen{value.get<std::int64_t>()}) : value.dump()));
    }
    return fmt::format("{}", fmt::join(words, ", "));
}

std::string change_words(const change& each, const application_state& after, const programme::programme& rules) {
    const auto& data = each.data;
    if (each.kind == "created") return "begins with " + values_words(data.at("variables"), rules);
    if (each.kind == "variables_assigned") return values_words(data.at("values"), rules);
    if (each.kind == "message_queued")
        return fmt::format("tells {}: {} | {}", data.at("to").get<std::string>(),
                           data.at("message").at("zh").get<std::string>(),
                           data.at("message").at("en").get<std::string>());
    if (each.kind == "timer_stopped")
        return data.at("timer").get<std::string>() + (data.at("fired").get<bool>() ? " fires" : " stops");
    if (each.kind == "moved") return position_words(after, rules);
    if (each.kind == "timer_started")
        return fmt::format("{} due {}{}", data.at("timer").get<std::string>(), time_words(data.at("due_at")),
                           data.at("pausable").get<bool>() ? ", pausable" : "");
    if (each.kind == "applicant_barred") return "barred until " + time_words(data.at("until"));
    if (each.kind == "applicant_certified")
        return fmt::format("certified {} until {}: {} | {}", data.at("kind").get<std::string>(),
                           time_words(data.at("until")), data.at("title").at("zh").get<std::string>(),
                           data.at("title").at("en").get<std::string>());
    if (each.kind == "panel_changed") {
        json now = data.at("now");
        return "panel " + data.at("panel").get<std::string>() + " " + now.value("status", "");
    }
    return each.kind + " " + data.dump();
}

std::string command_words(const record& written) {
    std::string words =
        to_rfc3339(written.at) + " " + (written.actor.empty() ? "system" : written.actor) + " " + written.kind;
    if (written.kind != "create" && written.kind != "attach_document") words += " " + written.detail.dump();
    return words;
}

} // namespace

scenario_notes::scenario_notes(const json& cases) {
    for (const auto& scenario : cases.at("cases"))
        for (const auto& step : scenario.at("steps"))
            if (step.contains("send") && !step.contains("refused"))
                samples.try_emplace(step.at("send").get<std::string>(),
                                    sample{step.value("as", ""), step.value("data", json::object())});
}

std::vector<std::string> lines_of(const record& written, const application_state& after,
                                  const programme::programme& rules) {
    std::vector<std::string> lines{without_ids(command_words(written))};
    for (const auto& each : written.changes) {
        if (each.kind == "event_accepted" || each.kind == "form_amended") continue; // the command says it
        auto words = each.kind == "document_attached" ? "has " + each.data.at("document").at("kind").get<std::string>()
                                                      : change_words(each, after, rules);
        lines.push_back("  " + without_ids(std::move(words)));
    }
    return lines;
}

json to_traces(const std::vector<std::pair<std::string, std::vector<std::string>>>& scenarios) {
    json traces = json::object();
    for (auto each = scenarios.begin(); each != scenarios.end(); ++each) {
        const auto& lines = each->second;
        std::size_t shared = 0;
        std::string like;
        for (auto earlier = scenarios.begin(); earlier != each; ++earlier) {
            const auto differ =
                std::mismatch(lines.begin(), lines.end(), earlier->second.begin(), earlier->second.end());
            const auto same = static_cast<std::size_t>(differ.first - lines.begin());
            if (same > shared) {
                shared = same;
                like = earlier->first;
            }
        }
        json& kept = traces[each->first];
        if (shared < shared_lines_min) shared = 0;
        if (shared > 0) kept["as"] = {{"scenario", like}, {"lines", shared}};
        kept["lines"] = std::vector<std::string>(lines.begin() + static_cast<std::ptrdiff_t>(shared), lines.end());
    }
    return traces;
}

std::map<std::string, std::vector<std::string>> from_traces(const json& traces) {
    std::map<std::string, std::vector<std::string>> scenarios;
    // A beginning may itself have a borrowed beginning; names need not be in the order in which they were written.
    while (scenarios.size() < traces.size()) {
        const auto before = scenarios.size();
        for (const auto& [name, kept] : traces.items()) {
            if (scenarios.contains(name)) continue;
            std::vector<std::string> lines;
            if (kept.contains("as")) {
                const auto earlier = scenarios.find(kept.at("as").at("scenario").get<std::string>());
                if (earlier == scenarios.end()) continue;
                lines = earlier->second;
                lines.resize(std::min(lines.size(), kept.at("as").at("lines").get<std::size_t>()));
            }
            for (const auto& line : kept.at("lines"))
                lines.push_back(line);
            scenarios.emplace(name, std::move(lines));
        }
        if (scenarios.size() == before) break; // a circle: what is in it counts as missing
    }
    return scenarios;
}

trace_difference compare_traces(const std::vector<std::string>& kept, const std::vector<std::string>& now) {
    const auto differ = std::mismatch(kept.begin(), kept.end(), now.begin(), now.end());
    if (differ.first == kept.end() && differ.second == now.end()) return {};
    return {static_cast<std::size_t>(differ.first - kept.begin()) + 1,
            differ.first == kept.end() ? "(nothing)" : *differ.first,
            differ.second == now.end() ? "(nothing)" : *differ.second};
}

} // namespace sluice::application

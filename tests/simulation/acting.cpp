#include "tests/simulation/acting.hpp"

#include "tests/simulation/sample_data.hpp"

#include <algorithm>

namespace sluice::simulation {

std::vector<const json*> possible_events(const json& actions, const std::string& role,
                                         const std::set<std::string>& refused) {
    std::vector<const json*> found;
    for (const auto& each : actions) {
        const auto& by = each.at("by");
        const bool ours = each.at("kind") == "event" && std::find(by.begin(), by.end(), role) != by.end();
        if (ours && each.at("allowed") == true && !refused.contains(each.at("event").get<std::string>()))
            found.push_back(&each);
    }
    return found;
}

const json* choose(const bureau& at, const std::string& programme, const std::vector<const json*>& events,
                   chance& lots) {
    std::vector<double> weights;
    for (const auto* each : events)
        weights.push_back(at.habits().event(programme, each->at("event")).weight);
    const auto chosen = lots.weighed(weights);
    return chosen < events.size() ? events[chosen] : nullptr;
}

int days_to_wait(const bureau& at, const json& task, chance& lots) {
    const std::string programme = task.at("programme");
    event_habit likeliest{-1, {}};
    for (const auto& event : task.at("events"))
        if (const auto habit = at.habits().event(programme, event); habit.weight > likeliest.weight) likeliest = habit;
    if (task.at("events").empty())
        likeliest.wait = days_from(at.habits().of(programme, "wait").at(task.at("kind").get<std::string>()));
    return static_cast<int>(lots.between(std::int64_t{likeliest.wait.first}, std::int64_t{likeliest.wait.last}));
}

json data_for(bureau& at, const std::string& programme, const std::string& event, const json& schema,
              const json& application, chance& lots) {
    if (schema.is_null()) return json::object();
    const sample_context context{
        at.programme_named(programme).workflow, application, at.now(),
        [&](const std::string& property) { return at.habits().hint(programme, event, property); },
        [&](const std::string& number) { at.keep_secret(number); }};
    return sample(schema, context, lots);
}

std::string after_colon(const std::string& event) {
    return event.substr(event.find(':') + 1);
}

std::string before_colon(const std::string& event) {
    return event.substr(0, event.find(':'));
}

} // namespace sluice::simulation

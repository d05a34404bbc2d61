#include "engine/application/scenario_beginnings.hpp"

#include <utility>

namespace sluice::application {
namespace {

/// What a scenario does first: bring the application into being.
std::string creation_of(const json& scenario) {
    return scenario.at("form").dump() + scenario.value("change", json{}).dump() + scenario.at("at").dump() +
           scenario.value("as", "");
}

} // namespace

scenario_beginnings::scenario_beginnings(const std::vector<const json*>& scenarios) {
    std::map<std::pair<std::size_t, std::string>, std::size_t> known; // what was done before, and then → a number
    for (const auto* scenario : scenarios) {
        auto& path = paths_.emplace_back();
        std::size_t before = 0;
        bool shared = true;
        const auto go_on = [&](std::string next) {
            const auto [place, fresh] = known.try_emplace({before, std::move(next)}, known.size() + 1);
            if (fresh && shared && before != 0) forks_.insert(before);
            shared = shared && !fresh;
            before = place->second;
            path.push_back(before);
        };
        go_on(creation_of(*scenario));
        for (const auto& step : scenario->at("steps"))
            go_on(step.dump());
        if (shared) forks_.insert(before);
    }
}

scenario_beginnings::start scenario_beginnings::find(std::size_t scenario) const {
    const auto& path = paths_.at(scenario);
    for (auto steps = path.size(); steps > 0; --steps)
        if (const auto kept = worlds_.find(path[steps - 1]); kept != worlds_.end()) return {&kept->second, steps - 1};
    return {};
}

void scenario_beginnings::passed(std::size_t scenario, std::size_t steps, const scenario_world& world) {
    const auto place = paths_.at(scenario).at(steps);
    if (forks_.contains(place)) worlds_.try_emplace(place, world);
}

} // namespace sluice::application

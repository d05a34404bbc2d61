#include "tests/simulation/agenda.hpp"

namespace sluice::simulation {

std::string agenda::key_of(const json& task) {
    std::string key = task.at("application").get<std::string>() + "|" + task.at("audience").get<std::string>() + "|" +
                      task.at("kind").get<std::string>();
    for (const auto& each : task.at("events"))
        key += "|" + each.get<std::string>();
    return key;
}

std::vector<pending*> agenda::read(std::vector<json> tasks, int today, const std::function<int(const json&)>& wait) {
    std::map<std::string, pending> present;
    std::vector<std::string> order;
    for (auto& task : tasks) {
        const auto key = key_of(task);
        if (present.contains(key)) continue; // several panels or payments of one application come one after the other
        auto known = items_.extract(key);
        if (known.empty()) {
            const int due = today + wait(task);
            present.emplace(key, pending{std::move(task), due, 0, {}});
        } else {
            known.mapped().task = std::move(task);
            present.insert(std::move(known));
        }
        order.push_back(key);
    }
    items_ = std::move(present);
    std::vector<pending*> due;
    for (const auto& key : order)
        if (auto& each = items_.at(key); each.due <= today) due.push_back(&each);
    return due;
}

} // namespace sluice::simulation

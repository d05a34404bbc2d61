#include "tests/simulation/programmes.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace sluice::simulation {
namespace {

constexpr std::int64_t points_max_usual = 100;

json read_json(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) throw std::runtime_error(path.string() + " cannot be read");
    return json::parse(file);
}

bool is_office(const std::string& role) {
    return role != "applicant" && role != "public" && role != "reviewer" && role != "system";
}

void add_roles(std::set<std::string>& roles, const json& list) {
    for (const auto& each : list)
        if (is_office(each)) roles.insert(each.get<std::string>());
}

void walk(const json& state, std::set<std::string>& roles, std::map<std::string, json>& data) {
    const json on = state.value("on", json::object());
    for (const auto& [event, transitions] : on.items())
        for (const auto& each : transitions.is_array() ? transitions : json::array({transitions})) {
            if (!each.is_object()) continue;
            add_roles(roles, each.value("by", json::array()));
            if (each.contains("data")) data.emplace(event, each.at("data"));
        }
    const json inside = state.value("states", json::object());
    for (const auto& [name, each] : inside.items())
        walk(each, roles, data);
}

std::vector<criterion> read_rubric(const std::filesystem::path& path) {
    std::vector<criterion> read;
    const json written = read_json(path);
    for (const auto& each : written.at("criteria"))
        read.push_back({each.at("id"), each.value("score_max", points_max_usual)});
    return read;
}

} // namespace

const json* programme::data_schema(const std::string& event) const {
    const auto found = data_.find(event);
    return found == data_.end() ? nullptr : &found->second;
}

programme read_programme(const std::filesystem::path& folder) {
    programme read;
    read.workflow = read_json(folder / "workflow.json");
    read.form_schema = read_json(folder / read.workflow.at("form").get<std::string>());
    read.cases = read_json(folder / "cases.json");
    read.id = read.workflow.at("id");
    read.fund = read.workflow.value("fund", "");
    walk(read.workflow.at("workflow"), read.roles, read.data_);
    const json panels = read.workflow.value("panels", json::object());
    for (const auto& [name, panel] : panels.items()) {
        add_roles(read.roles, panel.value("assign", json::array()));
        if (panel.contains("rubric")) read.rubrics[name] = read_rubric(folder / panel.at("rubric").get<std::string>());
    }
    const json payments = read.workflow.value("payments", json::object());
    for (const char* step : {"prepare", "approve", "record"})
        add_roles(read.roles, payments.value(step, json::array()));
    const json allocation = read.workflow.value("allocation", json::object());
    read.divides = !allocation.empty() && allocation.value("mode", "") != "first_come";
    if (read.divides) {
        read.decides = allocation.at("decide").get<std::vector<std::string>>();
        add_roles(read.roles, allocation.at("decide"));
    }
    return read;
}

std::vector<programme> read_programmes(const std::filesystem::path& workflows) {
    std::vector<programme> all;
    for (const auto& each : std::filesystem::directory_iterator{workflows})
        if (std::filesystem::exists(each.path() / "workflow.json")) all.push_back(read_programme(each.path()));
    std::sort(all.begin(), all.end(), [](const programme& left, const programme& right) { return left.id < right.id; });
    return all;
}

} // namespace sluice::simulation

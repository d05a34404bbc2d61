#include "tests/simulation/habits.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace sluice::simulation {

habits habits::read(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    auto read = parse_json(std::string{std::istreambuf_iterator<char>{file}, {}});
    if (!read) throw std::runtime_error(path.string() + " cannot be read: " + read.error().explanation.en);
    habits found;
    found.all_ = std::move(*read);
    return found;
}

const json* habits::find(const std::string& programme, const std::string& section, const std::string& name) const {
    const auto& programmes = all_.at("programmes");
    for (const auto& key : {programme, std::string{"*"}}) {
        const auto own = programmes.find(key);
        if (own == programmes.end()) continue;
        const auto part = own->find(section);
        if (part == own->end()) continue;
        const auto found = part->find(name);
        if (found != part->end()) return &*found;
    }
    return nullptr;
}

const json& habits::of(const std::string& programme, const std::string& name) const {
    const auto& programmes = all_.at("programmes");
    const auto own = programmes.find(programme);
    if (own != programmes.end() && own->contains(name)) return own->at(name);
    return programmes.at("*").at(name);
}

double habits::number(const std::string& programme, const std::string& name) const {
    return of(programme, name).get<double>();
}

day_range habits::days(const std::string& programme, const std::string& name) const {
    return days_from(of(programme, name));
}

event_habit habits::event(const std::string& programme, const std::string& event) const {
    const json* found = find(programme, "events", event);
    if (!found) found = &of("*", "events").at("*");
    return {found->at("weight").get<double>(), days_from(found->at("wait"))};
}

const json* habits::hint(const std::string& programme, const std::string& event, const std::string& property) const {
    if (const auto* exact = find(programme, "data", event + "/" + property)) return exact;
    return find(programme, "data", property);
}

day_range days_from(const json& pair) {
    return {pair.at(0).get<int>(), pair.at(1).get<int>()};
}

} // namespace sluice::simulation

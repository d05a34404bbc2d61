#include "tests/bench/load/known_base.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <fstream>

namespace sluice::bench {
namespace {

json read_json(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) throw std::runtime_error("cannot read " + path.string());
    return json::parse(file);
}

} // namespace

known_base::known_base(const std::filesystem::path& folder)
    : about(read_json(folder / "seed.json"))
    , drawn{about.at("seed").get<std::uint64_t>() + 1}
    , officer{about.at("tokens").at("officer")}
    , director{about.at("tokens").at("director")}
    , applicants{about.at("tokens").at("applicants").get<std::vector<std::string>>()}
    , rounds{about.at("rounds").get<std::vector<std::string>>()}
    , programme{about.at("programme")}
    , key_prefix_{fmt::format("{:x}-", std::chrono::system_clock::now().time_since_epoch().count())} {
    const auto draft = state_named("draft"), recommendation = state_named("recommendation"),
               decision = state_named("decision");
    std::ifstream lines{folder / "applications.txt", std::ios::binary};
    std::string id, state;
    std::int32_t revision = 0;
    while (lines >> id >> state >> revision) {
        known_application each{};
        if (id.size() != sizeof each.id) throw std::runtime_error("applications.txt holds no id: " + id);
        std::memcpy(each.id, id.data(), id.size());
        each.state = state_named(state);
        each.revision = revision;
        const auto number = static_cast<std::uint32_t>(applications.size());
        if (each.state != draft) visible.push_back(number);
        if (each.state == recommendation || each.state == decision) steppable.push_back(number);
        applications.push_back(each);
    }
    if (applications.size() != about.at("applications").get<std::size_t>())
        throw std::runtime_error("applications.txt does not hold all applications");
}

std::uint8_t known_base::state_named(std::string_view name) {
    const auto found = std::find(states.begin(), states.end(), name);
    if (found != states.end()) return static_cast<std::uint8_t>(found - states.begin());
    states.emplace_back(name);
    return static_cast<std::uint8_t>(states.size() - 1);
}

std::size_t known_base::count_in(std::string_view state) const {
    return static_cast<std::size_t>(std::count_if(applications.begin(), applications.end(),
                                                  [&](const auto& each) { return states[each.state] == state; }));
}

std::string known_base::fresh_key() {
    return key_prefix_ + std::to_string(++keys_);
}

void begin_request(std::string& bytes, std::string_view method, std::string_view target, std::string_view token) {
    bytes.append(method).append(" ").append(target);
    bytes.append(" HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ").append(token).append("\r\n");
}

void end_request(std::string& bytes, std::string_view json_body) {
    if (!json_body.empty())
        bytes.append("Content-Type: application/json\r\nContent-Length: ")
            .append(std::to_string(json_body.size()))
            .append("\r\n");
    bytes.append("\r\n").append(json_body);
}

} // namespace sluice::bench

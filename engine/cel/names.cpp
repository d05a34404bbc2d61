#include "engine/cel/names.hpp"

#include <map>

namespace sluice::cel {

std::vector<std::string> candidates(std::string_view container, std::string_view name) {
    std::vector<std::string> all;
    while (!container.empty()) {
        all.push_back(std::string{container} + "." + std::string{name});
        const std::size_t last = container.rfind('.');
        container = last == std::string_view::npos ? std::string_view{} : container.substr(0, last);
    }
    all.emplace_back(name);
    return all;
}

std::optional<type> type_named(std::string_view name) {
    static const std::map<std::string_view, type> words{
        {"bool", type::boolean()},
        {"int", type::integer()},
        {"uint", type::unsigned_integer()},
        {"double", type::floating()},
        {"string", type::string()},
        {"bytes", type::bytes()},
        {"list", type::list(type::dynamic())},
        {"map", type::map(type::dynamic(), type::dynamic())},
        {"null_type", type::null()},
        {"type", type::type_of_anything()},
        {"google.protobuf.Timestamp", type::timestamp()},
        {"google.protobuf.Duration", type::duration()},
        {"optional_type", type::optional(type::dynamic())}};
    const auto found = words.find(name);
    if (found == words.end()) return std::nullopt;
    return found->second;
}

} // namespace sluice::cel

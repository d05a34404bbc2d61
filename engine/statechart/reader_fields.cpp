#include "engine/statechart/reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::statechart {

namespace {

/// More would help nobody to mend a definition.
constexpr std::size_t faults_max = 100;

} // namespace

void chart_reader::fault(std::string pointer, text sentence) {
    if (faults_.size() < faults_max) faults_.push_back({"definition", std::move(pointer), std::move(sentence)});
}

void chart_reader::check_keys(const ordered_json& object, const std::string& pointer,
                              std::initializer_list<std::string_view> known,
                              std::initializer_list<const std::set<std::string, std::less<>>*> extensions) {
    for (const auto& [key, value] : object.items()) {
        if (std::find(known.begin(), known.end(), key) != known.end()) continue;
        const bool extends = std::any_of(extensions.begin(), extensions.end(),
                                         [&key = key](const auto* allowed) { return allowed->contains(key); });
        if (extends) continue;
        fault(pointer + "/" + pointer_step(key),
              {fmt::format("此处不认识字段“{}”", key), fmt::format("The field \"{}\" is not known here", key)});
    }
}

std::string chart_reader::read_string(const ordered_json& object, const char* key, const std::string& pointer) {
    const auto found = object.find(key);
    if (found == object.end()) return {};
    if (found->is_string() && !found->get_ref<const std::string&>().empty()) return found->get<std::string>();
    fault(pointer + "/" + key,
          {fmt::format("“{}”须为非空文本", key), fmt::format("\"{}\" must be a text that is not empty", key)});
    return {};
}

bool chart_reader::read_flag(const ordered_json& object, const char* key, const std::string& pointer) {
    const auto found = object.find(key);
    if (found == object.end()) return false;
    if (found->is_boolean()) return found->get<bool>();
    fault(pointer + "/" + key,
          {fmt::format("“{}”须为 true 或 false", key), fmt::format("\"{}\" must be true or false", key)});
    return false;
}

} // namespace sluice::statechart

#include "engine/schema/label.hpp"

#include "engine/base/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace sluice::schema {
namespace {

/// The steps from the outside in.
std::vector<const location*> steps_to(const location& place) {
    std::vector<const location*> steps;
    for (const auto* at = &place; at->outer != nullptr; at = at->outer) steps.push_back(at);
    std::reverse(steps.begin(), steps.end());
    return steps;
}

const shape* shape_after(const shape* from, const location& step) {
    if (from == nullptr) return nullptr;
    if (step.member != nullptr)
        if (const auto* known = from->find(*step.member)) return known->shape.get();
    return from->element.get();
}

} // namespace

std::string shown_name(std::string_view name) {
    if (name.size() <= shown_name_max) return std::string{name};
    auto end = shown_name_max;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
    return std::string{name.substr(0, end)} + "…";
}

std::string pointer_to(const location& place) {
    std::string pointer;
    for (const auto* step : steps_to(place))
        pointer += "/" + (step->member != nullptr ? pointer_step(shown_name(*step->member)) : std::to_string(step->index));
    return pointer;
}

text label_of(const shape& root, const location& place) {
    const auto quoted = [](const text& title) { return text{"“" + title.zh + "”", "“" + title.en + "”"}; };
    text label = root.title.zh.empty() ? text{"填写内容", "The content"} : quoted(root.title);
    text item; // the innermost list item on the way
    const shape* at = &root;
    for (const auto* step : steps_to(place)) {
        at = shape_after(at, *step);
        if (step->member == nullptr) {
            label = item = {fmt::format("{}第 {} 项", label.zh, step->index + 1),
                            fmt::format("item {} of {}", step->index + 1, label.en)};
            continue;
        }
        const auto name = shown_name(*step->member);
        const bool titled = at != nullptr && !at->title.zh.empty();
        label = quoted(titled ? at->title : text{name, name});
        if (!item.zh.empty()) label = {item.zh + "的" + label.zh, label.en + " in " + item.en};
    }
    return label;
}

const shape* shape_at(const shape& root, const location& place) {
    const shape* at = &root;
    for (const auto* step : steps_to(place)) at = shape_after(at, *step);
    return at;
}

} // namespace sluice::schema

#include "tests/bench/seed/text_template.hpp"

#include <algorithm>

namespace sluice::bench {

text_template::text_template(std::string_view text, std::span<const std::string> literals) {
    for (std::size_t at = 0; at < text.size();) {
        std::size_t found = 0;
        while (found < literals.size() && !text.substr(at).starts_with(literals[found]))
            ++found;
        if (found < literals.size()) {
            gaps_.push_back({fixed_.size(), found});
            at += literals[found].size();
        } else {
            fixed_ += text[at++];
        }
    }
}

std::string text_template::filled_with(std::span<const std::string> values) const {
    std::size_t size = fixed_.size();
    for (const auto& each : gaps_)
        size += values[each.value].size();
    std::string made;
    made.reserve(size);
    std::size_t at = 0;
    for (const auto& each : gaps_) {
        made.append(fixed_, at, each.after - at);
        made += values[each.value];
        at = each.after;
    }
    made.append(fixed_, at);
    return made;
}

bool text_template::uses(std::size_t value) const {
    return std::any_of(gaps_.begin(), gaps_.end(), [&](const gap& each) { return each.value == value; });
}

} // namespace sluice::bench

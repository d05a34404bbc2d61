#pragma once

#include "engine/base/refusal.hpp"

#include <cstddef>
#include <string_view>

namespace sluice::cel {

/// What is wrong with an expression, and the byte of its source where.
struct fault {
    std::size_t offset = 0;
    text explanation;
};

/// The fault as a refusal with `expression_invalid`: the line and column (in characters, from 1), the words, and the
/// line of the expression with a caret under the place. The refusal's place is "line:column".
refusal describe(std::string_view source, const fault& found);

/// The name most like the one written, for "did you mean"; empty when none is near.
template <class Names>
std::string_view nearest(std::string_view written, const Names& names);

/// How many letters must change to turn one name into the other.
std::size_t edit_distance(std::string_view left, std::string_view right);

template <class Names>
std::string_view nearest(std::string_view written, const Names& names) {
    std::string_view best;
    std::size_t best_distance = written.size() / 3 + 2;
    for (std::string_view name : names) {
        const std::size_t distance = edit_distance(written, name);
        if (distance < best_distance) best = name, best_distance = distance;
    }
    return best;
}

} // namespace sluice::cel

#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::bench {

/// A text in which some words can be exchanged for others.
class text_template {
public:
    /// Every occurrence of `literals[i]` becomes a gap for value `i`. No literal may be empty or part of another.
    text_template(std::string_view text, std::span<const std::string> literals);

    /// The text with `values[i]` in the gaps of literal `i`.
    std::string filled_with(std::span<const std::string> values) const;

    /// Whether literal `i` stands in it at all.
    bool uses(std::size_t value) const;

private:
    struct gap {
        std::size_t after; ///< bytes of `fixed_` that come before it
        std::size_t value;
    };

    std::string fixed_;
    std::vector<gap> gaps_;
};

} // namespace sluice::bench

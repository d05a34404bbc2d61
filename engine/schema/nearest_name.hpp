#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sluice::schema {

/// Names longer than this are not compared, nor more candidates than that: a suggestion is a courtesy.
inline constexpr std::size_t compared_name_max = 64;
inline constexpr std::size_t compared_candidates_max = 200;

/// The candidate that is most like `written` (insertions, deletions, substitutions and swaps of neighbours, without
/// regard to ASCII case), if one is like it at all: at most a third of its length away.
std::optional<std::string_view> nearest_name(std::string_view written, std::span<const std::string_view> candidates);

} // namespace sluice::schema

#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace sluice::statechart {

/// The line broken before the word, or the Chinese character, that would pass the width; a longer word stays whole, and
/// no row begins with a closing mark. Widths are columns of Latin letters; a Chinese character takes two.
std::vector<std::string> wrapped(const std::string& line, std::size_t width_max);

/// For an attribute of DOT, quotes included. Line breaks become blanks.
std::string dot_quoted(const std::string& text);

/// For an HTML-like label of DOT: escaped, wrapped, each row aligned to the left.
std::string dot_rows(const std::string& text, std::size_t width_max);

} // namespace sluice::statechart

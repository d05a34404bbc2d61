#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::cel {

struct character {
    char32_t code;
    std::size_t length; ///< in bytes
};

/// The character that begins at the byte; nothing when the bytes there are not UTF-8 (overlong forms and surrogates
/// included).
std::optional<character> decode(std::string_view text, std::size_t offset);

bool is_utf8(std::string_view text);

/// Of valid UTF-8.
std::size_t count_characters(std::string_view text);

/// The byte at which the character with that number begins; `text.size()` for the one after the last, nothing beyond.
std::optional<std::size_t> offset_of(std::string_view text, std::size_t number);

/// Adds the character as UTF-8; false for a surrogate or a number beyond Unicode.
bool append_character(std::string& text, char32_t code);

} // namespace sluice::cel

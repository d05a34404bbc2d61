#pragma once

#include "api/http/fields.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::http::internal {

/// The pieces of which header values are made (RFC 9110 §5.6). Values come from outside: nothing here throws.

/// An entry past this many in one list is not looked at.
inline constexpr std::size_t list_entries_max = 64;

using http::equal_ignoring_case;
std::string to_lower(std::string_view written);

/// Without spaces and tabs at both ends.
std::string_view trim(std::string_view padded);

/// `tchar`: what names of methods, fields and parameters are made of.
bool is_token_character(char character);
bool is_token(std::string_view written);

/// What no header may hold: a control character but the tab.
inline bool is_control(char character) {
    const auto code = static_cast<unsigned char>(character);
    return (code < 0x20 && character != '\t') || code == 0x7f;
}

/// Whether a field's value holds no control character but the tab.
bool is_field_value(std::string_view value);

/// The trimmed parts between separators that stand outside quoted strings; empty parts are left out.
std::vector<std::string_view> split_outside_quotes(std::string_view value, char separator);

/// Without the quotes and backslashes, if it is a quoted string; as it is, if it is a token; otherwise nothing.
std::optional<std::string> unquote(std::string_view written);

/// The weight of a list entry such as `en;q=0.8`, in thousandths; 1000 where none is given. Nothing if it is malformed.
std::optional<int> weight_of(const std::vector<std::string_view>& entry_parts);

} // namespace sluice::http::internal

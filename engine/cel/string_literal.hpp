#pragma once

#include "engine/cel/fault.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace sluice::cel {

/// A string or bytes literal found at an offset of a source.
struct string_literal {
    bool is_bytes = false;
    std::string content; ///< escapes resolved
    std::size_t end = 0; ///< the byte after the closing quote
};

/// Whether a string or bytes literal begins there, with or without a prefix (`r`, `b`, `br`).
bool begins_string(std::string_view source, std::size_t offset);

/// Reads the literal that begins there; on a fault gives nothing and fills in `wrong`.
std::optional<string_literal> read_string(std::string_view source, std::size_t offset, std::optional<fault>& wrong);

} // namespace sluice::cel

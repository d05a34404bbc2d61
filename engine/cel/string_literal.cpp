#include "engine/cel/string_literal.hpp"

#include "engine/cel/utf8.hpp"

namespace sluice::cel {
namespace {

struct prefix {
    bool raw = false;
    bool bytes = false;
    std::size_t length = 0;
};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

prefix read_prefix(std::string_view source, std::size_t offset) {
    prefix found;
    if (offset + found.length < source.size() && lower(source[offset]) == 'b') found.bytes = true, ++found.length;
    if (offset + found.length < source.size() && lower(source[offset + found.length]) == 'r')
        found.raw = true, ++found.length;
    return found;
}

bool is_quote(std::string_view source, std::size_t offset) {
    return offset < source.size() && (source[offset] == '"' || source[offset] == '\'');
}

/// Digits of the base at the offset, exactly as many; nothing when there are others.
std::optional<char32_t> read_digits(std::string_view source, std::size_t offset, std::size_t count, unsigned base) {
    char32_t number = 0;
    if (offset + count > source.size()) return std::nullopt;
    for (const char c : source.substr(offset, count)) {
        const char l = lower(c);
        const unsigned digit = l >= '0' && l <= '9' ? static_cast<unsigned>(l - '0')
                               : l >= 'a' && l <= 'f' ? static_cast<unsigned>(l - 'a' + 10)
                                                      : base;
        if (digit >= base) return std::nullopt;
        number = number * base + digit;
    }
    return number;
}

std::optional<char> simple_escape(char c) {
    switch (c) {
    case 'a': return '\a';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    case '\\':
    case '?':
    case '"':
    case '\'':
    case '`': return c;
    default: return std::nullopt;
    }
}

/// Resolves the escape whose backslash is at `offset`; gives the offset after it, or nothing when it is not one.
std::optional<std::size_t> read_escape(std::string_view source, std::size_t offset, bool bytes, std::string& content) {
    if (offset + 1 >= source.size()) return std::nullopt;
    const char c = source[offset + 1];
    if (const auto simple = simple_escape(c)) {
        content += *simple;
        return offset + 2;
    }
    std::size_t start = offset + 2, count = 0;
    unsigned base = 16;
    if (c == 'x' || c == 'X')
        count = 2;
    else if (c == 'u' && !bytes)
        count = 4;
    else if (c == 'U' && !bytes)
        count = 8;
    else if (c >= '0' && c <= '3')
        start = offset + 1, count = 3, base = 8;
    else
        return std::nullopt;
    const auto code = read_digits(source, start, count, base);
    if (!code) return std::nullopt;
    if (bytes)
        content += static_cast<char>(static_cast<unsigned char>(*code));
    else if (!append_character(content, *code))
        return std::nullopt;
    return start + count;
}

} // namespace

bool begins_string(std::string_view source, std::size_t offset) {
    return is_quote(source, offset + read_prefix(source, offset).length);
}

std::optional<string_literal> read_string(std::string_view source, std::size_t offset, std::optional<fault>& wrong) {
    const auto marks = read_prefix(source, offset);
    const std::size_t opening = offset + marks.length;
    const bool triple = source.substr(opening, 3) == std::string(3, source[opening]);
    const std::string_view quote = source.substr(opening, triple ? 3 : 1);
    string_literal read{marks.bytes, {}, 0};
    std::size_t at = opening + quote.size();
    while (at < source.size()) {
        if (source.substr(at, quote.size()) == quote) {
            read.end = at + quote.size();
            return read;
        }
        const char c = source[at];
        if (!triple && (c == '\n' || c == '\r')) break;
        if (c != '\\' || marks.raw) {
            read.content += c;
            ++at;
            continue;
        }
        const auto after = read_escape(source, at, marks.bytes, read.content);
        if (!after) {
            wrong = fault{at, {"字符串里的转义不合法", "Syntax error: an escape in a string is not valid"}};
            return std::nullopt;
        }
        at = *after;
    }
    wrong = fault{offset, {"字符串没有结束的引号", "Syntax error: a string has no closing quote"}};
    return std::nullopt;
}

} // namespace sluice::cel

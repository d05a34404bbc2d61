#pragma once

#include "engine/cel/fault.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::cel {

enum class token_kind {
    end,
    word,        ///< an identifier, keyword or reserved word
    quoted_word, ///< a field name in backquotes
    integer,
    unsigned_integer,
    floating,
    string,
    bytes,
    punctuation,
};

struct token {
    token_kind kind = token_kind::end;
    std::size_t offset = 0;
    std::string text; ///< the word, the number as written, the string with its escapes resolved, or the sign itself

    bool is(std::string_view sign) const { return kind == token_kind::punctuation && text == sign; }
};

/// The tokens of an expression, ending with `end`, or the first fault. The grammar is that of the CEL specification
/// (langdef.md, "Syntax"), with backquoted field names.
struct tokens_or_fault {
    std::vector<token> tokens;
    std::optional<fault> wrong;
};
tokens_or_fault tokenize(std::string_view source);

} // namespace sluice::cel

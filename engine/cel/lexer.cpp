#include "engine/cel/lexer.hpp"

#include "engine/cel/string_literal.hpp"
#include "engine/cel/utf8.hpp"

#include <fmt/format.h>

#include <array>

namespace sluice::cel {
namespace {

constexpr std::array<std::string_view, 26> signs{"==", "!=", "<=", ">=", "&&", "||", "<", ">", "+",
                                                 "-",  "*",  "/",  "%",  "!",  "?",  ":", ",", ".",
                                                 "(",  ")",  "[",  "]",  "{",  "}",  "=", "&"};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_hex_digit(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool begins_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

class lexer {
public:
    explicit lexer(std::string_view source) : source_{source} {}

    tokens_or_fault run() {
        while (!wrong_) {
            skip_blanks();
            if (at_ >= source_.size()) break;
            next();
        }
        tokens_.push_back({token_kind::end, source_.size(), {}});
        return {std::move(tokens_), std::move(wrong_)};
    }

private:
    char peek(std::size_t ahead = 0) const { return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0'; }

    void skip_blanks() {
        while (at_ < source_.size()) {
            const char c = source_[at_];
            if (c == '/' && peek(1) == '/')
                at_ = std::min(source_.find('\n', at_), source_.size());
            else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f')
                ++at_;
            else
                return;
        }
    }

    void next() {
        const char c = peek();
        if (begins_string(source_, at_)) return string();
        if (begins_word(c)) return word();
        if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
        if (c == '`') return quoted_word();
        for (const auto sign : signs)
            if (source_.substr(at_, sign.size()) == sign) return add(token_kind::punctuation, at_ + sign.size());
        const auto unknown = decode(source_, at_);
        const auto shown = source_.substr(at_, unknown ? unknown->length : 1);
        wrong_ = fault{at_, {fmt::format("语法错误：不认识的符号“{}”", shown),
                             fmt::format("Syntax error: token recognition error at: '{}'", shown)}};
    }

    void add(token_kind kind, std::size_t end) {
        tokens_.push_back({kind, at_, std::string{source_.substr(at_, end - at_)}});
        at_ = end;
    }

    void word() {
        std::size_t end = at_;
        while (end < source_.size() && (begins_word(source_[end]) || is_digit(source_[end]))) ++end;
        add(token_kind::word, end);
    }

    void quoted_word() {
        const std::size_t end = source_.find('`', at_ + 1);
        const auto name = source_.substr(at_ + 1, end - at_ - 1);
        const bool allowed = name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-/ ") ==
                             std::string_view::npos;
        if (end == std::string_view::npos || name.empty() || !allowed) {
            wrong_ = fault{at_, {"语法错误：反引号里的字段名不合法", "Syntax error: the field name in backquotes is not valid"}};
            return;
        }
        tokens_.push_back({token_kind::quoted_word, at_, std::string{name}});
        at_ = end + 1;
    }

    void string() {
        auto read = read_string(source_, at_, wrong_);
        if (!read) return;
        tokens_.push_back({read->is_bytes ? token_kind::bytes : token_kind::string, at_, std::move(read->content)});
        at_ = read->end;
    }

    std::size_t skip_digits(std::size_t from) const {
        while (from < source_.size() && is_digit(source_[from])) ++from;
        return from;
    }

    void number() {
        token_kind kind = token_kind::integer;
        std::size_t end = at_;
        if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X') && is_hex_digit(peek(2))) {
            end += 2;
            while (end < source_.size() && is_hex_digit(source_[end])) ++end;
        } else {
            end = skip_digits(end);
            if (end + 1 < source_.size() && source_[end] == '.' && is_digit(source_[end + 1]))
                kind = token_kind::floating, end = skip_digits(end + 1);
            if (const std::size_t after = exponent_end(end); after != end) kind = token_kind::floating, end = after;
        }
        if (kind == token_kind::integer && end < source_.size() && (source_[end] == 'u' || source_[end] == 'U')) {
            tokens_.push_back({token_kind::unsigned_integer, at_, std::string{source_.substr(at_, end - at_)}});
            at_ = end + 1;
            return;
        }
        add(kind, end);
    }

    /// The byte after the exponent that begins there, or `from` when none does.
    std::size_t exponent_end(std::size_t from) const {
        if (from >= source_.size() || (source_[from] != 'e' && source_[from] != 'E')) return from;
        std::size_t first = from + 1;
        if (first < source_.size() && (source_[first] == '+' || source_[first] == '-')) ++first;
        const std::size_t end = skip_digits(first);
        return end == first ? from : end;
    }

    std::string_view source_;
    std::size_t at_ = 0;
    std::vector<token> tokens_;
    std::optional<fault> wrong_;
};

} // namespace

tokens_or_fault tokenize(std::string_view source) {
    return lexer{source}.run();
}

} // namespace sluice::cel

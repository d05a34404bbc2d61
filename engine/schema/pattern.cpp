#include "engine/schema/pattern.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <utility>

namespace sluice::schema {
namespace {

// The long names of Unicode's general categories that ECMA-262 knows; RE2 knows the short ones.
constexpr std::array<std::pair<std::string_view, std::string_view>, 35> categories{{
    {"Letter", "L"},
    {"Uppercase_Letter", "Lu"},
    {"Lowercase_Letter", "Ll"},
    {"Titlecase_Letter", "Lt"},
    {"Modifier_Letter", "Lm"},
    {"Other_Letter", "Lo"},
    {"Mark", "M"},
    {"Nonspacing_Mark", "Mn"},
    {"Spacing_Mark", "Mc"},
    {"Enclosing_Mark", "Me"},
    {"Number", "N"},
    {"Decimal_Number", "Nd"},
    {"digit", "Nd"},
    {"Letter_Number", "Nl"},
    {"Other_Number", "No"},
    {"Punctuation", "P"},
    {"punct", "P"},
    {"Connector_Punctuation", "Pc"},
    {"Dash_Punctuation", "Pd"},
    {"Open_Punctuation", "Ps"},
    {"Close_Punctuation", "Pe"},
    {"Initial_Punctuation", "Pi"},
    {"Final_Punctuation", "Pf"},
    {"Other_Punctuation", "Po"},
    {"Symbol", "S"},
    {"Math_Symbol", "Sm"},
    {"Currency_Symbol", "Sc"},
    {"Modifier_Symbol", "Sk"},
    {"Other_Symbol", "So"},
    {"Separator", "Z"},
    {"Space_Separator", "Zs"},
    {"Line_Separator", "Zl"},
    {"Paragraph_Separator", "Zp"},
    {"Other", "C"},
    {"Control", "Cc"},
}};

/// All characters but those that ECMA-262 counts as white space or ends of lines, as ranges of a class.
constexpr std::string_view no_blanks =
    R"(\x{0}-\x{8}\x{e}-\x{1f}\x{21}-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e})"
    R"(\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff})";

/// Rewrites ECMA-262 notation as RE2's, one element at a time.
class translation {
public:
    explicit translation(std::string_view written)
        : rest_{written} {}

    /// Nothing when the notation is not supported.
    std::optional<std::string> run() {
        while (!rest_.empty() && good_)
            take_one();
        return good_ && !in_class_ ? std::optional{std::move(out_)} : std::nullopt;
    }

private:
    void take_one() {
        const char c = rest_.front();
        if (c == '\\') return take_escape();
        rest_.remove_prefix(1);
        if (in_class_) return take_in_class(c);
        if (c == '[') {
            in_class_ = true;
            out_ += c;
            if (rest_.starts_with('^')) copy(1);
        } else if (c == '.') {
            out_ += R"([^\n\r\x{2028}\x{2029}])";
        } else if (c == '(') {
            take_group();
        } else {
            out_ += c;
        }
    }

    void take_in_class(char c) {
        if (c == '[') out_ += '\\'; // RE2 would read a POSIX class
        if (c == ']') in_class_ = false;
        out_ += c;
    }

    void take_group() {
        if (!rest_.starts_with('?') || rest_.starts_with("?:")) {
            out_ += '(';
            return;
        }
        const bool is_named = rest_.starts_with("?<") && !rest_.starts_with("?<=") && !rest_.starts_with("?<!");
        good_ = is_named; // the others look around
        out_ += "(?P";
        rest_.remove_prefix(1);
    }

    void take_escape() {
        rest_.remove_prefix(1);
        if (rest_.empty()) return fail();
        const char c = rest_.front();
        if (std::string_view{"^$\\.*+?()[]{}|/-"}.find(c) != std::string_view::npos) {
            out_ += '\\';
            return copy(1);
        }
        if (std::string_view{"dDwWtnfrvB"}.find(c) != std::string_view::npos) {
            out_ += '\\';
            return copy(1);
        }
        rest_.remove_prefix(1);
        switch (c) {
        case 's':
            out_ += in_class_ ? R"(\s\x0b\x{feff}\pZ)" : R"([\s\x0b\x{feff}\pZ])";
            return;
        case 'S':
            out_ += in_class_ ? std::string{no_blanks} : fmt::format("[{}]", no_blanks);
            return;
        case 'b':
            out_ += in_class_ ? R"(\x08)" : R"(\b)";
            return;
        case '0':
            out_ += R"(\x00)";
            return;
        case 'c':
            return take_control();
        case 'x':
            return write_character(take_hex(2));
        case 'u':
            return take_unicode();
        case 'p':
        case 'P':
            return take_property(c);
        default:
            return fail(); // back-references and what only other notations know
        }
    }

    void take_control() {
        if (rest_.empty() || !std::isalpha(static_cast<unsigned char>(rest_.front()))) return fail();
        write_character(rest_.front() % 32);
        rest_.remove_prefix(1);
    }

    int take_hex(std::size_t length) {
        int value = 0;
        const auto end = rest_.data() + std::min(length, rest_.size());
        const auto read = std::from_chars(rest_.data(), end, value, 16);
        if (rest_.size() < length || read.ptr != end || value < 0) {
            fail();
            return 0;
        }
        rest_.remove_prefix(length);
        return value;
    }

    void take_unicode() {
        if (rest_.starts_with('{')) {
            const auto close = rest_.find('}');
            if (close == std::string_view::npos || close < 2 || close > 7) return fail();
            rest_.remove_prefix(1);
            write_character(take_hex(close - 1));
            if (good_) rest_.remove_prefix(1);
            return;
        }
        int value = take_hex(4);
        if (value >= 0xD800 && value < 0xDC00 && rest_.starts_with("\\u")) {
            rest_.remove_prefix(2);
            value = 0x10000 + (value - 0xD800) * 0x400 + (take_hex(4) - 0xDC00);
        }
        write_character(value);
    }

    void take_property(char kind) {
        const auto close = rest_.find('}');
        if (!rest_.starts_with('{') || close == std::string_view::npos) return fail();
        auto name = rest_.substr(1, close - 1);
        rest_.remove_prefix(close + 1);
        for (const std::string_view prefix : {"General_Category=", "gc=", "Script=", "sc="})
            if (name.starts_with(prefix)) {
                name.remove_prefix(prefix.size());
                break;
            }
        for (const auto& [in_full, short_name] : categories)
            if (name == in_full) name = short_name;
        out_ += fmt::format("\\{}{{{}}}", kind, name);
    }

    void write_character(int code_point) { out_ += fmt::format("\\x{{{:x}}}", code_point); }

    void copy(std::size_t length) {
        out_ += rest_.substr(0, length);
        rest_.remove_prefix(length);
    }

    void fail() { good_ = false; }

    std::string_view rest_;
    std::string out_;
    bool in_class_ = false;
    bool good_ = true;
};

refusal unusable(std::string_view written, std::string_view why) {
    return refuse(reason::definition_invalid,
                  {fmt::format("正则表达式“{}”不可用（须能在线性时间内匹配，不支持环视和反向引用）：{}", written, why),
                   fmt::format("The pattern “{}” cannot be used (patterns are matched in linear time, without "
                               "look-around or back-references): {}",
                               written, why)});
}

} // namespace

result<pattern> pattern::compile(std::string_view written) {
    const auto translated = translation{written}.run();
    if (!translated) return unusable(written, "notation not supported");
    RE2::Options options;
    options.set_log_errors(false);
    auto compiled = std::make_shared<const RE2>(*translated, options);
    if (!compiled->ok()) return unusable(written, compiled->error());
    if (compiled->ProgramSize() > pattern_program_max) return unusable(written, "too large");
    return pattern{std::string{written}, std::move(compiled)};
}

pattern::pattern(std::string written, std::shared_ptr<const re2::RE2> compiled)
    : written_{std::move(written)}
    , compiled_{std::move(compiled)}
    , program_size_{static_cast<std::size_t>(compiled_->ProgramSize())} {}

bool pattern::matches(std::string_view text) const {
    return RE2::PartialMatch(re2::StringPiece{text.data(), text.size()}, *compiled_);
}

std::size_t pattern::cost(std::size_t bytes) const {
    constexpr std::size_t call = 4;
    constexpr std::size_t work_of_a_step = 256;
    return call + bytes * (program_size_ + 16) / work_of_a_step;
}

} // namespace sluice::schema

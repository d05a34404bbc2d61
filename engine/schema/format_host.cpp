#include "engine/schema/format_parts.hpp"
#include "engine/schema/punycode.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace sluice::schema {
namespace {

constexpr std::size_t name_max = 253, label_max = 63;

/// What a label may hold beside letters, marks and digits (RFC 5892, section 2.6), and what it must not hold though it
/// is one of these. The joiners and the six characters after them stand only where their rules let them.
const re2::RE2& permitted_letters() {
    static const re2::RE2 all{R"((?:[-a-zA-Z0-9]|[\p{Ll}\p{Lo}\p{Lm}\p{Mn}\p{Mc}\p{Nd}]|)"
                              R"([\x{06fd}\x{06fe}\x{0f0b}\x{3007}]|)"
                              R"([\x{200c}\x{200d}\x{b7}\x{375}\x{5f3}\x{5f4}\x{30fb}])*)"};
    return all;
}

const re2::RE2& forbidden_letters() {
    static const re2::RE2 all{R"([\x{0640}\x{07fa}\x{302e}\x{302f}\x{3031}-\x{3035}\x{303b}])"};
    return all;
}

const re2::RE2& leading_mark() {
    static const re2::RE2 all{R"(^\p{M})"};
    return all;
}

/// RFC 5892, appendix A: a pattern for each of the contextual characters that stands where it must not.
bool breaks_context(std::string_view label) {
    constexpr const char* virama = R"(\x{94d}\x{9cd}\x{a4d}\x{acd}\x{b4d}\x{bcd}\x{c4d}\x{ccd}\x{d4d}\x{dca}\x{e3a})"
                                   R"(\x{eba}\x{f84}\x{1039}\x{103a}\x{1714}\x{17d2}\x{1b44}\x{a806}\x{a8c4}\x{a953})";
    static const re2::RE2 joiner{fmt::format(R"((?:^|[^{}])\x{{200d}})", virama)};
    static const re2::RE2 non_joiner{fmt::format(R"((?:^|[^{}\p{{Arabic}}\p{{Syriac}}])\x{{200c}})", virama)};
    static const re2::RE2 non_joiner_last{R"([\p{Arabic}\p{Syriac}]\x{200c}(?:$|[^\p{Arabic}\p{Syriac}]))"};
    static const re2::RE2 middle_dot{R"((?:^|[^l])\x{b7}|\x{b7}(?:$|[^l]))"};
    static const re2::RE2 keraia{R"(\x{375}(?:$|[^\p{Greek}]))"};
    static const re2::RE2 geresh{R"((?:^|[^\p{Hebrew}])[\x{5f3}\x{5f4}])"};
    static const re2::RE2 katakana_dot{R"(\x{30fb})"}, japanese{R"([\p{Hiragana}\p{Katakana}\p{Han}])"};
    static const re2::RE2 arabic{R"([\x{660}-\x{669}])"}, extended{R"([\x{6f0}-\x{6f9}])"};
    const auto has = [&](const re2::RE2& pattern) {
        return re2::RE2::PartialMatch(re2::StringPiece{label.data(), label.size()}, pattern);
    };
    return has(joiner) || has(non_joiner) || has(non_joiner_last) || has(middle_dot) || has(keraia) || has(geresh) ||
           (has(katakana_dot) && !has(japanese)) || (has(arabic) && has(extended));
}

/// The characters of UTF-8; nothing where it is none.
std::optional<std::u32string> characters(std::string_view text) {
    std::u32string all;
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        const std::size_t length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        if ((first >= 0x80 && first < 0xC0) || i + length > text.size()) return std::nullopt;
        char32_t code = length == 1 ? first : first & (0x7FU >> length);
        for (std::size_t more = 1; more < length; ++more)
            code = code << 6U | (static_cast<unsigned char>(text[i + more]) & 0x3FU);
        all += code;
        i += length;
    }
    return all;
}

std::string as_utf8(std::u32string_view text) {
    std::string written;
    const auto put = [&](char32_t bits) { written += static_cast<char>(static_cast<unsigned char>(bits)); };
    for (const auto code : text) {
        if (code < 0x80) {
            put(code);
        } else if (code < 0x800) {
            put(0xC0U | code >> 6U);
            put(0x80U | (code & 0x3FU));
        } else if (code < 0x10000) {
            put(0xE0U | code >> 12U);
            put(0x80U | (code >> 6U & 0x3FU));
            put(0x80U | (code & 0x3FU));
        } else {
            put(0xF0U | code >> 18U);
            put(0x80U | (code >> 12U & 0x3FU));
            put(0x80U | (code >> 6U & 0x3FU));
            put(0x80U | (code & 0x3FU));
        }
    }
    return written;
}

bool is_encoded_label(std::string_view label) {
    return label.size() >= 4 && (label[0] == 'x' || label[0] == 'X') && (label[1] == 'n' || label[1] == 'N') &&
           label.substr(2, 2) == "--";
}

bool has_dashes_wrong(std::string_view label) {
    return label.front() == '-' || label.back() == '-' || (label.size() >= 4 && label.substr(2, 2) == "--");
}

/// A label as people read it.
bool is_unicode_label(std::string_view label) {
    if (label.empty() || has_dashes_wrong(label)) return false;
    const re2::StringPiece text{label.data(), label.size()};
    return re2::RE2::FullMatch(text, permitted_letters()) && !re2::RE2::PartialMatch(text, forbidden_letters()) &&
           !re2::RE2::PartialMatch(text, leading_mark()) && !breaks_context(label);
}

bool is_ascii_label(std::string_view label) {
    if (label.empty() || label.size() > label_max || label.front() == '-' || label.back() == '-') return false;
    if (!std::all_of(label.begin(), label.end(), [](char c) { return is_alphanumeric(c) || c == '-'; })) return false;
    if (!is_encoded_label(label)) return true;
    const auto decoded = from_punycode(label.substr(4));
    return decoded && is_unicode_label(as_utf8(*decoded));
}

bool is_label(std::string_view label) {
    const auto letters = characters(label);
    if (!letters || letters->empty()) return false;
    if (std::all_of(letters->begin(), letters->end(), [](char32_t letter) { return letter < 0x80; }))
        return is_ascii_label(label);
    const auto encoded = to_punycode(*letters);
    return encoded && encoded->size() + 4 <= label_max && is_unicode_label(label);
}

/// The labels between full stops; `separators` are characters in UTF-8.
std::vector<std::string_view> labels_of(std::string_view name, const std::vector<std::string_view>& separators) {
    std::vector<std::string_view> labels;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < name.size();) {
        const auto found = std::find_if(separators.begin(), separators.end(),
                                        [&](std::string_view each) { return name.substr(at).starts_with(each); });
        if (found == separators.end()) {
            ++at;
            continue;
        }
        labels.push_back(name.substr(begin, at - begin));
        at += found->size();
        begin = at;
    }
    labels.push_back(name.substr(begin));
    return labels;
}

} // namespace

bool is_host_name(std::string_view written) {
    if (written.size() > name_max) return false;
    const auto labels = labels_of(written, {"."});
    return std::all_of(labels.begin(), labels.end(), is_ascii_label);
}

bool is_idn_host_name(std::string_view written) {
    if (written.size() > 4 * name_max) return false;
    const auto labels = labels_of(written, {".", "\u3002", "\uff0e", "\uff61"});
    return std::all_of(labels.begin(), labels.end(), is_label);
}

} // namespace sluice::schema

#pragma once

#include "engine/base/text.hpp"

#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::service {

/// What a letter can name in double braces; workflows/letters/README.md explains each.
inline constexpr std::array<std::string_view, 7> letter_words{"name",   "message", "summary", "programme",
                                                              "number", "title",   "link"};

using letter_values = std::map<std::string, std::string, std::less<>>;

struct written_letter {
    std::string subject, text;
};

/// A letter with gaps. Immutable.
class letter_template {
public:
    /// The first line is `Subject: …`, an empty line follows, then the text. Throws `definition_error` that names
    /// `place` for anything else, and for a gap that has no known name.
    static letter_template read(std::string_view written, const std::string& place);

    /// Lines that name something are left out where all that they name is empty.
    written_letter fill(const letter_values&) const;

private:
    struct piece {
        std::string literal; ///< in front of the gap
        std::string word;    ///< empty: there is none
    };
    using line = std::vector<piece>;

    static line read_line(std::string_view, const std::string& place);
    static std::string fill(const line&, const letter_values&);
    static bool says_nothing(const line&, const letter_values&);

    line subject_;
    std::vector<line> text_;
};

/// The letters of an office, one for each language.
struct letters {
    letter_template zh, en;

    /// From `notification.zh.txt` and `notification.en.txt`. Throws `definition_error`.
    static letters read(const std::filesystem::path& folder);

    const letter_template& in(language spoken) const { return spoken == language::zh ? zh : en; }
};

/// The first characters of a text, cut between characters and marked as cut, without line ends: for a subject.
std::string beginning_of(std::string_view text, std::size_t characters_max);

} // namespace sluice::service

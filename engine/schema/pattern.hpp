#pragma once

#include "engine/base/result.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace sluice::schema {

/// The largest program that a pattern may compile to: what `^.{1,500}$` needs, several times over.
inline constexpr int pattern_program_max = 20'000;

/// A regular expression in the notation of ECMA-262 with the `u` flag, as JSON Schema wants it, matched by RE2 in time
/// linear in the text. Immutable, may be used by any number of threads.
class pattern {
public:
    /// Refuses with `definition_invalid`: what is no pattern, what RE2 cannot match in linear time (look-around,
    /// back-references, more than 1,000 repetitions), and what is larger than `pattern_program_max`.
    static result<pattern> compile(std::string_view written);

    /// Whether it matches anywhere in the text (which is UTF-8).
    bool matches(std::string_view text) const;

    /// What a match of so many bytes costs, in steps of the evaluator.
    std::size_t cost(std::size_t bytes) const;

    const std::string& written() const { return written_; }

private:
    pattern(std::string written, std::shared_ptr<const re2::RE2> compiled);

    std::string written_;
    std::shared_ptr<const re2::RE2> compiled_;
    std::size_t program_size_;
};

} // namespace sluice::schema

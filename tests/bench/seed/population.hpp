#pragma once

#include "tests/bench/seed/pattern.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace sluice::bench {

/// One application to be made after a pattern.
struct planned_application {
    std::int64_t created_at = 0; ///< milliseconds
    std::uint64_t seed = 0;      ///< of its id, its title and its documents' ids
    std::uint32_t shift_ms = 0;  ///< by which all its acts are later than the pattern's
    std::uint32_t firm = 0;
    std::uint16_t pattern = 0;
};

/// One act on one of them, in the order of the record.
struct planned_act {
    std::int64_t at = 0; ///< milliseconds
    std::uint32_t application = 0;
    std::uint32_t act = 0; ///< of its pattern
};

/// Firms have about so many applications each.
inline constexpr std::size_t applications_of_a_firm = 20;

/// Who applies with what and when: the same for the same seed, patterns and count. Oldest application first, so that
/// ids and receipt numbers rise.
class population {
public:
    population(const patterns&, const title_maker&, std::size_t applications, std::uint64_t seed);

    const std::vector<planned_application>& applications() const { return applications_; }
    std::vector<planned_act> acts() const;
    std::size_t firms() const { return firms_; }

    const application_pattern& pattern_of(std::size_t application) const {
        return patterns_.applications[applications_[application].pattern];
    }

    /// What goes into the gaps of its pattern: all of it, or no more than one of its texts uses (and always the id).
    std::vector<std::string> words_of(std::size_t application, const text_template* text = nullptr) const;

    struct firm_ids {
        std::string organisation, person;
        instant at;
    };
    firm_ids ids_of_firm(std::size_t firm) const;

private:
    const patterns& patterns_;
    const title_maker& titles_;
    std::uint64_t seed_;
    std::size_t firms_;
    std::vector<planned_application> applications_;
};

} // namespace sluice::bench

#pragma once

#include "engine/base/json.hpp"
#include "engine/base/result.hpp"
#include "engine/review/fraction.hpp"
#include "engine/review/rubric.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sluice::review {

/// The most seats that a panel can have.
inline constexpr std::int64_t panel_size_max = 99;

enum class review_method { score, vote };

/// What counts as a conflict beyond what the expert declares.
struct conflict_rules {
    std::int64_t paid_within_years = 3;
    std::vector<std::string> public_mail_domains; ///< in lower case; sharing one of these means nothing
};

/// How a programme's panels are composed and come to a result. All of it is the programme's definition.
struct panel_rules {
    review_method method = review_method::score;
    std::int64_t size = 5;     ///< the fewest members
    std::int64_t size_max = 5; ///< the most; `size` unless given
    std::int64_t technical_percent_min = 0;
    std::int64_t finance_min = 0;
    bool odd = false;               ///< the number of members must be odd
    bool declaration_needed = true; ///< a member declares to have no conflict before scoring or voting
    std::int64_t pass_score = 0;    ///< of 100; a mean that equals it passes
    std::int64_t drop_extremes_from =
        0;                   ///< with this many scores or more, one highest and one lowest are left out; 0 never
    fraction quorum{2, 3};   ///< of members who must be present
    fraction majority{2, 3}; ///< of those present who must approve
    rubric scored;           ///< empty when the method is `vote`
    conflict_rules conflicts;
};

/// Rubrics by the name under which rules refer to them, for instance `rubric.json`.
using named_rubrics = std::map<std::string, rubric>;

/// Reads
/// `{"method": "score"|"vote", "size", "size_max"?, "technical_percent_min"?, "finance_min"?, "odd"?,
///   "declaration_needed"?, "pass_score"?, "drop_extremes_from"?, "quorum"?: "2/3", "majority"?: "2/3",
///   "rubric"?: {…} or "<name in known>",
///   "conflicts"?: {"paid_within_years"?, "public_mail_domains"?: [..]}}`.
/// Refuses `unknown_field`, and `definition_invalid` with the pointer for anything else: a wrong value, fractions
/// not from 0 to 1, a rubric missing for scores, an even size that must be odd, rules that no panel can satisfy,
/// dropping extremes from fewer than 3.
result<panel_rules> read_panel_rules(const ordered_json& value, const std::string& pointer,
                                     const named_rubrics& known = {});

} // namespace sluice::review

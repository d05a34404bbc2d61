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

/// Which figure of the scores decides and ranks.
enum class score_aggregate { mean, median };

/// Of whom the majority of a vote is counted: of all who are present, so that an abstention counts against, or of those
/// who voted for or against.
enum class majority_base { present, cast };

/// What counts as a conflict beyond what the expert declares.
struct conflict_rules {
    std::int64_t paid_within_years = 3;
    std::vector<std::string> public_mail_domains; ///< in lower case; sharing one of these means nothing
    std::int64_t employed_within_years = 0; ///< an employment that ended longer ago does not count; 0: always counts
    std::int64_t shared_within_years = 0;   ///< the same for a shared project
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
    fraction majority{2, 3}; ///< of those present (or of the votes cast) who must approve
    majority_base majority_of = majority_base::present;
    score_aggregate aggregate = score_aggregate::mean;
    std::int64_t disagreement_from = 0;    ///< points between highest and lowest that flag disagreement; 0 never
    std::int64_t calibration_strength = 3; ///< see `calibrate`
    std::int64_t invitation_days = 0;      ///< working days to answer an invitation; 0: seated without being asked
    std::int64_t reminder_days = 0;        ///< working days before a due time from which one is reminded; 0: once late
    std::int64_t review_days = 0;          ///< working days to submit, from the seat's acceptance; 0 no due time
    bool drawn = false;                    ///< members come by the draw (or a round's assignment) only
    bool blind = true;                     ///< what identifies the applicant is withheld from the members
    std::string field_at = "/project/field"; ///< pointer to the form's field of expertise: a text or a list of texts
    rubric scored;                           ///< empty when the method is `vote`
    conflict_rules conflicts;
};

/// Whether `count` members can satisfy the rules at all, and how many of them must be technical experts.
bool can_be_composed(const panel_rules& rules, std::int64_t count);
std::int64_t technical_needed(const panel_rules& rules, std::int64_t count);

/// Rubrics by the name under which rules refer to them, for instance `rubric.json`.
using named_rubrics = std::map<std::string, rubric>;

/// Reads
/// `{"method": "score"|"vote", "size", "size_max"?, "technical_percent_min"?, "finance_min"?, "odd"?,
///   "declaration_needed"?, "pass_score"?, "drop_extremes_from"?, "quorum"?: "2/3", "majority"?: "2/3",
///   "majority_of"?: "present"|"cast", "aggregate"?: "mean"|"median", "disagreement_from"?, "calibration_strength"?,
///   "invitation_days"?, "reminder_days"?, "review_days"?, "drawn"?, "blind"?, "field_at"?: "/project/field",
///   "rubric"?: {…} or "<name in known>",
///   "conflicts"?: {"paid_within_years"?, "employed_within_years"?, "shared_within_years"?,
///                  "public_mail_domains"?: [..]}}`.
/// Refuses `unknown_field`, and `definition_invalid` with the pointer for anything else: a wrong value, fractions
/// not from 0 to 1, a rubric missing for scores, an even size that must be odd, rules that no panel can satisfy,
/// dropping extremes from fewer than 3.
result<panel_rules> read_panel_rules(const ordered_json& value, const std::string& pointer,
                                     const named_rubrics& known = {});

} // namespace sluice::review

#pragma once

#include "engine/programme/programme.hpp"

#include <string>
#include <vector>

namespace sluice::programme {

/// Whether a firm can apply, as far as its profile says: three values, so that what is left out is never taken for no.
enum class match_verdict { eligible, open, not_eligible };
std::string_view name_of(match_verdict);

struct condition_outcome {
    std::string id;
    match_verdict verdict;            ///< eligible: it holds; not_eligible: it does not
    std::vector<std::string> missing; ///< when open: what would decide it, as `staff.total`
    text explanation; ///< what would satisfy it when it does not hold, and what went wrong where nothing is missing
};

/// What can be expected; both ends are the same where a rule gives the amount exactly.
struct amount_outcome {
    bool given = false; ///< whether a rule gives anything
    std::optional<fen> from, to;
    text note;                        ///< of the definition, or empty
    std::vector<std::string> missing; ///< what would tell it
};

struct part_outcome {
    match_verdict verdict = match_verdict::eligible;
    std::vector<condition_outcome> conditions;
    amount_outcome amount;
    std::vector<std::string> documents;         ///< that have to be handed in
    std::vector<std::string> documents_perhaps; ///< of which the profile does not say enough
};

struct route_outcome {
    std::string id;
    text title;
    part_outcome part;
};

struct match_outcome {
    match_verdict verdict = match_verdict::open;
    part_outcome all;
    std::vector<route_outcome> routes;
    std::vector<std::string> missing; ///< everything that would help to decide an open verdict, sorted

    /// The most that an eligible firm can expect: of the best of the routes that are open to it.
    const amount_outcome* best_amount() const;
    /// Those that everybody hands in, and those of the routes that one is eligible by; or, while that is open, of those
    /// that may be.
    std::vector<std::string> documents() const;
};

/// What the programme's section `match` makes of a profile that is valid after `profile_schema()`. Pure: nothing is
/// kept of it. The programme must have such a section. An expression over fields that are missing is unknown, unless
/// the others decide it: CEL's own rule for errors in `&&` and `||`.
match_outcome match(const programme&, const json& profile, instant now);

/// The outcome in the words of `cases.json`, member `gives`.
json summary_of(const match_outcome&);

/// The title of a profile's field as the schema has it, for instance of `staff.total`.
text title_of_field(const std::string& path);

} // namespace sluice::programme

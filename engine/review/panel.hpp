#pragma once

#include "engine/base/fen.hpp"
#include "engine/base/instant.hpp"
#include "engine/base/json.hpp"
#include "engine/base/result.hpp"
#include "engine/review/conflict.hpp"
#include "engine/review/rubric.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::review {

/// Everyone who ever had a seat, the recused included.
inline constexpr std::size_t members_ever_max = 500;
inline constexpr std::size_t comment_bytes_max = 20'000;
inline constexpr std::int64_t confidence_max = 5;
inline constexpr std::size_t reminders_max = 20; ///< of one member

/// Persisted by name. `invited` holds a seat but has not said yes; `declined` said no; `replaced` was late and lost the
/// seat to somebody else.
enum class member_status { assigned, submitted, recused, invited, declined, replaced };
enum class vote_choice { approve, reject, abstain };

std::string_view name_of(member_status status);
std::string_view name_of(expertise kind);
std::string_view name_of(vote_choice choice);
std::optional<member_status> member_status_named(std::string_view name);
std::optional<expertise> expertise_named(std::string_view name);
std::optional<vote_choice> vote_choice_named(std::string_view name);

/// What an expert writes, whether draft or submitted.
struct score_sheet {
    points_by_criterion points;
    std::optional<fen> recommended_amount;
    std::string comment_to_applicant;       ///< shown to the applicant without the expert's name
    std::string comment_to_office;          ///< never shown to the applicant
    std::optional<std::int64_t> confidence; ///< 1 to `confidence_max`

    friend bool operator==(const score_sheet&, const score_sheet&) = default;
};

/// One seat's holder. Once recused, sheet and vote are gone from here; the record keeps what was once submitted.
struct panel_member {
    std::string person;
    std::string organisation;
    expertise kind = expertise::technical;
    member_status status = member_status::assigned;
    instant seated_since;
    std::optional<instant> no_conflict_declared_at;
    std::optional<score_sheet> sheet; ///< a draft while assigned, final once submitted
    std::optional<vote_choice> vote;  ///< once submitted, in a panel that votes
    std::optional<instant> submitted_at;
    std::optional<instant> recused_at;
    std::string recusal_ground;         ///< in the words of whoever recused, empty unless recused
    std::optional<instant> answer_by;   ///< of an invitation
    std::optional<instant> accepted_at; ///< the invitation
    std::optional<instant> due_by;      ///< when the scores or the vote are due
    std::optional<instant> left_at;     ///< when declined or replaced
    std::string left_because;           ///< in the words of whoever declined or replaced
    std::vector<instant> reminded_at;

    /// Whether a seat is held: by all but the recused, the declined and the replaced.
    bool holds_seat() const;
    /// What the member has to do next and by when; nothing once submitted, without a due time, or without a seat.
    std::optional<instant> next_due() const;
    bool is_late(instant now) const;

    friend bool operator==(const panel_member&, const panel_member&) = default;
};

/// A panel's whole state: plain data, changed only through `panel_acts.hpp`.
struct panel {
    std::vector<panel_member> members; ///< in the order of assignment
    std::string seed;                  ///< of the draw, fixed when the panel was opened; empty in older panels
    std::optional<instant> closed_at;

    bool is_closed() const { return closed_at.has_value(); }
    const panel_member* find(const std::string& person) const;
    panel_member* find(const std::string& person);
    /// Those who hold a seat.
    std::vector<const panel_member*> seated() const;

    friend bool operator==(const panel&, const panel&) = default;
};

/// The persisted form; its keys are in README.md. Reading refuses `unknown_field`, `amount_invalid` and `invalid_value`
/// with the pointer. What was written is read back equal.
json to_json(const panel& written);
result<panel> panel_from_json(const json& value, const std::string& place);

json to_json(const score_sheet& written);
result<score_sheet> score_sheet_from_json(const json& value, const std::string& place);

} // namespace sluice::review

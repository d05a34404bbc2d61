#include "engine/review/panel_acts.hpp"

#include "engine/review/composition.hpp"

#include <algorithm>
#include <utility>

namespace sluice::review {
namespace {

result<void> check_open(const panel& seats) {
    if (seats.is_closed()) return refuse(reason::panel_closed, {"评审组已结束评审", "The panel is closed"});
    return {};
}

/// That the panel is open and the person holds a seat.
result<void> check_seat(const panel& seats, const std::string& person) {
    if (const auto open = check_open(seats); !open) return open;
    const auto* member = seats.find(person);
    if (!member) return refuse(reason::not_assigned, {"您不是本评审组的成员", "You are not a member of this panel"});
    if (member->status == member_status::recused)
        return refuse(reason::recused, {"您已回避，不再参与此项评审", "You were recused from this review"});
    if (!member->holds_seat())
        return refuse(reason::not_assigned, {"您在此评审组的席位已让出", "Your seat on this panel has been given up"});
    return {};
}

/// That the person holds a seat, has not submitted, and the panel works by this method.
result<void> check_turn(const panel& seats, const panel_rules& rules, const std::string& person, review_method method) {
    if (const auto seat = check_seat(seats, person); !seat) return seat;
    if (rules.method != method)
        return refuse(reason::event_not_possible,
                      method == review_method::score
                          ? text{"本评审组采用表决，不评分", "This panel votes and does not score"}
                          : text{"本评审组采用评分，不表决", "This panel scores and does not vote"});
    if (seats.find(person)->status == member_status::submitted)
        return refuse(reason::already_submitted,
                      {"您已提交，不能更改", "You have submitted already and cannot change it"});
    if (seats.find(person)->status == member_status::invited)
        return refusal{reason::requirement_not_met,
                       {"请先接受评审邀请", "Accept the invitation first"},
                       {},
                       {{"invitation_accepted",
                         "",
                         {"须先接受评审邀请，或予以谢绝", "Accept the invitation to review, or decline it"}}}};
    return {};
}

result<void> check_composed(const panel& seats, const panel_rules& rules) {
    auto unmet = composition(seats, rules);
    if (unmet.empty()) return {};
    return refusal{reason::panel_not_composed,
                   {"评审组尚未按规定组成", "The panel is not composed as the rules want"},
                   {},
                   std::move(unmet)};
}

/// What a member needs before a final score or vote.
result<void> check_ready(const panel& seats, const panel_rules& rules, const std::string& person) {
    if (const auto composed = check_composed(seats, rules); !composed) return composed;
    if (!rules.declaration_needed || seats.find(person)->no_conflict_declared_at) return {};
    return refusal{reason::requirement_not_met,
                   {"请先声明与申请方无利益关系", "Declare first that you have no conflict of interest"},
                   {},
                   {{"no_conflict_declared",
                     "",
                     {"须先声明无利益关系，或申请回避", "Declare that you have no conflict, or recuse yourself"}}}};
}

result<void> check_sheet(const panel_rules& rules, const score_sheet& sheet, bool draft) {
    if (const auto points = check_points(rules.scored, sheet.points, draft); !points) return points;
    if (sheet.recommended_amount && (*sheet.recommended_amount < fen{0} || *sheet.recommended_amount > fen_max))
        return refuse(reason::amount_invalid, {"建议金额不正确", "The recommended amount is not valid"},
                      "/recommended_amount");
    if (sheet.confidence && (*sheet.confidence < 1 || *sheet.confidence > confidence_max))
        return refuse(reason::invalid_value, {"把握程度须为 1 至 5", "Confidence is from 1 to 5"}, "/confidence");
    for (const auto& [comment, place] : {std::pair{&sheet.comment_to_applicant, "/comment_to_applicant"},
                                         std::pair{&sheet.comment_to_office, "/comment_to_office"}})
        if (comment->size() > comment_bytes_max)
            return refuse(reason::invalid_value, {"意见过长", "The comment is too long"}, place);
    return {};
}

result<void> check_no_conflict(const panel_rules& rules, const expert& candidate, const applicant_facts& applicant,
                               instant at) {
    std::vector<unmet_requirement> grounds;
    for (auto& found : detect_conflicts(candidate, applicant, rules.conflicts, local_date(at)))
        grounds.push_back({std::string{name_of(found.ground)}, "", std::move(found.evidence)});
    if (grounds.empty()) return {};
    return refusal{reason::conflict_of_interest,
                   {"该专家应当回避，请另选专家", "This expert has a conflict of interest; choose another"},
                   {},
                   std::move(grounds)};
}

/// The seat is free again, and what was drafted for it is void.
result<panel> leave(panel before, const std::string& person, const std::string& because, member_status as, instant at) {
    auto& member = *before.find(person);
    if (member.status == member_status::submitted)
        return refuse(reason::already_submitted,
                      {"已提交，不能再让出席位", "This has been submitted, and the seat cannot be given up any more"});
    if (because.size() > comment_bytes_max)
        return refuse(reason::invalid_value, {"理由过长", "The reason is too long"}, "/reason");
    member.status = as;
    member.left_at = at;
    member.left_because = because;
    member.sheet.reset();
    return before;
}

} // namespace

result<panel> assign(panel before, const panel_rules& rules, const expert& candidate, const applicant_facts& applicant,
                     instant at, const seat_terms& terms) {
    if (const auto open = check_open(before); !open) return open.error();
    if (candidate.person.empty())
        return refuse(reason::invalid_value, {"须指明专家", "The expert must be named"}, "/person");
    if (const auto* known = before.find(candidate.person)) {
        if (known->status == member_status::recused)
            return refuse(reason::recused, {"该专家已在此项评审中回避", "This expert was recused from this review"});
        if (!known->holds_seat())
            return refuse(reason::already_exists, {"该专家已谢绝或被替换，不再入组",
                                                   "This expert has declined or was replaced and does not come back"});
        return refuse(reason::already_exists, {"该专家已在评审组中", "This expert is on the panel already"});
    }
    if (const auto sound = check_no_conflict(rules, candidate, applicant, at); !sound) return sound.error();
    if (static_cast<std::int64_t>(before.seated().size()) >= rules.size_max ||
        before.members.size() >= members_ever_max)
        return refuse(reason::panel_not_composed, {"评审组席位已满", "All seats of the panel are taken"});
    panel_member member;
    member.person = candidate.person;
    member.organisation = candidate.organisation;
    member.kind = candidate.kind;
    member.seated_since = at;
    member.answer_by = terms.answer_by;
    if (terms.answer_by)
        member.status = member_status::invited;
    else
        member.due_by = terms.due_by;
    before.members.push_back(std::move(member));
    return before;
}

result<panel> accept(panel before, const std::string& person, instant at, std::optional<instant> due_by) {
    if (const auto seat = check_seat(before, person); !seat) return seat.error();
    auto& member = *before.find(person);
    if (member.status != member_status::invited)
        return refuse(reason::event_not_possible,
                      {"没有待您答复的邀请", "There is no invitation that waits for your answer"});
    member.status = member_status::assigned;
    member.accepted_at = at;
    member.due_by = due_by;
    return before;
}

result<panel> decline(panel before, const std::string& person, const std::string& because, instant at) {
    if (const auto seat = check_seat(before, person); !seat) return seat.error();
    return leave(std::move(before), person, because, member_status::declined, at);
}

result<panel> replace(panel before, const std::string& person, const std::string& because, instant at) {
    if (const auto open = check_open(before); !open) return open.error();
    const auto* member = before.find(person);
    if (!member || !member->holds_seat())
        return refuse(reason::invalid_value, {"此人在本评审组没有席位", "This person has no seat on this panel"},
                      "/person");
    if (because.empty()) return refuse(reason::invalid_value, {"须写明理由", "A reason must be given"}, "/reason");
    if (member->status != member_status::submitted && !member->is_late(at))
        return refusal{reason::requirement_not_met,
                       {"该专家尚未逾期，不能替换", "This expert is not late and cannot be replaced"},
                       {},
                       {{"late",
                         "",
                         {"只有逾期未答复或逾期未提交的专家可以替换；有利益关系的应当回避",
                          "Only an expert who is late to answer or to deliver can be replaced; one with a conflict is "
                          "recused"}}}};
    return leave(std::move(before), person, because, member_status::replaced, at);
}

result<panel> remind(panel before, instant at, instant due_until, std::vector<std::string>& reminded) {
    if (const auto open = check_open(before); !open) return open.error();
    for (auto& member : before.members) {
        const auto due = member.next_due();
        if (!due || *due > due_until || member.reminded_at.size() >= reminders_max) continue;
        member.reminded_at.push_back(at);
        reminded.push_back(member.person);
    }
    if (reminded.empty())
        return refuse(reason::event_not_possible, {"没有需要提醒的专家", "There is nobody to remind"});
    return before;
}

result<panel> declare_no_conflict(panel before, const std::string& person, instant at) {
    if (const auto seat = check_seat(before, person); !seat) return seat.error();
    auto& declared = before.find(person)->no_conflict_declared_at;
    if (!declared) declared = at;
    return before;
}

result<panel> recuse(panel before, const std::string& person, const std::string& ground, instant at) {
    if (const auto seat = check_seat(before, person); !seat) return seat.error();
    if (ground.empty() || ground.size() > comment_bytes_max)
        return refuse(reason::invalid_value, {"须写明回避理由", "The ground for the recusal must be given"}, "/ground");
    auto& member = *before.find(person);
    member.status = member_status::recused;
    member.recused_at = at;
    member.recusal_ground = ground;
    member.sheet.reset();
    member.vote.reset();
    member.submitted_at.reset();
    return before;
}

result<panel> save_draft(panel before, const panel_rules& rules, const std::string& person, score_sheet draft) {
    if (const auto turn = check_turn(before, rules, person, review_method::score); !turn) return turn.error();
    if (const auto sound = check_sheet(rules, draft, true); !sound) return sound.error();
    before.find(person)->sheet = std::move(draft);
    return before;
}

result<panel> submit_score(panel before, const panel_rules& rules, const std::string& person, score_sheet sheet,
                           instant at) {
    if (const auto turn = check_turn(before, rules, person, review_method::score); !turn) return turn.error();
    if (const auto ready = check_ready(before, rules, person); !ready) return ready.error();
    if (const auto sound = check_sheet(rules, sheet, false); !sound) return sound.error();
    auto& member = *before.find(person);
    member.sheet = std::move(sheet);
    member.submitted_at = at;
    member.status = member_status::submitted;
    return before;
}

result<panel> cast_vote(panel before, const panel_rules& rules, const std::string& person, vote_choice choice,
                        instant at) {
    if (const auto turn = check_turn(before, rules, person, review_method::vote); !turn) return turn.error();
    if (const auto ready = check_ready(before, rules, person); !ready) return ready.error();
    auto& member = *before.find(person);
    member.vote = choice;
    member.submitted_at = at;
    member.status = member_status::submitted;
    return before;
}

result<panel> close(panel before, const panel_rules& rules, instant at) {
    if (const auto open = check_open(before); !open) return open.error();
    if (const auto composed = check_composed(before, rules); !composed) return composed.error();
    std::vector<unmet_requirement> missing;
    for (const auto* member : before.seated())
        if (rules.method == review_method::score && member->status != member_status::submitted)
            missing.push_back(
                {"review_submitted", "", {"一名专家尚未提交评分", "One expert has not submitted scores"}});
    if (!missing.empty())
        return refusal{reason::requirement_not_met,
                       {"尚有专家未提交评分", "Not every expert has submitted scores"},
                       {},
                       std::move(missing)};
    before.closed_at = at;
    return before;
}

} // namespace sluice::review

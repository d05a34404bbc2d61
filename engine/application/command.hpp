#pragma once

#include "engine/application/state.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What can be asked of one application, in the imperative. See `decide`.
namespace sluice::application {

struct create {
    std::string id, number, organisation, round;
    json form;
};

struct amend {
    json patch; ///< RFC 7396, on the form
};

struct send_event {
    std::string type;
    json data = json::object();
};

struct attach_document {
    document file; ///< `at` and `by` are filled in by `decide`
};

/// By whoever looks into it: who the objector is, on the record.
struct disclose_objector {
    std::string objection, because;
};

struct assign_members {
    std::string panel;
    std::vector<std::string> members; ///< described in `facts::experts`
    bool planned = false;             ///< by a round's plan and not by hand
};

/// From `facts::pool`.
struct draw_panel {
    std::string panel;
};

/// By the invited expert.
struct answer_invitation {
    std::string panel;
    bool accept = false;
    std::string because; ///< of one who declines; may be empty
};

struct replace_member {
    std::string panel, person, because;
};

struct remind_members {
    std::string panel;
};

struct declare_no_conflict {
    std::string panel;
};

struct recuse_member {
    std::string panel, person, ground, note;
};

struct submit_score {
    std::string panel;
    json scores;
    std::optional<fen> recommended;
    std::string comment_to_applicant, comment_to_office;
    int confidence = 0;
    bool draft = false;
};

struct cast_vote {
    std::string panel, vote;
};

struct advance_payment {
    std::string instalment;
    std::string step; ///< prepare, approve, record, send_back; through the bank's files: send, settle, fail, bounce
    std::string note;
    std::optional<fen> part = std::nullopt; ///< prepare: of what is left, where it is not all
};

struct fire_timer {
    std::string timer;
};

/// A result from outside the application, such as `allocation.decided`; sent by the system.
struct deliver {
    std::string type;
    json data;
};

/// From the waiting list of a round into another one; sent by the system.
struct enter_round {
    std::string round;
};

using command = std::variant<create, amend, send_event, attach_document, assign_members, declare_no_conflict,
                             recuse_member, submit_score, cast_vote, advance_payment, fire_timer, deliver, enter_round,
                             draw_panel, answer_invitation, replace_member, remind_members, disclose_objector>;

} // namespace sluice::application

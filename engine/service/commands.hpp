#pragma once

#include "engine/base/digest.hpp"
#include "engine/base/fen.hpp"
#include "engine/base/instant.hpp"
#include "engine/base/json.hpp"
#include "engine/service/caller.hpp"
#include "engine/service/definition_queries.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What can be asked of the service, in the imperative. Everything that changes anything is one of these.
namespace sluice::service {

// ── one application ──────────────────────────────────────────────────────────────────────────────────────────────────

struct create_application {
    std::string programme;
    std::string round;        ///< empty: the programme's only open round
    std::string organisation; ///< empty: the caller's own
    json form = json::object();
};

struct amend_application {
    std::string application;
    json form_patch; ///< RFC 7396
};

struct send_event {
    std::string application;
    std::string type;
    json data = json::object();
    bool dry_run = false; ///< decide and answer as if, but change nothing
};

struct attach_document {
    std::string application;
    std::string kind; ///< a name under `documents` of the programme
    std::string file_name;
    std::string media_type;
    std::string content;
};

struct assign_members {
    std::string application;
    std::string panel;
    std::vector<std::string> members; ///< ids of people who are experts
};

struct declare_no_conflict {
    std::string application;
    std::string panel;
};

struct recuse_member {
    std::string application;
    std::string panel;
    std::string person; ///< empty: the caller's own seat
    std::string ground; ///< organisation, shareholder, co_applicant, kin, teacher_student, paid, other
    std::string note;
};

struct submit_score {
    std::string application;
    std::string panel;
    json scores; ///< criterion → points
    std::optional<fen> recommended = std::nullopt;
    std::string comment_to_applicant = {};
    std::string comment_to_office = {};
    int confidence = 0; ///< 1 to 5; 0: not said
    bool draft = false;
};

struct draw_panel { ///< fills the free seats by lot
    std::string application;
    std::string panel;
};

struct answer_invitation {
    std::string application;
    std::string panel;
    bool accept = false;
    std::string because; ///< of one who declines
};

struct replace_member { ///< one who is late
    std::string application;
    std::string panel;
    std::string person;
    std::string because;
};

struct remind_members {
    std::string application;
    std::string panel;
};

struct assign_round { ///< seats all open panels of a round at once
    std::string programme;
    std::string round;
    std::string panel;
    std::int64_t match_weight = 20; ///< see review/assignment.hpp
    std::int64_t load_weight = 1;
    std::string plan = {}; ///< digest of the plan that was looked at
};

/// Who has the case in hand; an empty person lays it down.
struct set_handler {
    std::string application;
    std::string person; ///< who has a role of the office in the programme
    std::string reason;
};

/// Every case that somebody has in hand goes to a colleague.
struct hand_over_cases {
    std::string from, to;
    std::string programme; ///< empty: in all of them
    std::string reason;
    bool dry_run = false; ///< say what would go, and move nothing
};

struct write_message { ///< between the applicant and the office
    std::string application;
    std::string text;
    std::int64_t reply_to = 0; ///< number of an earlier one; 0: none
};

struct mark_messages_read { ///< by the caller's side
    std::string application;
    std::int64_t through = 0; ///< number of the last one that was read
};

struct cast_vote {
    std::string application;
    std::string panel;
    std::string vote; ///< approve, reject, abstain
};

enum class payment_step { prepare, approve, record, send_back };

struct advance_payment {
    std::string application;
    std::string instalment;
    payment_step step = payment_step::prepare;
    std::string note;                       ///< the bank's reference when recording; the reason when sending back
    std::optional<fen> part = std::nullopt; ///< prepare: of what is left, where it is not all
};

struct raise_objection { ///< by anyone, against a public notice
    std::string notice;
    json data;
    std::string receipt; ///< the code itself; only its digest is kept
};

struct request_reexamination { ///< of the answer to one's own objection
    std::string receipt;
    json data;
};

struct disclose_objector { ///< to the official who looks into it
    std::string application;
    std::string objection;
    std::string because;
};

// ── the office ───────────────────────────────────────────────────────────────────────────────────────────────────────

struct create_organisation {
    std::string name;
    std::string code;            ///< unified social credit code
    std::string override_reason; ///< set by an officer who accepts a code that fails the check
};

struct create_person {
    std::string name;
    std::string email;
    std::string organisation;
    std::vector<role_grant> grants;
    json expert; ///< null, or {kind: technical|finance|management, fields: […]}
    language spoken = language::zh;
};

struct change_person {
    std::string person;
    json patch; ///< RFC 7396 over name, email, organisation, roles, expert, active, language, mail
};

struct delegate_roles { ///< of the office, to a colleague, for a term
    std::string person, to;
    instant from, until;
    std::vector<std::string> programmes; ///< empty: all
    std::string reason;
};

struct revoke_delegation {
    std::string person, delegation;
};

struct give_mandate { ///< lets another organisation apply for one
    std::string organisation;
    std::string agent;                   ///< id, or unified social credit code
    std::vector<std::string> programmes; ///< empty: all
    bool may_file = false;               ///< begin, change and submit; whoever may not only follows
    bool may_name_payee = false;         ///< also say into which account money is paid
    instant from, until;
    std::string reference;       ///< of the paper that an officer has seen
    std::string document_sha256; ///< of its scan, or empty
};

struct revoke_mandate {
    std::string organisation, mandate;
};

struct open_calendar_feed {
    std::string label;
    std::string language; ///< zh or en
    std::string secret;   ///< ends its address; only the digest is kept
};

struct close_calendar_feed {
    std::string feed;
};

struct issue_token {
    std::string person; ///< empty: the caller
    std::string label;
    std::optional<instant> expires_at;
    std::string secret; ///< the token itself; only its digest is kept
};

struct revoke_token {
    std::string token;
};

struct open_round {
    std::string programme;
    text title;
    int year = 0;
    instant opens_at;
    instant closes_at;
    fen budget;
    std::map<std::string, fen> parts{}; ///< of the budget, by field or district
};

struct change_round {
    std::string round;
    json patch; ///< RFC 7396 over title, opens_at, closes_at, budget, budgets
};

struct decide_allocation {
    std::string round;
};

/// After an upheld objection: what has become free goes to the others, as the definition says.
struct rerun_allocation {
    std::string round;
};

/// Draws by lot who of a round is audited, and lets the others pass.
struct draw_spot_check {
    std::string round;
    std::string check; ///< a name under `spot_checks` of the programme
};

/// What a round that is over has not used goes to a later round of the programme, and with it those who wait.
struct carry_over {
    std::string from, to;
};

struct appropriate_funds {
    std::string fund;
    fen amount;
    std::string note;
};

struct close_year {
    std::string fund;
    int year = 0;
};

struct payment_reference {
    std::string application, instalment;
};

struct send_to_bank {
    std::string fund;
    std::vector<payment_reference> payments; ///< empty: all that are approved
};

struct read_bank_answer {
    std::string batch;
    std::string file; ///< as the bank gave it
};

// ── what is told to whom ─────────────────────────────────────────────────────────────────────────────────────────────

struct read_notification {
    std::string notification;
};

struct retry_delivery { ///< that has failed
    std::string delivery;
};

struct add_webhook {
    std::string url, description;
    std::vector<std::string> programmes; ///< `*`: all
    std::string secret;
};

struct remove_webhook {
    std::string webhook;
};

struct renew_webhook_secret {
    std::string webhook, secret;
};

struct test_webhook {
    std::string webhook;
};

// ── definitions ──────────────────────────────────────────────────────────────────────────────────────────────────────

struct publish_version {
    std::shared_ptr<const verified_definition> definition;
};

struct migrate_applications {
    migration_request wanted;
    std::string plan; ///< the digest of the plan that was looked at; another one refuses version_conflict
    std::string reason;
};

using command =
    std::variant<create_application, amend_application, send_event, attach_document, assign_members,
                 declare_no_conflict, recuse_member, submit_score, cast_vote, draw_panel, answer_invitation,
                 replace_member, remind_members, assign_round, advance_payment, set_handler, hand_over_cases,
                 write_message, mark_messages_read, raise_objection, request_reexamination, disclose_objector,
                 create_organisation, create_person, change_person, delegate_roles, revoke_delegation, give_mandate,
                 revoke_mandate, open_calendar_feed, close_calendar_feed, issue_token, revoke_token, open_round,
                 change_round, decide_allocation, rerun_allocation, draw_spot_check, carry_over, appropriate_funds,
                 close_year, send_to_bank, read_bank_answer, read_notification, retry_delivery, add_webhook,
                 remove_webhook, renew_webhook_secret, test_webhook, publish_version, migrate_applications>;

/// A repeated request with the same key gets the first one's answer (IETF draft httpapi-idempotency-key).
struct idempotency {
    std::string key;      ///< scoped to the caller and the route by whoever fills it in
    digest fingerprint{}; ///< of route and body: the same key with another body is refused
};

/// A command with everything around it.
struct request {
    sluice::service::caller caller;
    sluice::service::command command;
    std::optional<idempotency> once;
    std::optional<std::int64_t> expected_revision; ///< from If-Match; another revision refuses version_conflict
};

/// Says of an answer's text that it is what an official or the applicant reads of an application at a revision
/// (`kept_application_text`), with further members at its end: so it need not be kept to be given again.
struct told_application {
    std::string id;
    std::string members; ///< `"name":value,…`
};

/// What a command that was carried out answers, durable before anyone hears it.
struct answer {
    int status = 200;          ///< 200, 201, 202 or 204
    json body;                 ///< the resource as it is now, as the caller may see it
    std::int64_t revision = 0; ///< of that resource; 0 when it has none
    std::string location = {}; ///< path of what was created, or empty
    json secret = nullptr;     ///< members of the body that are shown once and never kept: a new token
    bool replayed = false;     ///< this is the answer given earlier under the same idempotency key
    std::string text = {};     ///< the JSON to send, in UTF-8; where it is not empty, `body` is null and not looked at
    std::optional<told_application> told = {}; ///< what `text` is, at `revision`

    /// As a value, however it is given.
    json data() const { return text.empty() ? body : json::parse(text); }
};

} // namespace sluice::service

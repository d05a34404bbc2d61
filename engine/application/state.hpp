#pragma once

#include "engine/application/acting.hpp"
#include "engine/base/fen.hpp"
#include "engine/base/instant.hpp"
#include "engine/base/json.hpp"
#include "engine/base/shared_json.hpp"
#include "engine/base/text.hpp"
#include "engine/ledger/balances.hpp"
#include "engine/review/panel.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::application {

/// A file that belongs to an application. The bytes are kept by the store.
struct document {
    std::string id;
    std::string kind; ///< a name under `documents` of the programme
    std::string file_name;
    std::string media_type;
    std::int64_t size = 0; ///< bytes
    std::string sha256;    ///< hexadecimal
    instant at;
    std::string by; ///< person
};

enum class payment_status { due, prepared, approved, sent, paid, cancelled };

/// One thing that a person did to a payment.
struct payment_act {
    std::string step; ///< prepare, approve, record, send_back; send, settle, fail, bounce where a bank's file says so
    std::string by;
    instant at;
    std::string note;
    std::string on_behalf_of{}; ///< person whose roles were used under a delegation; else empty
};

/// An instalment of what was committed.
struct payment {
    std::string instalment; ///< its name, unique within the application
    text title;
    fen amount;
    payment_status status = payment_status::due;
    std::optional<instant> due_at;
    std::vector<payment_act> acts;
    fen paid{};        ///< of the amount, so far
    fen part{};        ///< what is now under way, when it is not all that is left
    bool told = false; ///< it was paid whole once, and the statechart knows; the bank may have sent it back since

    /// What the next step moves.
    fen under_way() const { return part == fen{} ? amount - paid : part; }
    /// Payments from before parts were kept say only that they are paid.
    fen paid_so_far() const { return status == payment_status::paid ? amount : paid; }
    /// Whether anything of it is still to be paid.
    bool is_open() const { return status != payment_status::paid && status != payment_status::cancelled; }
};

/// A timer that runs, or one whose clock stands still until its state is entered again.
struct timer {
    instant due_at;
    bool pausable = false;
    std::optional<int> paused_with; ///< working days that were left when its state was left; empty while it runs
    /// When it was started; empty for a timer from before this was kept.
    std::optional<instant> began_at{};
};

/// A public notice of this application.
struct notice {
    std::string id;
    std::string name; ///< as the programme names it, for instance `award`
    text title;
    std::optional<fen> amount;
    instant opened_at;
    std::optional<instant> closed_at;
    std::string status = "open"; ///< open, confirmed, upheld, ended
};

/// What somebody has against a published decision, or against the answer to that (a re-examination). Who it was is told
/// to nobody but the official who looks into it.
struct objection {
    std::string id;
    std::string notice; ///< id; empty where a re-examination is of a decision that was never published
    std::string about;  ///< of a re-examination: the objection whose answer it is about; may be empty
    bool reexamination = false;
    std::string party; ///< whose it is: `public` or `applicant`
    std::string
        receipt; ///< SHA-256 of the code by which the objector follows it, hexadecimal; empty for the applicant's
    std::string name, contact, statement;
    std::vector<std::string> evidence;
    instant at;
    std::string investigator;    ///< person; empty until one is named or answers
    std::string status = "open"; ///< open, dismissed, upheld, settled (with another one, or because there is no notice)
    std::string answer, answered_by;
    std::optional<instant> answered_at, reexamination_until;

    bool is_open() const { return status == "open"; }
};

/// A signature under one exact file. It counts as long as that file is the newest of its kind.
struct signature {
    std::string document; ///< a name under `documents` of the programme
    std::string sha256;   ///< of the file, hexadecimal
    std::string role;     ///< as what the person signed
    std::string by;
    instant at;
};

/// Something that the applicant owes by a date: a report, a milestone, the acceptance.
struct obligation {
    std::string name; ///< unique within the application; owed anew it begins afresh
    text title;
    std::string watched_by; ///< the role that is told when it is overdue; may be empty
    instant since, due_at;
    std::optional<instant> met_at;
};

/// A change of the project that was approved after the decision.
struct project_change {
    std::string what; ///< as the programme names it: plan, team_lead, budget …
    std::string before, after;
    instant at;
    std::string approved_by;
};

/// What the applying organisation may show for this application, until it ends or is revoked.
struct certificate {
    std::string kind; ///< as the programme names it; unique within the application
    text title;
    instant at, until;
    std::optional<instant> revoked_at{};

    bool stands() const { return !revoked_at; } ///< it may still have ended
};

/// Everything an application is, as the record's changes add up to it. Plain data; changes only through `apply`.
struct application_state {
    std::string id;
    std::string number;
    std::string programme;
    std::string definition_version;
    std::string round;
    std::string organisation;
    std::string created_by;
    instant created_at;
    instant updated_at;
    std::optional<instant> submitted_at; ///< the first event that left the editable beginning
    std::int64_t revision = 0;

    shared_json form;
    json position = json::object();                       ///< the statechart's snapshot, by state ids
    json variables = json::object();                      ///< money in fen, timestamps in milliseconds
    std::map<std::string, std::int64_t> events;           ///< event → how often it happened
    std::map<std::string, std::vector<std::string>> acts; ///< person → events sent and payment steps done
    std::vector<document> documents;
    std::map<std::string, review::panel> panels;
    std::vector<payment> payments;
    std::map<std::string, timer> timers;
    std::vector<notice> notices;
    std::vector<objection> objections;
    std::vector<signature> signatures;
    std::vector<obligation> obligations;
    std::vector<project_change> project_changes;
    std::vector<certificate> certificates;
    ledger::account_totals money;
    std::optional<std::string> pool; ///< of the round's budget, from which it draws; set when it first reserves
    bool ended = false;
    acting_for filed_under{}; ///< the mandate under which it was begun, if any

    const payment* find_payment(const std::string& instalment) const;
    payment* find_payment(const std::string& instalment);
    notice* open_notice(const std::string& name); ///< empty name: the one that is open
    const objection* find_objection(const std::string& id) const;
    /// The newest file of that kind; null if there is none.
    const document* newest_document(const std::string& kind) const;
    /// The roles that have signed the newest file of that kind.
    std::vector<std::string> signed_by(const std::string& kind) const;
    bool has_acted(const std::string& person, const std::string& event) const;
    /// The same for whoever acts: what they or the person whose roles they use have done.
    bool has_acted(const std::string& person, const acting_for&, const std::string& event) const;
    /// Ids of the active states that have none inside, in document order.
    std::vector<std::string> active_leaves() const;
};

std::string_view name_of(payment_status);

/// The persisted form, as canonical text: what is kept. Reading throws `std::invalid_argument` on anything that
/// `to_text` did not write.
std::string to_text(const application_state&);
application_state state_from_text(std::string_view);
/// The same as a tree.
json to_json(const application_state&);

} // namespace sluice::application

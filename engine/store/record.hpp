#pragma once

#include "engine/base/digest.hpp"
#include "engine/base/fen.hpp"
#include "engine/base/instant.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What the store keeps, as plain values. README.md describes each as a persisted format.
namespace sluice::store {

/// What whoever reads an application is told of it that is not part of it.
struct application_notes {
    std::string handler; ///< person who has it in hand; or empty
    std::int64_t messages = 0, unread_by_applicant = 0, unread_by_office = 0;
    std::int64_t same_projects = -1; ///< others that are about the same project; negative: to be looked for
    bool overlaps_complete = true;   ///< whether all candidates were looked at for that

    friend bool operator==(const application_notes&, const application_notes&) = default;
};

/// Something that waits for somebody. An application holds at most one of a kind for each audience.
struct task_record {
    std::string application;
    std::string audience; ///< `officer`, `officer:tax`, `person:<id>`, `organisation:<id>`
    std::string programme;
    std::string kind;
    instant since;
    std::optional<instant> due_at;
    std::string handler{}; ///< person who has the case in hand, the same in all tasks of an application; or empty

    friend bool operator==(const task_record&, const task_record&) = default;
};

/// An application as its last event left it.
struct application_record {
    std::string id; ///< UUIDv7; never changes, nor does `programme`
    std::string programme;
    std::string definition_version;
    std::string round;
    std::string organisation;
    std::string created_by;
    std::string number; ///< receipt number, unique; empty while there is none
    std::string title;
    std::string state; ///< one path, or several joined by `+`: `verification.science.pending+verification.tax.done`
    bool draft = true; ///< seen by its own side only
    std::int64_t revision = 0;
    instant created_at;
    instant updated_at;
    std::string body{};        ///< canonical JSON
    std::string view{};        ///< JSON text for its readers, for `put_application`; `find_view` reads it
    int view_format = 0;       ///< by which rules `view` was written
    application_notes notes{}; ///< changed by `put_notes` alone; here where rows are shared
    /// For `put_application`: what waits from now on, as in `replace_tasks`; absent: what waited before.
    std::optional<std::vector<task_record>> tasks{};

    friend bool operator==(const application_record&, const application_record&) = default;
};

/// An application as its readers are shown it.
struct application_view {
    int format = 0;   ///< by which rules it was written
    std::string text; ///< JSON

    friend bool operator==(const application_view&, const application_view&) = default;
};

/// One act on the record. Never changed, never removed.
struct log_record {
    std::int64_t position = 0;       ///< 1, 2, 3 … over all chains; assigned when appended
    std::int64_t chain_position = 0; ///< 1, 2, 3 … within the chain; assigned when appended
    std::string programme;           ///< the chain; empty is the office's own
    std::string subject_kind;        ///< application, round, person, organisation, fund, programme or token
    std::string subject;
    std::int64_t revision = 0; ///< of the subject, after the act
    instant at;
    std::string actor;
    std::string kind;
    std::string body; ///< canonical JSON
    digest previous{};
    digest hash{}; ///< sha256(previous || canonical bytes), computed by the caller

    friend bool operator==(const log_record&, const log_record&) = default;
};

/// Where a chain ends. An empty chain has length 0 and a hash of zeros.
struct chain_head {
    std::int64_t length = 0;
    digest hash{};

    friend bool operator==(const chain_head&, const chain_head&) = default;
};

/// Everything that is found by kind and id and has no table of its own.
struct entity {
    std::string kind; ///< organisation, person, round, fund …
    std::string id;
    std::string programme; ///< empty where it belongs to none
    std::int64_t revision = 0;
    std::string lookup; ///< unique within the kind: an organisation's code, a token's hash; or empty
    std::string body;   ///< canonical JSON

    friend bool operator==(const entity&, const entity&) = default;
};

/// One posting. Never changed, never removed.
struct ledger_record {
    std::int64_t position = 0; ///< 1, 2, 3 …; assigned when posted
    std::string fund;
    std::string application; ///< empty: the fund as a whole
    std::string movement;
    std::string from_account;
    std::string to_account;
    fen amount;
    instant at;
    std::int64_t log_position = 0; ///< the act that caused it
    std::string note;

    friend bool operator==(const ledger_record&, const ledger_record&) = default;
};

/// A bucket of money, or (in `post`) the change of one.
struct account_balance {
    std::string fund;
    std::string application; ///< empty: the fund as a whole
    std::string account;
    fen amount;

    friend bool operator==(const account_balance&, const account_balance&) = default;
};

/// How much a movement has moved, summed over some time.
struct movement_sum {
    std::string movement;
    fen amount;

    friend bool operator==(const movement_sum&, const movement_sum&) = default;
};

struct timer_record {
    std::string application;
    std::string timer; ///< unique within the application
    std::string programme;
    instant due_at;

    friend bool operator==(const timer_record&, const timer_record&) = default;
};

/// A public notice as lists find it; what it says is the entity `notice` of the same id.
struct notice_record {
    std::string id;
    std::string programme;
    std::string round; ///< empty where it belongs to none
    bool closed = false;
    instant opened_at;

    friend bool operator==(const notice_record&, const notice_record&) = default;
};

/// Lets a person read an application as its reviewer.
struct assignment_record {
    std::string person;
    std::string application;

    friend bool operator==(const assignment_record&, const assignment_record&) = default;
};

/// What is needed to find applications that are about the same project.
struct project_record {
    std::string application;
    std::string programme;
    std::string organisation;
    std::string organisation_code;   ///< characters 9 to 17 of its unified social credit code; empty where it has none
    std::string title_key;           ///< the title in normal form; empty where there is none
    instant at;                      ///< when it was submitted
    std::vector<std::int64_t> bands; ///< of the signatures of title and summary

    friend bool operator==(const project_record&, const project_record&) = default;
};

/// What is known of a document; its bytes are kept apart.
struct document_record {
    std::string id; ///< UUIDv7
    std::string application;
    std::string kind;
    std::string file_name;
    std::string media_type;
    std::int64_t size = 0; ///< in bytes
    digest sha256{};
    instant at;
    std::string by;

    friend bool operator==(const document_record&, const document_record&) = default;
};

/// The answer that a repeated request gets again.
struct idempotent_answer {
    std::string key;      ///< actor, route and Idempotency-Key
    digest fingerprint{}; ///< of the request, to tell a repetition from a misuse
    int status = 0;
    std::string headers;
    std::string body;
    instant at;

    friend bool operator==(const idempotent_answer&, const idempotent_answer&) = default;
};

/// A message to the outside, sent after the commit.
struct outbox_record {
    std::int64_t position = 0; ///< rising, never reused; assigned when put
    std::string topic;
    std::string body;
    instant at;

    friend bool operator==(const outbox_record&, const outbox_record&) = default;
};

/// Something told to one recipient, and how far it has come.
struct delivery_record {
    std::string id;          ///< UUIDv7: rising with time
    std::string channel;     ///< `mail`, `webhook`
    std::string recipient;   ///< a person, a webhook; empty where only the address is known
    std::string address;     ///< where it goes; empty: nowhere, it is read here
    std::string programme;   ///< empty where it belongs to none
    std::string application; ///< empty where it is about none
    std::string status;      ///< `waiting`, `delivered`, `failed`, or `kept`: to be read here only
    int attempts = 0;
    instant at;
    instant due_at;     ///< of the next attempt, while it waits
    instant settled_at; ///< 1970 while it waits
    instant read_at;    ///< 1970 while it is unread
    std::string reply;  ///< what the other side said last
    std::string body;   ///< canonical JSON

    friend bool operator==(const delivery_record&, const delivery_record&) = default;
};

/// How many applications stand in a state, kept as the writes happen.
struct application_count {
    std::string programme;
    std::string state;
    bool draft = false;
    std::int64_t count = 0;

    friend bool operator==(const application_count&, const application_count&) = default;
};

} // namespace sluice::store

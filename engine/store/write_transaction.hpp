#pragma once

#include "engine/store/reader.hpp"

#include <memory>

namespace sluice::store {

/// Undoes what was written since it began, unless released, so that one failing command does not harm its
/// neighbours. Savepoints nest and end in the reverse order of their beginning, before their transaction does.
class savepoint {
public:
    virtual ~savepoint() = default; ///< rolls back if not released
    savepoint(const savepoint&) = delete;
    savepoint& operator=(const savepoint&) = delete;

    /// Keeps what was written, as part of the transaction.
    virtual void release() = 0;

protected:
    savepoint() = default;
};

/// The one writer. Reads like any reader and sees what it has itself written; rolls back unless `commit` is called.
/// Used by one thread at a time.
///
/// Each operation throws what it says; `store_misused` where the caller breaks a rule of the port, for instance hangs
/// a timer, task, assignment or document on an application that is not stored yet; and `store_error` when the
/// environment fails. After a `store_error` the transaction can do nothing more. After any other of these the
/// operation has written nothing and the transaction can go on.
class write_transaction : public reader {
public:
    virtual std::unique_ptr<savepoint> begin_savepoint() = 0;

    /// Returns when everything is on disk (fsync). Throws `store_poisoned` if that failed, and from then on every
    /// write of this database does; `store_misused` while a savepoint is open. Nothing may be called afterwards.
    virtual void commit() = 0;

    /// Stores the record, whose revision must exceed `expected_revision`, the stored one (0: a new application).
    /// Throws `version_mismatch`, or `duplicate_key` if the number is taken; `store_misused` if the id is no UUID.
    virtual void put_application(const application_record& record, std::int64_t expected_revision) = 0;

    /// Sets what is told of a stored application; its revision stays. `store_misused` if there is none of that id.
    virtual void put_notes(std::string_view application, const application_notes& notes) = 0;

    /// Appends to the chain of `record.programme` and returns the global position. `record.previous` must be the hash
    /// of that chain's head, else `store_misused`. Positions in the argument are ignored.
    virtual std::int64_t append_log(const log_record& record) = 0;

    /// As `put_application`; `duplicate_key` if the lookup is taken within the kind.
    virtual void put_entity(const entity& record, std::int64_t expected_revision) = 0;
    /// Throws `version_mismatch`.
    virtual void remove_entity(std::string_view kind, std::string_view id, std::int64_t expected_revision) = 0;
    /// Lets the entity be found by a party; both do nothing where it is so already.
    virtual void put_party(std::string_view kind, std::string_view party, std::string_view id) = 0;
    virtual void remove_party(std::string_view kind, std::string_view party, std::string_view id) = 0;

    /// Adds it, or says of one that is there whether it is closed.
    virtual void put_notice(const notice_record& notice) = 0;

    /// Writes the postings and adds each change (positive or negative) to its bucket: all or nothing. Which buckets
    /// are kept is the ledger's business. Throws `balance_negative` if one would end below zero, `std::overflow_error`
    /// if one would leave 64 bits.
    virtual void post(std::span<const ledger_record> postings, std::span<const account_balance> changes) = 0;

    /// 1, 2, 3 …, without a gap: a number whose transaction is rolled back is given again.
    virtual std::int64_t next_number(std::string_view sequence) = 0;

    /// Sets the timer, replacing the one of that name.
    virtual void put_timer(const timer_record& timer) = 0;
    virtual void remove_timer(std::string_view application, std::string_view timer) = 0;

    /// Exactly these from now on; each must be of this application, no two of one kind for one audience.
    virtual void replace_tasks(std::string_view application, std::span<const task_record> tasks) = 0;
    virtual void replace_assignments(std::string_view application, std::span<const std::string> persons) = 0;

    /// Sets the application's project, replacing the one that it had.
    virtual void put_project(const project_record& project) = 0;

    /// `content` must have the stated size, else `store_misused`. Throws `duplicate_key` if the id is taken.
    virtual void put_document(const document_record& document, std::string_view content) = 0;

    /// Throws `duplicate_key` if there is an answer under this key.
    virtual void put_answer(const idempotent_answer& answer) = 0;
    /// Forgets at most `limit` answers given before; returns how many.
    virtual int remove_answers_before(instant when, int limit) = 0;

    /// Returns the position.
    virtual std::int64_t put_outbox(std::string_view topic, std::string_view body, instant at) = 0;
    /// Forgets at most `limit` messages up to and including the position; returns how many.
    virtual int remove_outbox_through(std::int64_t position, int limit) = 0;

    /// Stores it; of one that is there already only how far it has come is changed.
    virtual void put_delivery(const delivery_record& delivery) = 0;
    /// Forgets at most `limit` deliveries that no longer wait and whose ids are below `id`; returns how many.
    virtual int remove_deliveries_before(std::string_view id, int limit) = 0;
};

} // namespace sluice::store

#include "engine/store/sqlite/open.hpp"

#include "engine/store/sqlite/schema.hpp"
#include "engine/store/sqlite/session.hpp"

#include <atomic>

namespace sluice::store::sqlite {

namespace {

/// When readers have kept the write-ahead log from starting anew for so many times its usual length, writing waits
/// for them a moment.
constexpr int checkpoint_lengths_max = 16;

void require_sound(const std::atomic<bool>& poisoned) {
    if (poisoned) throw store_poisoned("a commit has failed: nothing more is written until a restart");
}

class sqlite_reader final : public session<reader> {
public:
    explicit sqlite_reader(connection_pool& pool)
        : session{pool} {
        (*lease_).begin_read();
    }
};

class sqlite_savepoint final : public savepoint {
public:
    explicit sqlite_savepoint(connection& writer)
        : writer_{writer}
        , depth_{writer.begin_savepoint()} {}
    ~sqlite_savepoint() override {
        if (!released_) writer_.roll_back_savepoint(depth_);
    }

    void release() override {
        writer_.release_savepoint(depth_);
        released_ = true;
    }

private:
    connection& writer_;
    int depth_;
    bool released_ = false;
};

class sqlite_write_transaction final : public session<write_transaction> {
public:
    sqlite_write_transaction(connection_pool& pool, std::atomic<bool>& poisoned, int checkpoint_pages)
        : session{pool}
        , poisoned_{poisoned}
        , checkpoint_pages_{checkpoint_pages} {
        require_sound(poisoned_); // again: the commit that failed may have been the one we waited for
        (*lease_).begin_write();
    }

    /// Trouble with the file outside of a commit leaves just as open what is in it.
    ~sqlite_write_transaction() override {
        if ((*lease_).file_broken()) poisoned_ = true;
    }

    std::unique_ptr<savepoint> begin_savepoint() override { return std::make_unique<sqlite_savepoint>(writer()); }

    void commit() override {
        connection& writer = *lease_;
        if (!writer.in_transaction()) throw store_misused("the transaction has ended already");
        if (writer.failed()) throw store_error("the transaction has failed and cannot be committed");
        if (writer.in_savepoint()) throw store_misused("a savepoint is still open");
        try {
            writer.commit();
        } catch (const std::exception& cause) {
            poisoned_ = true;
            throw store_poisoned(std::string{"commit: "} + cause.what());
        }
        checkpoint_when_due(writer);
    }

    void put_application(const application_record& record, std::int64_t expected_revision) override {
        sqlite::put_application(writer(), record, expected_revision);
    }
    std::int64_t append_log(const log_record& record) override { return sqlite::append_log(writer(), record); }
    void put_entity(const entity& record, std::int64_t expected_revision) override {
        sqlite::put_entity(writer(), record, expected_revision);
    }
    void remove_entity(std::string_view kind, std::string_view id, std::int64_t expected_revision) override {
        sqlite::remove_entity(writer(), kind, id, expected_revision);
    }
    void put_party(std::string_view kind, std::string_view party, std::string_view id) override {
        sqlite::put_party(writer(), kind, party, id);
    }
    void remove_party(std::string_view kind, std::string_view party, std::string_view id) override {
        sqlite::remove_party(writer(), kind, party, id);
    }
    void post(std::span<const ledger_record> postings, std::span<const account_balance> changes) override {
        sqlite::post(writer(), postings, changes);
    }
    std::int64_t next_number(std::string_view sequence) override { return sqlite::next_number(writer(), sequence); }
    void put_notice(const notice_record& notice) override { sqlite::put_notice(writer(), notice); }
    void put_timer(const timer_record& timer) override { sqlite::put_timer(writer(), timer); }
    void remove_timer(std::string_view application, std::string_view timer) override {
        sqlite::remove_timer(writer(), application, timer);
    }
    void replace_tasks(std::string_view application, std::span<const task_record> tasks) override {
        sqlite::replace_tasks(writer(), application, tasks);
    }
    void replace_assignments(std::string_view application, std::span<const std::string> persons) override {
        sqlite::replace_assignments(writer(), application, persons);
    }
    void put_project(const project_record& project) override { sqlite::put_project(writer(), project); }
    void put_document(const document_record& document, std::string_view content) override {
        sqlite::put_document(writer(), document, content);
    }
    void put_answer(const idempotent_answer& answer) override { sqlite::put_answer(writer(), answer); }
    int remove_answers_before(instant when, int limit) override {
        return sqlite::remove_answers_before(writer(), when, limit);
    }
    std::int64_t put_outbox(std::string_view topic, std::string_view body, instant at) override {
        return sqlite::put_outbox(writer(), topic, body, at);
    }
    int remove_outbox_through(std::int64_t position, int limit) override {
        return sqlite::remove_outbox_through(writer(), position, limit);
    }
    void put_delivery(const delivery_record& delivery) override { sqlite::put_delivery(writer(), delivery); }
    int remove_deliveries_before(std::string_view id, int limit) override {
        return sqlite::remove_deliveries_before(writer(), id, limit);
    }

private:
    /// Outside of a transaction every statement would commit by itself.
    connection& writer() {
        if (!(*lease_).in_transaction()) throw store_misused("the transaction has ended already");
        return *lease_;
    }

    /// The commit is on disk; if the checkpoint fails, it is the next writer who hears of it.
    void checkpoint_when_due(connection& writer) {
        if (writer.wal_pages() < checkpoint_pages_) return;
        try {
            writer.checkpoint(writer.wal_pages() >= checkpoint_pages_ * checkpoint_lengths_max);
        } catch (const store_error&) {
            poisoned_ = true;
        }
    }

    std::atomic<bool>& poisoned_;
    int checkpoint_pages_;
};

class sqlite_database final : public database {
public:
    sqlite_database(const std::filesystem::path& path, const options& settings)
        : checkpoint_pages_{settings.checkpoint_pages}
        , writers_{path, settings, connection::role::writer, 1}
        , readers_{path, settings, connection::role::reader, settings.readers_max} {
        connection_lease first{writers_};
        migrate(*first);
    }

    /// Leaves one tidy file behind. What cannot be tidied the next start recovers from the write-ahead log.
    ~sqlite_database() override {
        if (poisoned_) return;
        try {
            connection_lease last{writers_};
            (*last).checkpoint(true);
        } catch (const std::exception&) {
            poisoned_ = true;
        }
    }

    std::unique_ptr<write_transaction> begin_write() override {
        require_sound(poisoned_);
        return std::make_unique<sqlite_write_transaction>(writers_, poisoned_, checkpoint_pages_);
    }

    std::unique_ptr<reader> read() override { return std::make_unique<sqlite_reader>(readers_); }

    bool poisoned() const override { return poisoned_; }

private:
    int checkpoint_pages_;
    std::atomic<bool> poisoned_ = false;
    connection_pool writers_;
    connection_pool readers_;
};

} // namespace

std::unique_ptr<database> open(const std::filesystem::path& path, const options& settings) {
    return std::make_unique<sqlite_database>(path, settings);
}

} // namespace sluice::store::sqlite

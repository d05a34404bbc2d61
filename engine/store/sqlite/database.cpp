#include "engine/store/sqlite/open.hpp"

#include "engine/store/sqlite/checkpointer.hpp"
#include "engine/store/sqlite/paging.hpp"
#include "engine/store/sqlite/schema.hpp"
#include "engine/store/sqlite/session.hpp"
#include "engine/store/sqlite/task_lines.hpp"

#include <algorithm>
#include <atomic>

namespace sluice::store::sqlite {

namespace {

/// Pages are read once, in order.
constexpr int index_cache_kib = 256;

/// A file of this size is read within a tenth of a second on one connection.
constexpr std::uintmax_t index_alone_bytes_max = 512 * 1024 * 1024;

void require_sound(const std::atomic<bool>& poisoned) {
    if (poisoned) throw store_poisoned("a commit has failed: nothing more is written until a restart");
}

class sqlite_reader final : public session<reader> {
public:
    sqlite_reader(connection_pool& pool, shared_state& state)
        : session{pool, state}
        , index_{state.index.versions()} {
        if ((*lease_).reading_at() == index_.done->commit)
            index_.under_way.reset(); // another reader went before, and nothing has been committed since
        else
            begin(*lease_, state.index);
    }

private:
    /// Afterwards the snapshot is that of the last commit that is done, or of the one that is under way.
    void begin(connection& reading, const memory_index& index) {
        for (std::optional<std::uint64_t> before; before != index_.done->commit;) {
            before = index_.done->commit;
            reading.roll_back();
            reading.begin_read();
            index_ = index.versions(); // if more has been done meanwhile, what we see may lie between
        }
        if (!index_.under_way) reading.keep_reading(index_.done->commit);
    }

    index_view index() override {
        if (index_.under_way && read_commit_number(*lease_) == index_.under_way->commit)
            index_.done = std::move(index_.under_way);
        index_.under_way.reset();
        return index_.done->view();
    }
    /// A position never changes, so that the latest will do; what is there the snapshot tells.
    std::optional<std::int64_t> position_of(std::string_view id) override {
        return (index_.under_way ? index_.under_way : index_.done)->view().find_position(id);
    }

    memory_index::choice index_;
};

class sqlite_savepoint final : public savepoint {
public:
    sqlite_savepoint(connection& writer, shared_changes& changes)
        : writer_{writer}
        , changes_{changes}
        , start_{changes.here()}
        , depth_{writer.begin_savepoint()} {}
    ~sqlite_savepoint() override {
        if (released_) return;
        changes_.undo_to(start_);
        writer_.roll_back_savepoint(depth_);
    }

    void release() override {
        writer_.release_savepoint(depth_);
        released_ = true;
    }

private:
    connection& writer_;
    shared_changes& changes_;
    shared_changes::mark start_;
    int depth_;
    bool released_ = false;
};

class sqlite_write_transaction final : public session<write_transaction> {
public:
    sqlite_write_transaction(connection_pool& pool, shared_state& state, std::atomic<bool>& poisoned,
                             checkpointer& log_mover)
        : session{pool, state}
        , state_{state}
        , poisoned_{poisoned}
        , log_mover_{log_mover} {
        require_sound(poisoned_); // again: the commit that failed may have been the one we waited for
        (*lease_).begin_write();
        if ((*lease_).changed_by_others()) state_.read_again(*lease_);
        view_.move_to(state_.sequence); // no commit is under way now
        changes_.emplace(state_);
        view_.see(*changes_);
        changes_->set_answers_from(state_.notes.answers_from);
    }

    /// Trouble with the file outside of a commit leaves just as open what is in it.
    ~sqlite_write_transaction() override {
        if ((*lease_).file_broken()) poisoned_ = true;
    }

    /// Who replaces tasks has asked for them just before.
    std::vector<task_record> tasks_of(std::string_view application) override {
        if (const auto* known = changes_->find_tasks(application)) return *known;
        std::vector<task_record> tasks = session::tasks_of(application);
        changes_->remember_tasks(application, tasks);
        return tasks;
    }

    std::unique_ptr<savepoint> begin_savepoint() override {
        return std::make_unique<sqlite_savepoint>(writer(), *changes_);
    }

    void commit() override {
        connection& writer = *lease_;
        if (!writer.in_transaction()) throw store_misused("the transaction has ended already");
        if (writer.failed()) throw store_error("the transaction has failed and cannot be committed");
        if (writer.in_savepoint()) throw store_misused("a savepoint is still open");
        require_sound(poisoned_); // the log is moved beside us
        change_counts(writer, changes_->counts());
        for (const auto& [programme, head] : changes_->heads())
            move_head(writer, programme, head);
        const std::uint64_t number = state_.sequence + 1;
        changes_->index().write(writer, number);
        changes_->announce(state_, number);
        try {
            writer.commit();
        } catch (const std::exception& cause) {
            poisoned_ = true;
            throw store_poisoned(std::string{"commit: "} + cause.what());
        }
        changes_->publish(state_, number);
        log_mover_.after_commit(writer);
    }

    void put_application(const application_record& record, std::int64_t expected_revision) override {
        const auto shared = stored(record.id);
        const application_record* before = shared ? &**shared : nullptr;
        const auto tasks_before = before != nullptr ? tasks_of(record.id) : std::vector<task_record>{};
        const auto& tasks = record.tasks ? *record.tasks : tasks_before;
        const std::string lines = to_lines(record.id, tasks);
        const std::int64_t position = sqlite::put_application(
            writer(), record, lines, before, before != nullptr ? position_of(record.id).value() : 0, expected_revision);
        changes_->index().put_application(writer(), position, before, record, {tasks_before, tasks, lines});
        changes_->write_application(record, before != nullptr ? before->notes : application_notes{});
        changes_->forget_tasks();
        if (before != nullptr && before->state == record.state && before->draft == record.draft) return;
        if (before != nullptr) changes_->change_count({record.programme, before->state, before->draft}, -1);
        changes_->change_count({record.programme, record.state, record.draft}, 1);
    }
    void put_notes(std::string_view application, const application_notes& notes) override {
        const auto before = stored(application);
        if (!before) throw store_misused("notes on an application that is not stored");
        if ((*before)->notes == notes) return;
        sqlite::put_notes(writer(), position_of(application).value(), notes);
        changes_->write_application(**before, notes);
    }
    chain_head head(std::string_view programme) override {
        const auto own = changes_->heads().find(programme);
        if (own != changes_->heads().end()) return own->second;
        const auto known = state_.notes.heads.find(programme);
        if (known != state_.notes.heads.end()) return known->second;
        const chain_head found = find_head(writer(), programme);
        if (found.length > 0) state_.notes.heads.emplace(programme, found);
        return found;
    }
    std::vector<std::string> chains() override {
        std::vector<std::string> all = list_chains(writer());
        for (const auto& [programme, head] : changes_->heads())
            all.push_back(programme);
        std::ranges::sort(all);
        all.erase(std::unique(all.begin(), all.end()), all.end());
        return all;
    }
    std::int64_t append_log(const log_record& record) override {
        const chain_head before = head(record.programme);
        const std::int64_t position = sqlite::append_log(writer(), record, before);
        changes_->move_head(record.programme, {before.length + 1, record.hash});
        return position;
    }
    void put_entity(const entity& record, std::int64_t expected_revision) override {
        const auto before = view_.find_entity(writer(), record.kind, record.id);
        sqlite::put_entity(writer(), record, before ? &**before : nullptr, expected_revision);
        changes_->write_entity(record, before ? std::string_view{(*before)->lookup} : std::string_view{});
    }
    void remove_entity(std::string_view kind, std::string_view id, std::int64_t expected_revision) override {
        const auto before = view_.find_entity(writer(), kind, id);
        sqlite::remove_entity(writer(), kind, id, before ? &**before : nullptr, expected_revision);
        if (before) changes_->remove_entity(kind, id, (*before)->lookup);
    }
    void put_party(std::string_view kind, std::string_view party, std::string_view id) override {
        sqlite::put_party(writer(), kind, party, id);
        changes_->change_kind(kind);
    }
    void remove_party(std::string_view kind, std::string_view party, std::string_view id) override {
        sqlite::remove_party(writer(), kind, party, id);
        changes_->change_kind(kind);
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
        const auto shared = stored(application);
        if (!shared) throw store_misused("tasks of an application that is not stored");
        const std::vector<task_record> before = tasks_of(application);
        const std::string lines = to_lines(application, tasks);
        const std::int64_t position = position_of(application).value();
        put_tasks(writer(), position, lines);
        changes_->index().put_application(writer(), position, &**shared, **shared, {before, tasks, lines});
        changes_->forget_tasks();
    }
    void replace_assignments(std::string_view application, std::span<const std::string> persons) override {
        sqlite::replace_assignments(writer(), application, persons);
    }
    void put_project(const project_record& project) override { sqlite::put_project(writer(), project); }
    void put_document(const document_record& document, std::string_view content) override {
        sqlite::put_document(writer(), document, content);
    }
    void put_answer(const idempotent_answer& answer) override {
        sqlite::put_answer(writer(), answer);
        changes_->set_answers_from(std::min(changes_->answers_from(), answer.at.milliseconds));
    }
    int remove_answers_before(instant when, int limit) override {
        connection& connected = writer();
        if (when.milliseconds <= changes_->answers_from()) return 0;
        const int removed = sqlite::remove_answers_before(connected, when, limit);
        if (removed < batch_limit(limit))
            changes_->set_answers_from(find_oldest_answer(connected).value_or(when).milliseconds);
        return removed;
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

    index_view index() override { return changes_->index().view(); }
    std::optional<std::int64_t> position_of(std::string_view id) override { return index().find_position(id); }
    std::shared_ptr<const shared_application> stored(std::string_view id) {
        return view_.find_application(writer(), id, [&] { return position_of(id); });
    }

    shared_state& state_;
    std::optional<shared_changes> changes_;
    std::atomic<bool>& poisoned_;
    checkpointer& log_mover_;
};

class sqlite_database final : public database {
public:
    sqlite_database(const std::filesystem::path& path, const options& settings)
        : shared_{settings}
        , writers_{path, settings, connection::role::writer, 1}
        , readers_{path, settings, connection::role::reader, settings.readers_max} {
        connection_lease first{writers_};
        migrate(*first);
        (*first).changed_by_others(); // from here on
        read_index(path, settings);
        log_mover_.emplace(path, settings, readers_, poisoned_);
    }

    /// Leaves one tidy file behind. What cannot be tidied the next start recovers from the write-ahead log.
    ~sqlite_database() override {
        log_mover_.reset();
        if (poisoned_) return;
        const connection_pool::no_idle_readings none{readers_};
        try {
            connection_lease last{writers_};
            write_what_is_behind(*last);
            (*last).checkpoint(connection::checkpoint_mode::truncate);
        } catch (const std::exception&) {
            poisoned_ = true;
        }
    }

    std::unique_ptr<write_transaction> begin_write() override {
        require_sound(poisoned_);
        return std::make_unique<sqlite_write_transaction>(writers_, shared_, poisoned_, *log_mover_);
    }

    std::unique_ptr<reader> read() override { return std::make_unique<sqlite_reader>(readers_, shared_); }

    std::uint64_t changed_at(std::string_view kind) const override { return shared_.kinds.last(kind); }

    void release_memory() override {
        writers_.release_memory();
        readers_.release_memory();
    }

    bool poisoned() const override { return poisoned_; }

private:
    /// On connections of their own, whose memory goes with them; on two where it takes long enough.
    void read_index(const std::filesystem::path& path, options settings) {
        settings.cache_kib = index_cache_kib;
        connection first{path, settings, connection::role::reader};
        first.begin_read();
        if (std::filesystem::file_size(path) < index_alone_bytes_max) return shared_.read_again(first);
        connection second{path, settings, connection::role::reader};
        second.begin_read();
        while (read_commit_number(first) != read_commit_number(second)) { // somebody committed between the two
            first.roll_back();
            second.roll_back();
            first.begin_read();
            second.begin_read();
        }
        shared_.read_again(first, &second);
    }

    /// So that the next start has less to do.
    void write_what_is_behind(connection& writer) {
        places_behind& behind = shared_.index.behind();
        if (behind.empty()) return;
        writer.begin_write();
        if (writer.changed_by_others()) return writer.roll_back(); // the file names what it is behind with
        behind.write_all(writer);
        writer.commit();
    }

    std::atomic<bool> poisoned_ = false;
    shared_state shared_;
    connection_pool writers_;
    connection_pool readers_;
    std::optional<checkpointer> log_mover_;
};

} // namespace

std::unique_ptr<database> open(const std::filesystem::path& path, const options& settings) {
    return std::make_unique<sqlite_database>(path, settings);
}

} // namespace sluice::store::sqlite

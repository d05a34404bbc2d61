#pragma once

#include "engine/store/filter.hpp"
#include "engine/store/record.hpp"
#include "engine/store/sqlite/connection.hpp"
#include "engine/store/sqlite/index_names.hpp"
#include "engine/store/sqlite/places_behind.hpp"
#include "engine/store/versioned_set.hpp"

#include <compare>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

namespace sluice::store::sqlite {

/// An application in one list. The order is that of the list, the oldest first.
struct list_entry {
    std::uint32_t lane = 0; ///< which list
    std::int64_t at = 0;    ///< what the list sorts by, in ms
    short_id id;

    friend auto operator<=>(const list_entry&, const list_entry&) = default;
};

/// Where an application is stored, by its id.
struct position_entry {
    short_id id;
    std::int64_t position = 0;

    friend auto operator<=>(const position_entry&, const position_entry&) = default;
};

/// A task in one work list. The order is that of the list, what is due first before the others. Texts are those of
/// `names` and live as long as it does.
struct task_entry {
    std::uint32_t lane = 0;
    std::int64_t due_order = 0; ///< as it is stored
    std::int64_t since = 0;
    short_id application;
    const std::string* kind = nullptr;
    const std::string* audience = nullptr;
    const std::string* programme = nullptr;
    const std::string* handler = nullptr;

    friend std::strong_ordering operator<=>(const task_entry& left, const task_entry& right);
    friend bool operator==(const task_entry& left, const task_entry& right) { return (left <=> right) == 0; }
};

using list_entries = versioned_set<list_entry, 32>;
using position_entries = versioned_set<position_entry>;
using task_entries = versioned_set<task_entry, 32>;

/// What lists and look-ups need, as a reader or the writer sees it. Parts of it live as long as what it was taken from.
struct index_view {
    const index_names& known;
    const list_entries::contents& lists;
    const position_entries::contents& positions;
    const task_entries::contents& tasks;

    std::optional<std::int64_t> find_position(std::string_view id) const;
};

/// The same as one commit left it.
struct index_version {
    std::uint64_t commit = 0;
    std::shared_ptr<const index_names> known;
    list_entries::snapshot lists;
    position_entries::snapshot positions;
    task_entries::snapshot tasks;

    index_view view() const { return {*known, *lists, *positions, *tasks}; }
};

/// Every list of applications that are no drafts, every work list, and where each application is stored: read from the
/// file when it is opened, moved on by every commit. Some 250 bytes for each application and 100 for each task.
/// Versions can be taken from any thread; the rest belongs to the writer.
class memory_index {
public:
    explicit memory_index(std::size_t places_behind_max)
        : behind_{places_behind_max} {}

    /// Reads all of the file, as it is at that commit: on two threads at once where there is a second connection,
    /// which must see the same. Throws `store_error` where the file contradicts itself.
    void load(connection& user, connection* second, std::uint64_t commit);

    /// What of it the file does not have yet. For the writer.
    places_behind& behind() { return behind_; }

    /// What a reader may see that begins now: the last commit that is done and, if one is under way, that one.
    struct choice {
        std::shared_ptr<const index_version> done;
        std::shared_ptr<const index_version> under_way;
    };
    choice versions() const;

private:
    friend class index_changes;

    struct sets {
        /// Each in order.
        sets(const std::vector<list_entry>& listed, const std::vector<position_entry>& stored,
             const std::vector<task_entry>& waiting)
            : lists{listed}
            , positions{stored}
            , tasks{waiting} {}

        list_entries lists;
        position_entries positions;
        task_entries tasks;
    };

    mutable std::mutex mutex_; ///< of `now_`
    choice now_;
    std::shared_ptr<index_names> names_;
    std::unique_ptr<sets> sets_;
    places_behind behind_;
};

/// The tasks of an application, as they were and as they are to be.
struct task_change {
    const std::vector<task_record>& before;
    std::span<const task_record> now;
    const std::string& lines; ///< as they are to be stored
};

/// The number of the last commit that this connection's transaction sees.
std::uint64_t read_commit_number(connection& user);

/// What one write transaction changes of the index: it alone sees it until the commit.
class index_changes {
public:
    explicit index_changes(memory_index& of)
        : index_{of}
        , lists_{of.sets_->lists}
        , positions_{of.sets_->positions}
        , tasks_{of.sets_->tasks} {}

    index_view view() const { return {*index_.names_, lists_, positions_, tasks_}; }

    /// Where the application stands now, and what waits in it. `before` is null for a new one.
    void put_application(connection& writer, std::int64_t position, const application_record* before,
                         const application_record& now, const task_change& tasks);

    struct mark {
        std::size_t steps = 0;
        std::size_t rows = 0;
    };
    mark here() const { return {steps_.size(), rows_.size()}; }
    void undo_to(const mark& start);

    /// Before the commit: what of this the file is to have with it.
    void write(connection& writer, std::uint64_t commit);
    /// Before the commit can be seen.
    void announce(std::uint64_t commit);
    /// When it is done.
    void publish(std::uint64_t commit);

private:
    template<class Entry>
    struct step {
        Entry entry;
        bool inserted;
    };
    using any_step = std::variant<step<list_entry>, step<position_entry>, step<task_entry>>;

    auto& draft_of(const list_entry&) { return lists_; }
    auto& draft_of(const position_entry&) { return positions_; }
    auto& draft_of(const task_entry&) { return tasks_; }
    template<class Entry>
    void insert(const Entry& entry) {
        if (draft_of(entry).insert(entry)) steps_.push_back(step<Entry>{entry, true});
    }
    template<class Entry>
    void erase(const Entry& entry) {
        if (draft_of(entry).erase(entry)) steps_.push_back(step<Entry>{entry, false});
    }
    place& stored_place(connection& writer, const application_record& of);
    void replace_tasks(const task_change& tasks);

    memory_index& index_;
    list_entries::draft lists_;
    position_entries::draft positions_;
    task_entries::draft tasks_;
    std::vector<any_step> steps_;
    std::set<place*> stored_; ///< places that this transaction wrote
    std::vector<placed_application> rows_;
};

} // namespace sluice::store::sqlite

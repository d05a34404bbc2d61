#include "engine/store/sqlite/memory_index.hpp"

#include "engine/store/error.hpp"
#include "engine/store/sqlite/task_lines.hpp"

#include <algorithm>
#include <future>
#include <limits>
#include <unordered_map>

namespace sluice::store::sqlite {

namespace {

constexpr std::int64_t drafts = 0; ///< instead of the number of a place

short_id id_of(std::string_view application) {
    return short_id::from_text(application).value(); // no other is stored
}

std::array<list_entry, 4> entries_at(const place& where, const short_id& id, std::int64_t created_at,
                                     std::int64_t updated_at) {
    return {list_entry{where.created.all, created_at, id}, list_entry{where.created.here, created_at, id},
            list_entry{where.updated.all, updated_at, id}, list_entry{where.updated.here, updated_at, id}};
}

std::array<list_entry, 4> entries_at(const place& where, const application_record& a) {
    return entries_at(where, id_of(a.id), a.created_at.milliseconds, a.updated_at.milliseconds);
}

/// In the list of its audience, and in that of the person who has the case in hand.
struct task_entries_of {
    task_entry here;
    std::optional<std::uint32_t> handler_lane;

    template<class Take>
    void for_each(Take take) const {
        take(here);
        if (!handler_lane) return;
        task_entry in_hand = here;
        in_hand.lane = *handler_lane;
        take(in_hand);
    }
};

/// Without saying whose task it is, and since when.
task_entries_of entries_for(index_names& names, std::string_view audience, std::string_view kind,
                            std::string_view programme, std::string_view handler) {
    task_entries_of entries;
    entries.here.lane = names.task_lane(audience, programme);
    entries.here.kind = names.keep(kind);
    entries.here.audience = names.keep(audience);
    entries.here.programme = names.keep(programme);
    entries.here.handler = names.keep(handler);
    if (!handler.empty()) entries.handler_lane = names.handler_lane(handler);
    return entries;
}

task_entries_of entries_of(index_names& names, const task_record& task) {
    task_entries_of entries = entries_for(names, task.audience, task.kind, task.programme, task.handler);
    entries.here.due_order = due_order_of(task);
    entries.here.since = task.since.milliseconds;
    entries.here.application = id_of(task.application);
    return entries;
}

bool stand_alike(const application_record& left, const application_record& right) {
    return left.round == right.round && left.state == right.state && left.draft == right.draft &&
           left.updated_at == right.updated_at;
}

void read_places(connection& user, index_names& names) {
    query rows{user, "SELECT number, programme, round, state FROM place"};
    std::int64_t number = 0;
    std::string programme, round, state;
    while (rows.next()) {
        rows.into(number, programme, round, state);
        names.add(static_cast<std::uint32_t>(number), programme, round, state);
    }
}

/// The file keeps the same in two forms; whoever opens it makes sure of it.
void require_all(connection& user, std::size_t listed) {
    query row{user, "SELECT coalesce(sum(count), 0) FROM application_count WHERE draft = 0"};
    std::int64_t counted = 0;
    if (row.next()) row.into(counted);
    if (static_cast<std::size_t>(counted) != listed)
        throw store_error("the lists of the file hold " + std::to_string(listed) + " applications, its totals " +
                          std::to_string(counted));
}

/// What the file's own rows say, save of the applications with which it is behind.
void read_applications(connection& user, const index_names& names, const places_behind& behind,
                       std::vector<list_entry>& lists, std::vector<position_entry>& positions) {
    const auto add = [&](std::int64_t position, const short_id& id, std::int64_t number, std::int64_t created_at,
                         std::int64_t updated_at) {
        positions.push_back({id, position});
        if (number == drafts) return;
        for (const list_entry& entry : entries_at(names.of_number(number), id, created_at, updated_at))
            lists.push_back(entry);
    };
    query rows{user, "SELECT application, id, place, created_at, updated_at FROM application_place"};
    std::string_view id;
    std::int64_t position = 0, number = 0, created_at = 0, updated_at = 0;
    while (rows.next()) {
        rows.into(position, id, number, created_at, updated_at);
        if (!behind.contains(position)) add(position, short_id::from_bytes(id), number, created_at, updated_at);
    }
    for (const auto& [here, row] : behind.gathered())
        add(here, row.id, row.place, row.created_at, row.updated_at);
    require_all(user, lists.size() / 4);
}

/// Makes entries of stored tasks; of those that say the same of who waits for what, the words are looked up once.
class task_loader {
public:
    task_loader(index_names& names, std::vector<task_entry>& entries)
        : names_{names}
        , entries_{entries} {}

    void add(const short_id& application, std::string_view lines) {
        while (!lines.empty()) {
            const task_line task = take_task(lines);
            task_entries_of entries = entries_like(task);
            entries.here.due_order = task.due_order;
            entries.here.since = task.since;
            entries.here.application = application;
            entries.for_each([&](const task_entry& entry) { entries_.push_back(entry); });
        }
    }

private:
    struct text_hash : std::hash<std::string_view> {
        using is_transparent = void;
    };

    const task_entries_of& entries_like(const task_line& task) {
        const auto known = known_.find(task.who);
        if (known != known_.end()) return known->second;
        return known_.emplace(task.who, entries_for(names_, task.audience, task.kind, task.programme, task.handler))
            .first->second;
    }

    index_names& names_;
    std::vector<task_entry>& entries_;
    std::unordered_map<std::string, task_entries_of, text_hash, std::equal_to<>> known_;
};

void read_tasks(connection& user, index_names& names, const places_behind& behind, std::vector<task_entry>& tasks) {
    task_loader loader{names, tasks};
    query rows{user, "SELECT application, id, tasks FROM application_place"};
    std::string_view id, lines;
    std::int64_t position = 0;
    while (rows.next()) {
        rows.into(position, id, lines);
        if (!behind.contains(position)) loader.add(short_id::from_bytes(id), lines);
    }
    for (const auto& [here, row] : behind.gathered())
        loader.add(row.id, row.tasks);
}

template<class Entry>
void put_in_order(std::vector<Entry>& entries) {
    if (!std::ranges::is_sorted(entries)) std::ranges::sort(entries);
}

} // namespace

std::strong_ordering operator<=>(const task_entry& left, const task_entry& right) {
    const auto order = std::tie(left.lane, left.due_order, left.since, left.application) <=>
                       std::tie(right.lane, right.due_order, right.since, right.application);
    if (order != 0) return order;
    const auto by_kind = *left.kind <=> *right.kind;
    return by_kind != 0 ? by_kind : *left.audience <=> *right.audience;
}

std::optional<std::int64_t> index_view::find_position(std::string_view id) const {
    const auto wanted = short_id::from_text(id);
    if (!wanted) return std::nullopt;
    const auto found = positions.at_or_after({*wanted, 0});
    return found.valid() && (*found).id == *wanted ? std::optional{(*found).position} : std::nullopt;
}

void memory_index::load(connection& user, connection* second, std::uint64_t commit) {
    auto known = std::make_shared<index_names>();
    read_places(user, *known);
    behind_.load(user, [&](const std::string& programme, const std::string& round, const std::string& state) {
        return std::int64_t{known->find_or_add(programme, round, state).number};
    });
    std::vector<list_entry> lists;
    std::vector<position_entry> positions;
    std::vector<task_entry> tasks;
    auto tasks_read = std::async(second != nullptr ? std::launch::async : std::launch::deferred, [&] {
        read_tasks(second != nullptr ? *second : user, *known, behind_, tasks);
        put_in_order(tasks);
    });
    read_applications(user, *known, behind_, lists, positions);
    put_in_order(lists);
    put_in_order(positions);
    tasks_read.get();
    names_ = std::move(known);
    sets_ = std::make_unique<sets>(lists, positions, tasks);
    auto read = std::make_shared<const index_version>(
        index_version{commit, names_, sets_->lists.latest(), sets_->positions.latest(), sets_->tasks.latest()});
    const std::lock_guard lock{mutex_};
    now_ = {std::move(read), nullptr};
}

memory_index::choice memory_index::versions() const {
    const std::lock_guard lock{mutex_};
    return now_;
}

std::uint64_t read_commit_number(connection& user) {
    query row{user, "SELECT number FROM recent_commit ORDER BY number DESC LIMIT 1"};
    std::int64_t number = 0;
    if (!row.next()) throw store_error("the file has lost the number of its last commit");
    row.into(number);
    return static_cast<std::uint64_t>(number);
}

void index_changes::put_application(connection& writer, std::int64_t position, const application_record* before,
                                    const application_record& now, const task_change& tasks) {
    const short_id id = id_of(now.id);
    const bool moved = before == nullptr || !stand_alike(*before, now);
    const bool others_wait = !std::ranges::equal(tasks.before, tasks.now);
    if (!moved && !others_wait) return;
    const place* where = now.draft ? nullptr : &stored_place(writer, now);
    if (moved && before != nullptr && !before->draft)
        for (const list_entry& entry :
             entries_at(index_.names_->find_or_add(before->programme, before->round, before->state), *before))
            erase(entry);
    if (before == nullptr) insert(position_entry{id, position});
    if (moved && where != nullptr)
        for (const list_entry& entry : entries_at(*where, now))
            insert(entry);
    replace_tasks(tasks);
    rows_.push_back({position, id, where == nullptr ? drafts : std::int64_t{where->number}, now.created_at.milliseconds,
                     now.updated_at.milliseconds, tasks.lines});
}

void index_changes::replace_tasks(const task_change& tasks) {
    for (const task_record& old : tasks.before)
        if (std::ranges::find(tasks.now, old) == tasks.now.end())
            entries_of(*index_.names_, old).for_each([this](const task_entry& entry) { erase(entry); });
    for (const task_record& task : tasks.now)
        if (std::ranges::find(tasks.before, task) == tasks.before.end())
            entries_of(*index_.names_, task).for_each([this](const task_entry& entry) { insert(entry); });
}

void index_changes::undo_to(const mark& start) {
    rows_.resize(start.rows);
    for (; steps_.size() > start.steps; steps_.pop_back())
        std::visit(
            [this](const auto& last) {
                if (last.inserted)
                    draft_of(last.entry).erase(last.entry);
                else
                    draft_of(last.entry).insert(last.entry);
            },
            steps_.back());
    stored_.clear(); // it may have been undone that they were written: write them again
}

void index_changes::write(connection& writer, std::uint64_t commit) {
    index_.behind_.write(writer, commit, rows_);
}

void index_changes::announce(std::uint64_t commit) {
    auto next = std::make_shared<const index_version>(
        index_version{commit, index_.names_, lists_.seal(), positions_.seal(), tasks_.seal()});
    const std::lock_guard lock{index_.mutex_};
    index_.now_.under_way = std::move(next);
}

void index_changes::publish(std::uint64_t commit) {
    index_.behind_.publish(std::move(rows_), commit);
    lists_.publish();
    positions_.publish();
    tasks_.publish();
    for (place* each : stored_)
        each->stored = true;
    std::shared_ptr<const index_version> before; // outlives the lock: with it much may be freed
    const std::lock_guard lock{index_.mutex_};
    before = std::exchange(index_.now_.done, std::move(index_.now_.under_way));
}

place& index_changes::stored_place(connection& writer, const application_record& of) {
    place& where = index_.names_->find_or_add(of.programme, of.round, of.state);
    if (where.stored || stored_.contains(&where)) return where;
    query{writer, "INSERT OR IGNORE INTO place (number, programme, round, state) VALUES (?, ?, ?, ?)"}
        .with(std::int64_t{where.number}, of.programme, of.round, of.state)
        .run();
    stored_.insert(&where);
    return where;
}

} // namespace sluice::store::sqlite

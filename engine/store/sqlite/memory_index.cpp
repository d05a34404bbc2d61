#include "engine/store/sqlite/memory_index.hpp"

#include "engine/store/error.hpp"
#include "engine/store/sqlite/tasks.hpp"

#include <algorithm>
#include <limits>

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
std::vector<task_entry> entries_of(index_names& names, const task_record& task) {
    task_entry entry{names.task_lane(task.audience, task.programme),
                     due_order_of(task),
                     task.since.milliseconds,
                     id_of(task.application),
                     names.keep(task.kind),
                     names.keep(task.audience),
                     names.keep(task.programme),
                     names.keep(task.handler)};
    std::vector<task_entry> entries{entry};
    if (task.handler.empty()) return entries;
    entry.lane = names.handler_lane(task.handler);
    entries.push_back(entry);
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

void read_applications(connection& user, const index_names& names, std::vector<list_entry>& lists,
                       std::vector<position_entry>& positions) {
    query rows{user, "SELECT application, id, place, created_at, updated_at FROM application_place"};
    std::string_view id;
    std::int64_t position = 0, number = 0, created_at = 0, updated_at = 0;
    while (rows.next()) {
        rows.into(position, id, number, created_at, updated_at);
        const short_id application = short_id::from_bytes(id);
        positions.push_back({application, position});
        if (number == drafts) continue;
        for (const list_entry& entry : entries_at(names.of_number(number), application, created_at, updated_at))
            lists.push_back(entry);
    }
    require_all(user, lists.size() / 4);
}

void read_tasks(connection& user, index_names& names, std::vector<task_entry>& tasks) {
    for_each_task(user, [&](const task_record& task) {
        for (const task_entry& entry : entries_of(names, task))
            tasks.push_back(entry);
    });
}

template<class Entry>
void put_in_order(std::vector<Entry>& entries) {
    if (!std::ranges::is_sorted(entries)) std::ranges::sort(entries);
}

void write_row(connection& writer, std::int64_t position, const short_id& id, std::int64_t place_number,
               const application_record& now) {
    const std::string bytes = id.to_bytes();
    query row{writer, "INSERT INTO application_place (id, application, place, created_at, updated_at) "
                      "VALUES (?, ?, ?, ?, ?)"};
    row.bind_bytes(bytes);
    row.with(position, place_number, now.created_at, now.updated_at).run();
}

void move_row(connection& writer, std::int64_t position, std::int64_t place_number, const application_record& now) {
    query{writer, "UPDATE application_place SET place = ?, updated_at = ? WHERE application = ?"}
        .with(place_number, now.updated_at, position)
        .run();
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

void memory_index::load(connection& user, std::uint64_t commit) {
    auto known = std::make_shared<index_names>();
    read_places(user, *known);
    std::vector<list_entry> lists;
    std::vector<position_entry> positions;
    std::vector<task_entry> tasks;
    read_applications(user, *known, lists, positions);
    read_tasks(user, *known, tasks);
    put_in_order(lists);
    put_in_order(positions);
    put_in_order(tasks);
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
    query row{user, "SELECT number FROM last_commit WHERE one = 1"};
    std::int64_t number = 0;
    if (!row.next()) throw store_error("the file has lost the number of its last commit");
    row.into(number);
    return static_cast<std::uint64_t>(number);
}

void write_commit_number(connection& writer, std::uint64_t number) {
    query{writer, "UPDATE last_commit SET number = ? WHERE one = 1"}.with(static_cast<std::int64_t>(number)).run();
}

void index_changes::put_application(connection& writer, std::int64_t position, const application_record* before,
                                    const application_record& now) {
    const short_id id = id_of(now.id);
    if (before != nullptr && stand_alike(*before, now)) return;
    if (before != nullptr && !before->draft)
        for (const list_entry& entry :
             entries_at(index_.names_->find_or_add(before->programme, before->round, before->state), *before))
            erase(entry);
    const place* where = now.draft ? nullptr : &stored_place(writer, now);
    const std::int64_t number = where == nullptr ? drafts : std::int64_t{where->number};
    if (before == nullptr) {
        write_row(writer, position, id, number, now);
        insert(position_entry{id, position});
    } else {
        move_row(writer, position, number, now);
    }
    if (where == nullptr) return;
    for (const list_entry& entry : entries_at(*where, now))
        insert(entry);
}

void index_changes::replace_tasks(const std::vector<task_record>& before, std::span<const task_record> now) {
    for (const task_record& old : before)
        if (std::ranges::find(now, old) == now.end())
            for (const task_entry& entry : entries_of(*index_.names_, old))
                erase(entry);
    for (const task_record& task : now)
        if (std::ranges::find(before, task) == before.end())
            for (const task_entry& entry : entries_of(*index_.names_, task))
                insert(entry);
}

void index_changes::undo_to(std::size_t mark) {
    for (; steps_.size() > mark; steps_.pop_back())
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

void index_changes::announce(std::uint64_t commit) {
    auto next = std::make_shared<const index_version>(
        index_version{commit, index_.names_, lists_.seal(), positions_.seal(), tasks_.seal()});
    const std::lock_guard lock{index_.mutex_};
    index_.now_.under_way = std::move(next);
}

void index_changes::publish() {
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

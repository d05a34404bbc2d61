#include "engine/store/sqlite/tasks.hpp"

#include "engine/store/error.hpp"
#include "engine/store/sqlite/merge.hpp"
#include "engine/store/sqlite/paging.hpp"
#include "engine/store/sqlite/task_lines.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <tuple>

namespace sluice::store::sqlite {

namespace {

/// Between kind and audience in a cursor.
constexpr char part_separator = '\n';

task_record record_of(const task_entry& entry) {
    return {entry.application.to_text(), *entry.audience, *entry.programme, *entry.kind, instant{entry.since},
            due_at_of(entry.due_order),  *entry.handler};
}

/// What waits in one lane and is due by then, in order, behind the cursor.
class task_walk {
public:
    task_walk(const task_entries::contents& tasks, std::uint32_t lane, const std::optional<instant>& due_by,
              const std::optional<cursor>& after)
        : lane_{lane}
        , latest_{due_by ? due_by->milliseconds : std::numeric_limits<std::int64_t>::max()}
        , at_{start(tasks, lane, after)} {}

    bool valid() const { return at_.valid() && (*at_).lane == lane_ && (*at_).due_order <= latest_; }
    const task_entry& operator*() const { return *at_; }
    void next() { at_.forward(); }

private:
    static task_entries::walk start(const task_entries::contents& tasks, std::uint32_t lane,
                                    const std::optional<cursor>& after) {
        const std::string nothing;
        if (!after)
            return tasks.at_or_after({lane,
                                      std::numeric_limits<std::int64_t>::min(),
                                      0,
                                      {},
                                      &nothing,
                                      &nothing, //
                                      &nothing,
                                      &nothing});
        const std::size_t separator = std::min(after->part.find(part_separator), after->part.size());
        const std::string kind = after->part.substr(0, separator);
        const std::string audience = separator == after->part.size() ? nothing : after->part.substr(separator + 1);
        const task_entry last{lane,  after->first, after->second, short_id::from_text(after->id).value_or(short_id{}),
                              &kind, &audience,    &nothing,      &nothing};
        auto found = tasks.at_or_after(last);
        if (found.valid() && *found == last) found.forward();
        return found;
    }

    std::uint32_t lane_;
    std::int64_t latest_;
    task_entries::walk at_;
};

cursor cursor_of(const task_record& last) {
    return {due_order_of(last), last.since.milliseconds, last.application, last.kind + part_separator + last.audience};
}

/// The lane does not count: what waits in several lanes comes in one order.
bool comes_before(task_entry left, task_entry right) {
    left.lane = right.lane = 0;
    return left < right;
}

page<task_record> merge(const index_view& index, const std::vector<std::uint32_t>& lanes,
                        const std::optional<instant>& due_by, const page_request& want) {
    const page_bounds bounds{want};
    std::vector<task_walk> walks;
    walks.reserve(lanes.size());
    for (const std::uint32_t lane : lanes)
        if (task_walk each{index.tasks, lane, due_by, want.after}; each.valid()) walks.push_back(each);
    const auto comes_later = [](const task_walk* left, const task_walk* right) {
        return comes_before(**right, **left);
    };
    page<task_record> found;
    const bool more = take_in_order(walks, comes_later, static_cast<std::size_t>(bounds.limit),
                                    [&](const task_entry& next) { found.items.push_back(record_of(next)); });
    if (more) found.next = cursor_of(found.items.back());
    return found;
}

} // namespace

page<task_record> list_tasks(const index_view& index, const std::set<std::string>& programmes,
                             const task_filter& filter, const page_request& want) {
    const std::set<std::string> audiences{filter.audiences.begin(), filter.audiences.end()};
    if (audiences.size() * programmes.size() > list_combinations_max)
        throw store_error("the list spreads over too many audiences");
    std::vector<std::uint32_t> lanes;
    for (const std::string& audience : audiences)
        for (const std::string& programme : programmes)
            if (const auto lane = index.known.find_task_lane(audience, programme)) lanes.push_back(*lane);
    return merge(index, lanes, filter.due_by, want);
}

page<task_record> list_tasks_in_hand(const index_view& index, std::string_view handler,
                                     const std::optional<instant>& due_by, const page_request& want) {
    const auto lane = index.known.find_handler_lane(handler);
    return lane ? merge(index, {*lane}, due_by, want) : page<task_record>{};
}

bool is_assigned(connection& user, std::string_view person, std::string_view application) {
    query row{user, "SELECT 1 FROM assignment WHERE person = ? AND application = ?"};
    return row.with(person, application).next();
}

std::vector<std::string> list_persons_assigned(connection& user, std::string_view application) {
    std::vector<std::string> persons;
    query rows{user, "SELECT person FROM assignment WHERE application = ? ORDER BY person"};
    rows.with(application);
    while (rows.next())
        rows.into(persons.emplace_back());
    return persons;
}

void replace_assignments(connection& writer, std::string_view application, std::span<const std::string> persons) {
    const std::vector<std::string> before = list_persons_assigned(writer, application);
    const std::set<std::string_view> now{persons.begin(), persons.end()};
    for (const std::string& person : before)
        if (!now.contains(person))
            query{writer, "DELETE FROM assignment WHERE person = ? AND application = ?"}
                .with(person, application)
                .run();
    for (const std::string_view person : now)
        if (!std::ranges::binary_search(before, person))
            query{writer, "INSERT INTO assignment (person, application) VALUES (?, ?)"}.with(person, application).run();
}

} // namespace sluice::store::sqlite

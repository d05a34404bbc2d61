#include "engine/store/sqlite/timers.hpp"

#include "engine/store/sqlite/paging.hpp"

namespace sluice::store::sqlite {

namespace {

std::vector<timer_record> read_all(query& rows) {
    std::vector<timer_record> found;
    while (rows.next()) {
        timer_record& t = found.emplace_back();
        rows.into(t.application, t.timer, t.programme, t.due_at);
    }
    return found;
}

} // namespace

std::vector<timer_record> list_timers_of(connection& user, std::string_view application) {
    query rows{user, "SELECT application, timer, programme, due_at FROM timer WHERE application = ? ORDER BY timer"};
    return read_all(rows.with(application));
}

std::vector<timer_record> list_due_timers(connection& user, instant now, int limit) {
    query rows{user, "SELECT application, timer, programme, due_at FROM timer INDEXED BY timer_due WHERE due_at <= ? "
                     "ORDER BY due_at, application, timer LIMIT ?"};
    return read_all(rows.with(now, batch_limit(limit)));
}

std::optional<instant> find_next_due(connection& user) {
    query row{user, "SELECT due_at FROM timer INDEXED BY timer_due ORDER BY due_at LIMIT 1"};
    if (!row.next()) return std::nullopt;
    instant due;
    row.into(due);
    return due;
}

void put_timer(connection& writer, const timer_record& timer) {
    query{writer,
          "INSERT INTO timer (application, timer, programme, due_at) VALUES (?, ?, ?, ?) "
          "ON CONFLICT (application, timer) DO UPDATE SET programme = excluded.programme, due_at = excluded.due_at"}
        .with(timer.application, timer.timer, timer.programme, timer.due_at)
        .run();
}

void remove_timer(connection& writer, std::string_view application, std::string_view timer) {
    query{writer, "DELETE FROM timer WHERE application = ? AND timer = ?"}.with(application, timer).run();
}

} // namespace sluice::store::sqlite

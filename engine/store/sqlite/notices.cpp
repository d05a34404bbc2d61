#include "engine/store/sqlite/notices.hpp"

#include "engine/store/sqlite/paging.hpp"

#include <limits>
#include <string>

namespace sluice::store::sqlite {

namespace {

/// One statement for each set of conditions, so that each has an index that gives its rows in order.
std::string statement_for(const notice_filter& filter) {
    std::string index = "notice_by_", conditions;
    if (filter.round) {
        index += "round";
        conditions += "round = ? AND programme = ? AND ";
    } else if (filter.programme) {
        index += "programme";
        conditions += "programme = ? AND ";
    }
    if (filter.closed) {
        if (filter.round || filter.programme) index += "_";
        index += "status";
        conditions += "closed = ? AND ";
    } else if (!filter.round && !filter.programme) {
        index += "time";
    }
    return "SELECT id, programme, round, closed, opened_at FROM notice INDEXED BY " + index + " WHERE " + conditions +
           "(opened_at, id) < (?, ?) ORDER BY opened_at DESC, id DESC LIMIT ?";
}

} // namespace

page<notice_record> list_notices(connection& user, const notice_filter& filter, const page_request& want) {
    const page_bounds bounds{want};
    // Beyond every id that there is.
    const std::string end = "~";
    const std::int64_t before = want.after ? want.after->first : std::numeric_limits<std::int64_t>::max();
    const std::string id = want.after ? want.after->id : end;
    const std::string programme = filter.programme.value_or("");
    query rows{user, statement_for(filter)};
    if (filter.round) rows.bind(*filter.round);
    if (filter.round || filter.programme) rows.bind(programme);
    if (filter.closed) rows.bind(*filter.closed);
    rows.with(before, id, bounds.fetch);
    std::vector<notice_record> found;
    while (rows.next()) {
        notice_record& each = found.emplace_back();
        rows.into(each.id, each.programme, each.round, each.closed, each.opened_at);
    }
    return cut_to_page(std::move(found), bounds, [](const notice_record& last) {
        return cursor{last.opened_at.milliseconds, 0, last.id, {}};
    });
}

void put_notice(connection& writer, const notice_record& notice) {
    query{writer, "INSERT INTO notice (id, programme, round, closed, opened_at) VALUES (?, ?, ?, ?, ?) "
                  "ON CONFLICT (id) DO UPDATE SET closed = excluded.closed"}
        .with(notice.id, notice.programme, notice.round, notice.closed, notice.opened_at)
        .run();
}

} // namespace sluice::store::sqlite

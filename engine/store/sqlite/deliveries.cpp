#include "engine/store/sqlite/deliveries.hpp"

#include "engine/store/sqlite/paging.hpp"

namespace sluice::store::sqlite {

namespace {

#define COLUMNS                                                                                                        \
    "id, channel, recipient, address, programme, application, status, attempts, at, due_at, settled_at, read_at, "     \
    "reply, body"

/// Behind every id, which are lower-case hexadecimal.
constexpr const char* after_all_ids = "~";

std::optional<delivery_record> read_one(query& row) {
    if (!row.next()) return std::nullopt;
    delivery_record d;
    row.into(d.id, d.channel, d.recipient, d.address, d.programme, d.application, d.status, d.attempts, d.at, d.due_at,
             d.settled_at, d.read_at, d.reply, d.body);
    return d;
}

std::vector<delivery_record> read_all(query& rows) {
    std::vector<delivery_record> found;
    for (auto next = read_one(rows); next; next = read_one(rows))
        found.push_back(std::move(*next));
    return found;
}

std::string before_which(const page_request& want) {
    return want.after ? want.after->id : after_all_ids;
}

page<delivery_record> to_page(query& rows, const page_bounds& bounds) {
    return cut_to_page(read_all(rows), bounds, [](const delivery_record& last) { return cursor{0, 0, last.id, {}}; });
}

} // namespace

std::optional<delivery_record> find_delivery(connection& user, std::string_view id) {
    query row{user, "SELECT " COLUMNS " FROM delivery WHERE id = ?"};
    return read_one(row.with(id));
}

std::vector<delivery_record> list_due_deliveries(connection& user, std::string_view channel, instant now, int limit) {
    query rows{user, "SELECT " COLUMNS " FROM delivery INDEXED BY delivery_due "
                     "WHERE status = 'waiting' AND channel = ? AND due_at <= ? ORDER BY due_at, id LIMIT ?"};
    return read_all(rows.with(channel, now, batch_limit(limit)));
}

std::optional<instant> find_next_delivery(connection& user, std::string_view channel) {
    query row{user, "SELECT due_at FROM delivery INDEXED BY delivery_due "
                    "WHERE status = 'waiting' AND channel = ? ORDER BY due_at LIMIT 1"};
    if (!row.with(channel).next()) return std::nullopt;
    instant due;
    row.into(due);
    return due;
}

page<delivery_record> list_deliveries_to(connection& user, std::string_view recipient, bool unread_only,
                                         const page_request& want) {
    const page_bounds bounds{want};
    const std::string before = before_which(want);
    query rows{user, unread_only ? "SELECT " COLUMNS " FROM delivery INDEXED BY delivery_unread "
                                   "WHERE recipient = ? AND read_at = 0 AND id < ? ORDER BY id DESC LIMIT ?"
                                 : "SELECT " COLUMNS " FROM delivery INDEXED BY delivery_to "
                                   "WHERE recipient = ? AND id < ? ORDER BY id DESC LIMIT ?"};
    return to_page(rows.with(recipient, before, bounds.fetch), bounds);
}

page<delivery_record> list_deliveries_about(connection& user, std::string_view application, const page_request& want) {
    const page_bounds bounds{want};
    const std::string before = before_which(want);
    query rows{user, "SELECT " COLUMNS " FROM delivery INDEXED BY delivery_about "
                     "WHERE application = ? AND application <> '' AND id < ? ORDER BY id DESC LIMIT ?"};
    return to_page(rows.with(application, before, bounds.fetch), bounds);
}

page<delivery_record> list_failed_deliveries(connection& user, const page_request& want) {
    const page_bounds bounds{want};
    const std::string before = before_which(want);
    query rows{user, "SELECT " COLUMNS " FROM delivery INDEXED BY delivery_failed "
                     "WHERE status = 'failed' AND id < ? ORDER BY id DESC LIMIT ?"};
    return to_page(rows.with(before, bounds.fetch), bounds);
}

void put_delivery(connection& writer, const delivery_record& d) {
    query{writer, "INSERT INTO delivery (" COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                  "ON CONFLICT (id) DO UPDATE SET status = excluded.status, attempts = excluded.attempts, "
                  "due_at = excluded.due_at, settled_at = excluded.settled_at, read_at = excluded.read_at, "
                  "reply = excluded.reply"}
        .with(d.id, d.channel, d.recipient, d.address, d.programme, d.application, d.status, d.attempts, d.at, d.due_at,
              d.settled_at, d.read_at, d.reply, d.body)
        .run();
}

int remove_deliveries_before(connection& writer, std::string_view id, int limit) {
    return query{writer, "DELETE FROM delivery WHERE id IN "
                         "(SELECT id FROM delivery WHERE id < ? AND status <> 'waiting' ORDER BY id LIMIT ?)"}
        .with(id, batch_limit(limit))
        .run();
}

#undef COLUMNS

} // namespace sluice::store::sqlite

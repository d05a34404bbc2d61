#include "engine/store/sqlite/messages.hpp"

#include "engine/store/sqlite/paging.hpp"

namespace sluice::store::sqlite {

std::optional<idempotent_answer> find_answer(connection& user, std::string_view key) {
    query row{user, "SELECT key, fingerprint, status, headers, body, at FROM answer WHERE key = ?"};
    if (!row.with(key).next()) return std::nullopt;
    idempotent_answer a;
    row.into(a.key, a.fingerprint, a.status, a.headers, a.body, a.at);
    return a;
}

void put_answer(connection& writer, const idempotent_answer& a) {
    query{writer, "INSERT INTO answer (key, fingerprint, status, headers, body, at) VALUES (?, ?, ?, ?, ?, ?)"}
        .with(a.key, a.fingerprint, a.status, a.headers, a.body, a.at)
        .run();
}

int remove_answers_before(connection& writer, instant when, int limit) {
    return query{writer, "DELETE FROM answer WHERE rowid IN "
                         "(SELECT rowid FROM answer INDEXED BY answer_by_age WHERE at < ? ORDER BY at LIMIT ?)"}
        .with(when, batch_limit(limit))
        .run();
}

std::vector<outbox_record> list_outbox_after(connection& user, std::int64_t position, int limit) {
    std::vector<outbox_record> found;
    query rows{user, "SELECT position, topic, body, at FROM outbox WHERE position > ? ORDER BY position LIMIT ?"};
    rows.with(position, batch_limit(limit));
    while (rows.next()) {
        outbox_record& message = found.emplace_back();
        rows.into(message.position, message.topic, message.body, message.at);
    }
    return found;
}

std::int64_t put_outbox(connection& writer, std::string_view topic, std::string_view body, instant at) {
    return query{writer, "INSERT INTO outbox (topic, body, at) VALUES (?, ?, ?)"}.with(topic, body, at).insert();
}

int remove_outbox_through(connection& writer, std::int64_t position, int limit) {
    return query{writer, "DELETE FROM outbox WHERE position IN "
                         "(SELECT position FROM outbox WHERE position <= ? ORDER BY position LIMIT ?)"}
        .with(position, batch_limit(limit))
        .run();
}

} // namespace sluice::store::sqlite

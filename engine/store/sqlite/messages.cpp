#include "engine/store/sqlite/messages.hpp"

#include "engine/store/error.hpp"
#include "engine/store/sqlite/paging.hpp"

namespace sluice::store::sqlite {

std::int64_t key_number(std::string_view key) {
    const digest hash = sha256(key);
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < sizeof number; ++i)
        number = number << 8 | hash[i];
    return static_cast<std::int64_t>(number);
}

std::optional<idempotent_answer> find_answer(connection& user, std::string_view key) {
    query row{user, "SELECT key, fingerprint, status, headers, body, at FROM answer INDEXED BY answer_by_key "
                    "WHERE key_number = ? AND key = ?"};
    if (!row.with(key_number(key), key).next()) return std::nullopt;
    idempotent_answer a;
    row.into(a.key, a.fingerprint, a.status, a.headers, a.body, a.at);
    return a;
}

void put_answer(connection& writer, const idempotent_answer& a) {
    const std::int64_t number = key_number(a.key);
    {
        query taken{writer, "SELECT 1 FROM answer INDEXED BY answer_by_key WHERE key_number = ? AND key = ?"};
        if (taken.with(number, a.key).next()) throw duplicate_key("there is an answer under the key " + a.key);
    }
    query{writer, "INSERT INTO answer (key_number, key, fingerprint, status, headers, body, at) "
                  "VALUES (?, ?, ?, ?, ?, ?, ?)"}
        .with(number, a.key, a.fingerprint, a.status, a.headers, a.body, a.at)
        .run();
}

int remove_answers_before(connection& writer, instant when, int limit) {
    // Of the oldest so many, which are given in order of time, save where a training clock was set back.
    return query{writer, "DELETE FROM answer WHERE at < ? AND position IN "
                         "(SELECT position FROM answer ORDER BY position LIMIT ?)"}
        .with(when, batch_limit(limit))
        .run();
}

std::optional<instant> find_oldest_answer(connection& user) {
    query row{user, "SELECT at FROM answer ORDER BY position LIMIT 1"};
    if (!row.next()) return std::nullopt;
    instant at;
    row.into(at);
    return at;
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

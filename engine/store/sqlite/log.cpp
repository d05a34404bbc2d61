#include "engine/store/sqlite/log.hpp"

#include "engine/store/error.hpp"
#include "engine/store/sqlite/paging.hpp"

namespace sluice::store::sqlite {

namespace {

constexpr std::string_view by_subject =
    "SELECT position, chain_position, programme, subject_kind, subject, revision, at, actor, kind, body, previous, "
    "hash "
    "FROM log INDEXED BY log_by_subject WHERE subject_kind = ? AND subject = ? AND position > ? "
    "ORDER BY position LIMIT ?";
constexpr std::string_view by_chain =
    "SELECT position, chain_position, programme, subject_kind, subject, revision, at, actor, kind, body, previous, "
    "hash "
    "FROM log INDEXED BY log_by_chain WHERE programme = ? AND chain_position > ? ORDER BY chain_position LIMIT ?";
constexpr std::string_view by_position = "SELECT position, chain_position, programme, subject_kind, subject, revision, "
                                         "at, actor, kind, body, previous, hash "
                                         "FROM log WHERE position > ? ORDER BY position LIMIT ?";
constexpr std::string_view insert_log = "INSERT INTO log (chain_position, programme, subject_kind, subject, revision, "
                                        "at, actor, kind, body, previous, hash) "
                                        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view set_head =
    "INSERT INTO chain (programme, length, hash) VALUES (?, ?, ?) "
    "ON CONFLICT (programme) DO UPDATE SET length = excluded.length, hash = excluded.hash";

std::vector<log_record> read_all(query& rows) {
    std::vector<log_record> records;
    while (rows.next()) {
        log_record& r = records.emplace_back();
        rows.into(r.position, r.chain_position, r.programme, r.subject_kind, r.subject, r.revision, r.at, r.actor,
                  r.kind, r.body, r.previous, r.hash);
    }
    return records;
}

} // namespace

chain_head find_head(connection& user, std::string_view programme) {
    chain_head head;
    query row{user, "SELECT length, hash FROM chain WHERE programme = ?"};
    if (row.with(programme).next()) row.into(head.length, head.hash);
    return head;
}

std::vector<std::string> list_chains(connection& user) {
    std::vector<std::string> programmes;
    query rows{user, "SELECT programme FROM chain ORDER BY programme"};
    while (rows.next())
        rows.into(programmes.emplace_back());
    return programmes;
}

page<log_record> list_history(connection& user, std::string_view subject_kind, std::string_view subject,
                              const page_request& want) {
    const page_bounds bounds{want};
    query rows{user, by_subject};
    return cut_to_page(read_all(rows.with(subject_kind, subject, bounds.after, bounds.fetch)), bounds,
                       [](const log_record& last) {
                           return cursor{last.position, 0, {}, {}};
                       });
}

page<log_record> list_chain(connection& user, std::string_view programme, const page_request& want) {
    const page_bounds bounds{want};
    query rows{user, by_chain};
    return cut_to_page(read_all(rows.with(programme, bounds.after, bounds.fetch)), bounds, [](const log_record& last) {
        return cursor{last.chain_position, 0, {}, {}};
    });
}

std::vector<log_record> list_log_after(connection& user, std::int64_t position, int limit) {
    query rows{user, by_position};
    return read_all(rows.with(position, batch_limit(limit)));
}

std::int64_t append_log(connection& writer, const log_record& r, const chain_head& head) {
    if (r.previous != head.hash) throw store_misused("the record does not continue the chain of '" + r.programme + "'");
    return query{writer, insert_log}
        .with(head.length + 1, r.programme, r.subject_kind, r.subject, r.revision, r.at, r.actor, r.kind, r.body,
              r.previous, r.hash)
        .insert();
}

void move_head(connection& writer, std::string_view programme, const chain_head& head) {
    query{writer, set_head}.with(programme, head.length, head.hash).run();
}

} // namespace sluice::store::sqlite

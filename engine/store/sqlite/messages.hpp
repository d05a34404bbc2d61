#pragma once

#include "engine/store/record.hpp"
#include "engine/store/sqlite/connection.hpp"

#include <optional>
#include <vector>

namespace sluice::store::sqlite {

/// What an answer is found by: the first eight bytes of its key's SHA-256. Keys that share it are told apart by the
/// whole key.
std::int64_t key_number(std::string_view key);

std::optional<idempotent_answer> find_answer(connection& user, std::string_view key);
void put_answer(connection& writer, const idempotent_answer& answer);
int remove_answers_before(connection& writer, instant when, int limit);
/// When the oldest answer was given; nothing where there is none.
std::optional<instant> find_oldest_answer(connection& user);

std::vector<outbox_record> list_outbox_after(connection& user, std::int64_t position, int limit);
std::int64_t put_outbox(connection& writer, std::string_view topic, std::string_view body, instant at);
int remove_outbox_through(connection& writer, std::int64_t position, int limit);

} // namespace sluice::store::sqlite

#pragma once

#include "engine/store/filter.hpp"
#include "engine/store/record.hpp"
#include "engine/store/sqlite/connection.hpp"

namespace sluice::store::sqlite {

std::optional<entity> find_entity(connection& user, std::string_view kind, std::string_view id);
std::optional<entity> find_entity_by_lookup(connection& user, std::string_view kind, std::string_view lookup);
page<entity> list_entities(connection& user, const entity_filter& filter, const page_request& want);
page<entity> list_entities_of(connection& user, std::string_view kind, std::string_view party,
                              const page_request& want);

/// `before` is the stored one, null if there is none.
void put_entity(connection& writer, const entity& record, const entity* before, std::int64_t expected_revision);
void remove_entity(connection& writer, std::string_view kind, std::string_view id, const entity* before,
                   std::int64_t expected_revision);
void put_party(connection& writer, std::string_view kind, std::string_view party, std::string_view id);
void remove_party(connection& writer, std::string_view kind, std::string_view party, std::string_view id);

/// 1, 2, 3 … for each sequence.
std::int64_t next_number(connection& writer, std::string_view sequence);

} // namespace sluice::store::sqlite

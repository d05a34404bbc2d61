#pragma once

#include "engine/store/record.hpp"
#include "engine/store/sqlite/connection.hpp"

#include <vector>

namespace sluice::store::sqlite {

std::optional<document_record> find_document(connection& user, std::string_view id);
std::vector<document_record> list_documents_of(connection& user, std::string_view application);
std::optional<std::string> find_document_content(connection& user, std::string_view id);
void put_document(connection& writer, const document_record& document, std::string_view content);

} // namespace sluice::store::sqlite

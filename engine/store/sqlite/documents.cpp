#include "engine/store/sqlite/documents.hpp"

#include "engine/store/error.hpp"

namespace sluice::store::sqlite {

namespace {

std::optional<document_record> read_one(query& row) {
    if (!row.next()) return std::nullopt;
    document_record d;
    row.into(d.id, d.application, d.kind, d.file_name, d.media_type, d.size, d.sha256, d.at, d.by);
    return d;
}

} // namespace

std::optional<document_record> find_document(connection& user, std::string_view id) {
    query row{user,
              "SELECT id, application, kind, file_name, media_type, size, sha256, at, by FROM document WHERE id = ?"};
    return read_one(row.with(id));
}

std::vector<document_record> list_documents_of(connection& user, std::string_view application) {
    query rows{user, "SELECT id, application, kind, file_name, media_type, size, sha256, at, by FROM document "
                     "INDEXED BY document_by_application WHERE application = ? ORDER BY id"};
    rows.with(application);
    std::vector<document_record> found;
    for (auto next = read_one(rows); next; next = read_one(rows))
        found.push_back(std::move(*next));
    return found;
}

std::optional<std::string> find_document_content(connection& user, std::string_view id) {
    query row{user, "SELECT bytes FROM document_content WHERE document = ?"};
    if (!row.with(id).next()) return std::nullopt;
    std::string bytes;
    row.into(bytes);
    return bytes;
}

void put_document(connection& writer, const document_record& d, std::string_view content) {
    if (d.size != static_cast<std::int64_t>(content.size()))
        throw store_misused("document " + d.id + " has not the size that its record states");
    query{writer, "INSERT INTO document (id, application, kind, file_name, media_type, size, sha256, at, by) "
                  "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"}
        .with(d.id, d.application, d.kind, d.file_name, d.media_type, d.size, d.sha256, d.at, d.by)
        .run();
    query bytes{writer, "INSERT INTO document_content (document, bytes) VALUES (?, ?)"};
    bytes.bind(d.id);
    bytes.bind_bytes(content);
    bytes.run();
}

} // namespace sluice::store::sqlite

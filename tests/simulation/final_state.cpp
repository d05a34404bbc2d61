#include "tests/simulation/final_state.hpp"

#include "engine/base/digest.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <openssl/evp.h>

#include <memory>
#include <stdexcept>
#include <vector>

namespace sluice::simulation {
namespace {

class running_digest {
public:
    running_digest()
        : context_{EVP_MD_CTX_new(), &EVP_MD_CTX_free} {
        if (EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1) throw std::runtime_error("no SHA-256");
    }
    void add(std::string_view bytes) { EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()); }
    std::string hex() {
        digest found{};
        unsigned length = 0;
        EVP_DigestFinal_ex(context_.get(), found.data(), &length);
        return to_hex(found);
    }

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

/// All but what tells of commits and of how far places are behind: how many commands share one is chance.
std::vector<std::string> tables_of(SQLite::Database& database) {
    std::vector<std::string> names;
    SQLite::Statement each{database, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
                                     "AND name NOT IN ('recent_commit', 'application_place') ORDER BY name"};
    while (each.executeStep())
        names.push_back(each.getColumn(0).getString());
    return names;
}

void add_table(SQLite::Database& database, const std::string& table, running_digest& all) {
    const int columns = SQLite::Statement{database, "SELECT * FROM \"" + table + "\" LIMIT 0"}.getColumnCount();
    std::string order;
    for (int i = 1; i <= columns; ++i)
        order += (i > 1 ? ", " : "") + std::to_string(i);
    SQLite::Statement rows{database, "SELECT * FROM \"" + table + "\" ORDER BY " + order};
    all.add(fmt::format("table {}\n", table));
    while (rows.executeStep())
        for (int i = 0; i < columns; ++i) {
            const auto value = rows.getColumn(i);
            const std::string_view bytes{static_cast<const char*>(value.getBlob()),
                                         static_cast<std::size_t>(value.getBytes())};
            all.add(fmt::format("{}:{}:", value.getType(), bytes.size()));
            all.add(bytes);
        }
}

} // namespace

std::string hash_of_state(const std::filesystem::path& path) {
    SQLite::Database database{path.string(), SQLite::OPEN_READONLY};
    running_digest all;
    for (const auto& table : tables_of(database))
        add_table(database, table, all);
    return all.hex();
}

state_counts counts_by_state(const std::filesystem::path& path) {
    SQLite::Database database{path.string(), SQLite::OPEN_READONLY};
    SQLite::Statement each{database,
                           "SELECT draft, json_extract(body, '$.ended'), count(*) FROM application GROUP BY 1, 2"};
    state_counts found;
    while (each.executeStep()) {
        const std::int64_t count = each.getColumn(2).getInt64();
        auto& part = each.getColumn(1).getInt() != 0   ? found.ended
                     : each.getColumn(0).getInt() != 0 ? found.drafts
                                                       : found.under_way;
        part += count;
    }
    return found;
}

} // namespace sluice::simulation

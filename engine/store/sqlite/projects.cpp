#include "engine/store/sqlite/projects.hpp"

#include "engine/store/error.hpp"
#include "engine/store/sqlite/paging.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace sluice::store::sqlite {

namespace {

constexpr std::size_t band_bytes = 8;

/// Each band as eight bytes, the highest first.
std::string packed(std::span<const std::int64_t> bands) {
    std::string bytes;
    for (const auto band : bands)
        for (std::size_t i = 0; i < band_bytes; ++i)
            bytes += static_cast<char>(static_cast<std::uint64_t>(band) >> (8 * (band_bytes - 1 - i)));
    return bytes;
}

std::vector<std::int64_t> unpacked(std::string_view bytes) {
    if (bytes.size() % band_bytes != 0) throw store_error("the bands of a project are cut off");
    std::vector<std::int64_t> bands;
    for (; !bytes.empty(); bytes.remove_prefix(band_bytes)) {
        std::uint64_t band = 0;
        for (const char each : bytes.substr(0, band_bytes))
            band = band << 8 | static_cast<unsigned char>(each);
        bands.push_back(static_cast<std::int64_t>(band));
    }
    return bands;
}

std::optional<project_record> read_one(query& row) {
    if (!row.next()) return std::nullopt;
    project_record p;
    std::string bands;
    row.into(p.application, p.programme, p.organisation, p.organisation_code, p.title_key, p.at, bands);
    p.bands = unpacked(bands);
    return p;
}

std::vector<project_record> read_all(query& rows) {
    std::vector<project_record> found;
    for (auto next = read_one(rows); next; next = read_one(rows))
        found.push_back(std::move(*next));
    return found;
}

/// The projects with how many of the bands each has.
std::map<std::int64_t, int> count_shared(connection& user, std::span<const std::int64_t> bands, int limit) {
    std::map<std::int64_t, int> shared;
    for (const auto band : std::set<std::int64_t>{bands.begin(), bands.end()}) {
        query rows{user, "SELECT project FROM project_band WHERE band = ? ORDER BY project DESC LIMIT ?"};
        rows.with(band, limit);
        for (std::int64_t position = 0; rows.next(); ++shared[position])
            rows.into(position);
    }
    return shared;
}

} // namespace

std::optional<project_record> find_project(connection& user, std::string_view application) {
    query row{user, "SELECT application, programme, organisation, organisation_code, title_key, at, bands "
                    "FROM project WHERE application = ?"};
    return read_one(row.with(application));
}

std::vector<project_record> list_projects_of_organisation(connection& user, std::string_view organisation, int limit) {
    query rows{user, "SELECT application, programme, organisation, organisation_code, title_key, at, bands "
                     "FROM project INDEXED BY project_by_organisation WHERE organisation = ? "
                     "ORDER BY position DESC LIMIT ?"};
    return read_all(rows.with(organisation, batch_limit(limit)));
}

std::vector<project_record> list_projects_of_code(connection& user, std::string_view organisation_code, int limit) {
    query rows{user, "SELECT application, programme, organisation, organisation_code, title_key, at, bands "
                     "FROM project INDEXED BY project_by_code WHERE organisation_code = ? AND organisation_code <> '' "
                     "ORDER BY position DESC LIMIT ?"};
    return read_all(rows.with(organisation_code, batch_limit(limit)));
}

std::vector<project_record> list_projects_titled(connection& user, std::string_view title_key, int limit) {
    query rows{user, "SELECT application, programme, organisation, organisation_code, title_key, at, bands "
                     "FROM project INDEXED BY project_by_title WHERE title_key = ? AND title_key <> '' "
                     "ORDER BY position DESC LIMIT ?"};
    return read_all(rows.with(title_key, batch_limit(limit)));
}

std::vector<project_record> list_projects_sharing(connection& user, std::span<const std::int64_t> bands, int limit) {
    const int most = batch_limit(limit);
    const auto shared = count_shared(user, bands, most);
    std::vector<std::pair<int, std::int64_t>> order;
    for (const auto& [position, count] : shared)
        order.emplace_back(count, position);
    std::sort(order.rbegin(), order.rend());
    if (order.size() > static_cast<std::size_t>(most)) order.resize(static_cast<std::size_t>(most));
    std::vector<project_record> found;
    for (const auto& [count, position] : order) {
        query row{user, "SELECT application, programme, organisation, organisation_code, title_key, at, bands "
                        "FROM project WHERE position = ?"};
        if (auto next = read_one(row.with(position))) found.push_back(std::move(*next));
    }
    return found;
}

std::vector<std::string> list_applications_without_project(connection& user, int limit) {
    query rows{user, "SELECT application FROM project_backlog ORDER BY application LIMIT ?"};
    rows.with(batch_limit(limit));
    std::vector<std::string> found;
    while (rows.next())
        rows.into(found.emplace_back());
    return found;
}

void put_project(connection& writer, const project_record& p) {
    std::int64_t position = 0;
    std::set<std::int64_t> before;
    if (query known{writer, "SELECT position, bands FROM project WHERE application = ?"};
        known.with(p.application).next()) {
        std::string bands;
        known.into(position, bands);
        for (const auto band : unpacked(bands))
            before.insert(band);
    }
    const auto bytes = packed(p.bands);
    query row{writer, "INSERT INTO project (application, programme, organisation, organisation_code, title_key, at, "
                      "bands) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (application) DO UPDATE SET "
                      "programme = excluded.programme, organisation = excluded.organisation, "
                      "organisation_code = excluded.organisation_code, title_key = excluded.title_key, "
                      "at = excluded.at, bands = excluded.bands RETURNING position"};
    row.with(p.application, p.programme, p.organisation, p.organisation_code, p.title_key, p.at);
    row.bind_bytes(bytes);
    if (row.next()) row.into(position);
    row.finish();
    const std::set<std::int64_t> now{p.bands.begin(), p.bands.end()};
    for (const auto band : before)
        if (!now.contains(band))
            query{writer, "DELETE FROM project_band WHERE band = ? AND project = ?"}.with(band, position).run();
    for (const auto band : now)
        if (!before.contains(band))
            query{writer, "INSERT INTO project_band (band, project) VALUES (?, ?)"}.with(band, position).run();
    query{writer, "DELETE FROM project_backlog WHERE application = ?"}.with(p.application).run();
}

} // namespace sluice::store::sqlite

#include "engine/store/sqlite/places_behind.hpp"

#include "engine/store/error.hpp"

#include <algorithm>
#include <limits>

namespace sluice::store::sqlite {

namespace {

/// A commit writes twice as many as it changes, and this many more, so that the table catches up under any load.
constexpr std::size_t written_at_least = 32;

constexpr std::size_t number_bytes = 8;

void append_number(std::string& to, std::int64_t number) {
    for (int shift = 56; shift >= 0; shift -= 8)
        to += static_cast<char>(static_cast<std::uint64_t>(number) >> shift & 0xff);
}

std::int64_t number_at(std::string_view bytes) {
    std::uint64_t number = 0;
    for (const char each : bytes.substr(0, number_bytes))
        number = number << 8 | static_cast<unsigned char>(each);
    return static_cast<std::int64_t>(number);
}

std::vector<std::int64_t> read_positions(connection& user, std::uint64_t& last) {
    query rows{user, "SELECT number, applications FROM recent_commit"};
    std::vector<std::int64_t> positions;
    std::int64_t commit = 0;
    std::string_view bytes;
    while (rows.next()) {
        rows.into(commit, bytes);
        if (bytes.size() % number_bytes != 0) throw store_error("a row of recent_commit is not in its form");
        for (; !bytes.empty(); bytes.remove_prefix(number_bytes))
            positions.push_back(number_at(bytes));
        last = std::max(last, static_cast<std::uint64_t>(commit));
    }
    std::ranges::sort(positions);
    positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
    return positions;
}

placed_application read_shown(connection& user, std::int64_t position, const places_behind::find_place& place_of) {
    query row{user, "SELECT id, programme, round, state, draft, created_at, updated_at, tasks FROM application_shown "
                    "WHERE application = ?"};
    if (!row.with(position).next()) throw store_error("recent_commit names an application that is not there");
    placed_application found;
    std::string id, programme, round, state;
    bool draft = false;
    row.into(id, programme, round, state, draft, found.created_at, found.updated_at, found.tasks);
    const auto known = short_id::from_text(id);
    if (!known) throw store_error("an application has an id that is no UUID");
    found.position = position;
    found.id = *known;
    found.place = draft ? 0 : place_of(programme, round, state);
    return found;
}

void write_row(connection& writer, const placed_application& row) {
    const std::string id = row.id.to_bytes();
    query put{writer, "INSERT INTO application_place (id, application, place, created_at, updated_at, tasks) "
                      "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (application) DO UPDATE SET "
                      "place = excluded.place, updated_at = excluded.updated_at, tasks = excluded.tasks"};
    put.bind_bytes(id);
    put.with(row.position, row.place, row.created_at, row.updated_at, row.tasks).run();
}

} // namespace

void places_behind::load(connection& user, const find_place& place_of) {
    *this = places_behind{gathered_max_};
    for (const std::int64_t position : read_positions(user, last_))
        gathered_.emplace(position, read_shown(user, position, place_of));
}

void places_behind::write(connection& writer, std::uint64_t commit, std::span<const placed_application> changed) {
    std::string positions;
    for (const placed_application& row : changed)
        append_number(positions, row.position);
    query put{writer, "INSERT INTO recent_commit (applications, number) VALUES (?, ?)"};
    put.bind_bytes(positions);
    put.with(static_cast<std::int64_t>(commit)).run();
    if (!leaving_through_ && (gathered_.size() >= gathered_max_ || commits_ >= gathered_max_)) gather_no_more();
    if (leaving_through_) write_leaving(writer, 2 * changed.size() + written_at_least);
}

void places_behind::publish(std::vector<placed_application> changed, std::uint64_t commit) {
    forget_written();
    last_ = commit;
    ++commits_;
    for (placed_application& row : changed)
        gathered_.insert_or_assign(row.position, std::move(row));
}

void places_behind::write_all(connection& writer) {
    if (leaving_through_) write_leaving(writer, leaving_.size());
    forget_written();
    gather_no_more();
    write_leaving(writer, leaving_.size());
    query{writer, "UPDATE recent_commit SET applications = x'' WHERE number = ?"}
        .with(static_cast<std::int64_t>(last_))
        .run();
}

void places_behind::gather_no_more() {
    leaving_.reserve(gathered_.size());
    for (auto& [position, row] : gathered_)
        leaving_.push_back(std::move(row));
    gathered_.clear();
    std::ranges::sort(leaving_, {}, &placed_application::position);
    leaving_through_ = last_;
    commits_ = 0;
}

/// What is written counts only when the commit is done.
void places_behind::write_leaving(connection& writer, std::size_t count) {
    written_next_ = std::min(written_ + count, leaving_.size());
    for (std::size_t i = written_; i < written_next_; ++i)
        if (!gathered_.contains(leaving_[i].position)) write_row(writer, leaving_[i]); // else it changed again
    if (written_next_ < leaving_.size()) return;
    // The newest stays, for its number.
    query{writer, "DELETE FROM recent_commit WHERE number <= ? AND number < (SELECT max(number) FROM recent_commit)"}
        .with(static_cast<std::int64_t>(*leaving_through_))
        .run();
}

void places_behind::forget_written() {
    written_ = written_next_;
    if (!leaving_through_ || written_ < leaving_.size()) return;
    leaving_.clear();
    leaving_through_.reset();
    written_ = written_next_ = 0;
}

} // namespace sluice::store::sqlite

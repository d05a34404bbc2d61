#pragma once

#include "engine/store/sqlite/connection.hpp"
#include "engine/store/sqlite/short_id.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace sluice::store::sqlite {

/// A row of `application_place`: where an application stands, and what waits in it.
struct placed_application {
    std::int64_t position = 0;
    short_id id;
    std::int64_t place = 0; ///< its number; 0: it is a draft, and stands in no list
    std::int64_t created_at = 0, updated_at = 0;
    std::string tasks; ///< task_lines.hpp
};

/// The rows of `application_place` that the file does not have yet. The table is looked at only when the file is
/// opened, so that its rows are written behind: thousands are gathered, of an application only the last, and written in
/// the order in which they lie, a few with every commit. Until then `recent_commit` names their applications, by the
/// commits that changed them, and `application_shown` tells what the rows are to be: whoever opens the file after a
/// crash knows as much. Belongs to the writer; some 350 bytes for each row.
class places_behind {
public:
    /// So many are gathered before they are written; no more than three times as many are here at a time.
    explicit places_behind(std::size_t gathered_max)
        : gathered_max_{gathered_max} {}

    /// The place of this programme, round and state, by number.
    using find_place =
        std::function<std::int64_t(const std::string& programme, const std::string& round, const std::string& state)>;

    /// Takes what the file is behind with, as `user` sees it, instead of what is here.
    void load(connection& user, const find_place& place_of);

    bool contains(std::int64_t position) const { return gathered_.contains(position); }
    const std::unordered_map<std::int64_t, placed_application>& gathered() const { return gathered_; }

    /// Before the commit: names the rows that it changes and writes some of the earlier ones.
    void write(connection& writer, std::uint64_t commit, std::span<const placed_application> changed);
    /// When it is done.
    void publish(std::vector<placed_application> changed, std::uint64_t commit);

    bool empty() const { return gathered_.empty() && !leaving_through_; }
    /// Writes all of them, in a transaction that changes nothing else.
    void write_all(connection& writer);

private:
    void gather_no_more();
    void write_leaving(connection& writer, std::size_t count);
    void forget_written();

    std::size_t gathered_max_;
    std::unordered_map<std::int64_t, placed_application> gathered_; ///< by position
    std::size_t commits_ = 0;                                       ///< since it was gathered anew
    std::uint64_t last_ = 0;                                        ///< the newest commit
    std::vector<placed_application> leaving_;                       ///< in order of position
    std::optional<std::uint64_t> leaving_through_; ///< while they leave: the newest commit that they are of
    std::size_t written_ = 0;                      ///< of those that are leaving
    std::size_t written_next_ = 0;                 ///< the same, once the commit under way is done
};

} // namespace sluice::store::sqlite

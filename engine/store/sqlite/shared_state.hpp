#pragma once

#include "engine/store/sqlite/memory_index.hpp"
#include "engine/store/sqlite/shared_cache.hpp"

#include <atomic>
#include <limits>
#include <map>
#include <tuple>

namespace sluice::store::sqlite {

/// How many more (or fewer) applications stand in a state: programme, state, draft.
using count_key = std::tuple<std::string, std::string, bool>;
using count_changes = std::map<count_key, std::int64_t>;

/// The rows with the changes, in order; states that nothing is in any more are left out.
std::vector<application_count> with_changes(const std::vector<application_count>& rows, const count_changes& changes);

/// The totals by state, brought up to date by every commit. Safe from any thread.
class kept_counts {
public:
    /// What a reader sees that surely sees the commit `snapshot`; null if that is not known here.
    std::shared_ptr<const shared_counts> find(std::uint64_t snapshot);

    /// Takes over what such a reader has read.
    void keep(const std::vector<application_count>& rows, std::uint64_t snapshot);

    void announce(std::uint64_t commit); ///< they are about to change
    void change(const count_changes& changes);
    void forget(std::uint64_t commit);

private:
    std::mutex mutex_;
    bool known_ = false;
    std::uint64_t since_ = 0;
    count_changes rows_;
    std::shared_ptr<const shared_counts> given_; ///< made when somebody asks
};

/// When entities of each kind last changed. Kinds share a few dozen places: one may seem changed when its neighbour
/// was, never the other way round. Safe from any thread.
class kind_changes {
public:
    static constexpr std::size_t places_count = 64;

    static std::size_t place_of(std::string_view kind) { return std::hash<std::string_view>{}(kind) % places_count; }

    std::uint64_t last(std::string_view kind) const { return places_[place_of(kind)]; }
    void change(std::size_t place, std::uint64_t commit) { places_[place] = commit; }
    void change_all(std::uint64_t commit) {
        for (auto& place : places_)
            place = commit;
    }

private:
    std::array<std::atomic<std::uint64_t>, places_count> places_{};
};

/// What the writer remembers from one transaction to the next. Nobody else looks at it.
struct writer_notes {
    std::map<std::string, chain_head, std::less<>> heads;                 ///< of the chains that it has asked for
    std::int64_t answers_from = std::numeric_limits<std::int64_t>::min(); ///< no kept answer is older, in ms
};

/// What the readers and the writer of one database share in memory. The writer announces what a commit changes before
/// the commit can be seen, and raises `sequence` when it is done. A reader looks at `sequence` before it takes its
/// snapshot, so that it surely sees that commit, and may see later ones; README.md tells why that is enough.
struct shared_state {
    explicit shared_state(const options& settings)
        : entities{settings.shared_bytes_max}
        , applications{settings.shared_bytes_max}
        , index{settings.places_behind_max} {}

    /// Somebody else has written the file, up to this commit. Only the writer calls this, and no commit is under way.
    /// A second connection, which must see the same, makes it faster.
    void read_again(connection& user, connection* second = nullptr);

    std::atomic<std::uint64_t> sequence = 0; ///< the number of the last commit that is done
    shared_cache<entity> entities;
    shared_cache<application_record> applications;
    kept_counts counts;
    memory_index index;
    kind_changes kinds;
    writer_notes notes;
};

} // namespace sluice::store::sqlite

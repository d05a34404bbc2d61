#pragma once

#include "engine/store/shared.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace sluice::store::sqlite {

/// How a value is asked for.
enum class key_part : char { id, lookup };

struct shared_key {
    shared_key(key_part how, std::string_view of_kind, std::string_view of_name)
        : part{how}
        , kind{of_kind}
        , name{of_name}
        , hash{std::hash<std::string_view>{}(name)*31 + std::hash<std::string_view>{}(kind) +
               static_cast<std::size_t>(part)} {}

    key_part part;
    std::string_view kind;
    std::string_view name;
    std::size_t hash;

    friend bool operator==(const shared_key&, const shared_key&) = default;
};

struct shared_key_hash {
    std::size_t operator()(const shared_key& key) const { return key.hash; }
};

/// A key with its own texts. Stays where it is, for `view` points into it.
class kept_key {
public:
    explicit kept_key(const shared_key& key)
        : kind_{key.kind}
        , name_{key.name}
        , view_{key} {
        view_.kind = kind_;
        view_.name = name_;
    }
    kept_key(const kept_key&) = delete;
    kept_key& operator=(const kept_key&) = delete;

    const shared_key& view() const { return view_; }

private:
    std::string kind_;
    std::string name_;
    shared_key view_;
};

/// What a value takes in memory, with a flat share for what its users make of it: a parsed JSON text takes about six
/// times the text, a rendered row about a kilobyte.
inline std::size_t bytes_of(const entity& e) {
    return 512 + e.kind.size() + e.id.size() + e.programme.size() + e.lookup.size() + 7 * e.body.size();
}
inline std::size_t bytes_of(const application_record& a) {
    return 1'792 + a.id.size() + a.programme.size() + a.definition_version.size() + a.round.size() +
           a.organisation.size() + a.created_by.size() + a.number.size() + a.title.size() + a.state.size() +
           a.body.size();
}

/// Committed values by key. Those that nobody has used lately leave first: the oldest leaves unless it was used since
/// it came or was last passed over (the clock, or second chance). Null stands for "there is none". Every commit has a
/// number, one more than the one before it. Each value is right for every snapshot since a commit, its `since`, for as
/// long as it is here: a commit takes out what it changes before anybody can see the change. Safe from any thread.
template<class Record>
class shared_cache {
public:
    using value = std::shared_ptr<const shared<Record>>;

    explicit shared_cache(std::size_t bytes_max)
        : shard_bytes_max_{bytes_max / shards_count} {}

    /// What a reader sees that surely sees the commit `snapshot` (and perhaps later ones); nothing if that is not
    /// known here.
    std::optional<value> find(const shared_key& key, std::uint64_t snapshot) {
        shard& s = shard_of(key);
        const std::lock_guard lock{s.mutex};
        const auto known = s.index.find(key);
        if (known == s.index.end() || known->second->since > snapshot) return std::nullopt;
        known->second->used = true;
        return known->second->held;
    }

    /// Keeps what such a reader has read, unless a commit has since changed anything near; gives back what is kept,
    /// so that all share one value.
    value keep(const shared_key& key, value read, std::uint64_t snapshot) {
        const std::size_t bytes = key.kind.size() + key.name.size() + 256 + (read ? bytes_of(**read) : 0);
        shard& s = shard_of(key);
        if (bytes > shard_bytes_max_) return read;
        std::list<node> leaving; // outlives the lock, so that what leaves is destroyed outside of it
        const std::lock_guard lock{s.mutex};
        const std::uint64_t since = s.changed_at[slice_of(key)];
        if (since > snapshot) return read;
        if (const auto known = s.index.find(key); known != s.index.end()) return known->second->held;
        s.order.emplace_front(key, read, since, bytes);
        s.index.emplace(s.order.front().key.view(), s.order.begin());
        s.bytes += bytes;
        while (s.bytes > shard_bytes_max_)
            s.take_out(s.oldest_unused(), leaving);
        return read;
    }

    /// The commit of this number is about to change the value.
    void drop(const shared_key& key, std::uint64_t commit) {
        shard& s = shard_of(key);
        std::list<node> leaving;
        const std::lock_guard lock{s.mutex};
        s.changed_at[slice_of(key)] = commit;
        if (const auto known = s.index.find(key); known != s.index.end()) s.take_out(known->second, leaving);
    }

    /// Anything may have changed up to this commit.
    void clear(std::uint64_t commit) {
        for (shard& s : shards_) {
            std::list<node> leaving;
            const std::lock_guard lock{s.mutex};
            s.changed_at.fill(commit);
            s.index.clear();
            s.order.swap(leaving);
            s.bytes = 0;
        }
    }

    /// What all values take by the estimate.
    std::size_t bytes() {
        std::size_t all = 0;
        for (shard& s : shards_) {
            const std::lock_guard lock{s.mutex};
            all += s.bytes;
        }
        return all;
    }

private:
    static constexpr std::size_t shards_count = 16;
    static constexpr std::size_t slices_count = 64; ///< of a shard; each remembers its last change

    struct node {
        node(const shared_key& name, value kept, std::uint64_t first, std::size_t size)
            : key{name}
            , held{std::move(kept)}
            , since{first}
            , bytes{size} {}

        kept_key key;
        value held;
        std::uint64_t since;
        std::size_t bytes;
        bool used = false;
    };

    struct shard {
        /// Those that are passed over begin anew. Ends, for then none of them counts as used any more.
        typename std::list<node>::iterator oldest_unused() {
            while (order.back().used) {
                order.back().used = false;
                order.splice(order.begin(), order, std::prev(order.end()));
            }
            return std::prev(order.end());
        }
        void take_out(typename std::list<node>::iterator gone, std::list<node>& leaving) {
            index.erase(gone->key.view());
            bytes -= gone->bytes;
            leaving.splice(leaving.begin(), order, gone);
        }

        std::mutex mutex;
        std::list<node> order;
        std::unordered_map<shared_key, typename std::list<node>::iterator, shared_key_hash> index;
        std::size_t bytes = 0;
        std::array<std::uint64_t, slices_count> changed_at{};
    };

    // The map within a shard takes the low bits.
    shard& shard_of(const shared_key& key) { return shards_[(key.hash >> 40) % shards_count]; }
    static std::size_t slice_of(const shared_key& key) { return (key.hash >> 48) % slices_count; }

    std::size_t shard_bytes_max_;
    std::array<shard, shards_count> shards_;
};

} // namespace sluice::store::sqlite

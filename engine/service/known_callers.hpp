#pragma once

#include "engine/service/caller.hpp"
#include "engine/store/database.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace sluice::service {

/// Callers by their tokens, so that a request does not read its caller anew. Exact: a caller is known as long as
/// nothing has been written since of which callers are made (tokens, people, delegations), and no term ends meanwhile.
/// A token that is revoked stops working with the next request. Bounded; thread-safe.
class known_callers {
public:
    explicit known_callers(const store::database& database)
        : database_{database} {}

    /// As they are at that time.
    std::optional<caller> find(const std::string& token_digest, instant now) const;

    /// `snapshot` is that of the reader that found the caller; `until` when the token ends. Nothing that a delegation
    /// gives may be kept: whoever has one, in force or to come, is not to be kept.
    void keep(const std::string& token_digest, const caller&, std::uint64_t snapshot, std::optional<instant> until);

private:
    struct known {
        caller who;
        std::uint64_t snapshot = 0;
        std::optional<instant> until;
    };

    bool unchanged_since(std::uint64_t snapshot) const;

    const store::database& database_;
    mutable std::shared_mutex mutex_;
    std::unordered_map<std::string, known> known_;
};

} // namespace sluice::service

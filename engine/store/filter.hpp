#pragma once

#include "engine/base/instant.hpp"
#include "engine/store/page.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sluice::store {

enum class sort_key { created, updated };
enum class sort_order { ascending, descending };

/// Which applications, in which order. Every condition that is set must hold; one that is not set asks nothing. An
/// empty vector, unlike an absent one, matches nothing: no permission never turns into every permission.
struct application_filter {
    std::optional<std::vector<std::string>> programmes{};

    /// A state matches itself and what lies below it, in any region: `verification` matches
    /// `verification.science.pending+verification.tax.done`.
    std::optional<std::vector<std::string>> states{};

    std::optional<std::string> organisation{};
    std::optional<std::string> round{};
    std::optional<std::string> assigned_to{}; ///< a person with an assignment to it
    std::optional<std::string> created_by{};

    /// Drafts are left out, save those of this organisation and those that this person began.
    std::optional<std::string> include_drafts_of{};
    std::optional<std::string> include_drafts_by{};

    sort_key sort = sort_key::created;
    sort_order order = sort_order::descending;
    bool with_body = false; ///< lists rarely need the body, which is by far the largest part
};

/// A person's work list: what waits for any of the audiences. Ordered by due time (those without one last), then by
/// since when it waits. An absent `programmes` asks nothing, an empty one matches nothing.
struct task_filter {
    std::vector<std::string> audiences;
    std::optional<std::vector<std::string>> programmes{};
    std::optional<instant> due_by{}; ///< only what is due then or before
};

/// Public notices, the newest first. A round is looked for within its programme: without one nothing is found.
struct notice_filter {
    std::optional<std::string> programme{};
    std::optional<std::string> round{};
    std::optional<bool> closed{};
};

/// Entities of a kind, in order of id.
struct entity_filter {
    std::string kind;
    std::optional<std::string> programme{};
};

/// The most combinations (programme and state, or programme and audience) that one list may spread over; more throw
/// `store_error`. Real definitions stay far below.
inline constexpr std::size_t list_combinations_max = 2'000;

} // namespace sluice::store

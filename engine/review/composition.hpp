#pragma once

#include "engine/base/refusal.hpp"
#include "engine/review/panel.hpp"
#include "engine/review/panel_rules.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace sluice::review {

/// What the panel still lacks to be composed as the rules want, counting those who hold a seat; empty when it is
/// composed. Ids: `panel_size`, `panel_odd`, `panel_technical`, `panel_finance`.
std::vector<unmet_requirement> composition(const panel& seats, const panel_rules& rules);

/// What the seats that are still free have to be filled with: as many technical and finance experts at least, and
/// experts of any kind for the rest.
struct free_seats {
    std::int64_t technical = 0;
    std::int64_t finance = 0;
    std::int64_t any = 0;

    std::int64_t total() const { return technical + finance + any; }
    friend bool operator==(const free_seats&, const free_seats&) = default;
};

/// For the smallest number of members with which those seated and those to come satisfy the rules. Nothing when no
/// number does, for instance because too many of those seated are neither technical nor finance experts.
std::optional<free_seats> seats_to_fill(const panel& seats, const panel_rules& rules);

} // namespace sluice::review

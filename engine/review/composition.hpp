#pragma once

#include "engine/base/refusal.hpp"
#include "engine/review/panel.hpp"
#include "engine/review/panel_rules.hpp"

#include <vector>

namespace sluice::review {

/// What the panel still lacks to be composed as the rules want, counting those who hold a seat; empty when it is
/// composed. Ids: `panel_size`, `panel_odd`, `panel_technical`, `panel_finance`.
std::vector<unmet_requirement> composition(const panel& seats, const panel_rules& rules);

} // namespace sluice::review

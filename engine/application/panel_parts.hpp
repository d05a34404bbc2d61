#pragma once

#include "engine/application/procedure.hpp"
#include "engine/review/panel.hpp"

#include <string>

namespace sluice::application {

// What `panels.cpp` and `panel_seating.cpp` share.

/// The rules of a panel that is open or was; `not_found` for any other.
result<const programme::panel_rules*> rules_of_panel(const procedure&, const std::string& name);

/// Records the panel as it became.
void panel_changed(procedure&, const std::string& name, const review::panel& now);

/// `not_permitted` for anybody but those whom the rules name under `assign`.
result<void> check_may_seat(const procedure&, const programme::panel_rules&);

} // namespace sluice::application

#pragma once

#include "engine/service/access.hpp"
#include "engine/service/commands.hpp"
#include "engine/service/errand.hpp"
#include "engine/store/database.hpp"

#include <memory>
#include <string>

namespace sluice::service {

// There is one writer, and everybody waits for it: what can be done before a command's turn comes is done by whoever
// submits it. What was prepared is exact or not used.

/// Loads the application that the command is about, as it stands now. Null where the command is about none, where there
/// is none of that id, and where it cannot be read: the writer then finds out for itself, and answers. Any thread but
/// the writer's. Whatever was read with has ended when this returns.
std::shared_ptr<const loaded_application> prepare(store::database&, const library_shelf&, const command&);

/// The application as it stands in the errand's transaction: what was prepared if it is of this very revision and
/// version, otherwise loaded now. Null when there is none of that id.
std::shared_ptr<const loaded_application> load_application(const errand&, const std::string& id);

} // namespace sluice::service

#pragma once

#include "engine/service/commands.hpp"

#include <string_view>

namespace sluice::simulation {

/// Under which kind a command on an application stands on its record; empty for what is recorded elsewhere.
std::string_view record_kind(const service::command&);

} // namespace sluice::simulation

#pragma once

#include "engine/service/caller.hpp"
#include "engine/store/reader.hpp"

#include <optional>

namespace sluice::service {

/// The person as a caller, with what colleagues have delegated to them at that moment; empty where there is no such
/// person, or no longer. Costs two indexed reads, and two more for each delegation.
std::optional<caller> identify(store::reader&, const std::string& person, instant now);

} // namespace sluice::service

#pragma once

#include "engine/application/change.hpp"
#include "engine/application/state.hpp"
#include "engine/store/reader.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace sluice::service {

/// Gives the recorded acts on an application one after the other, the first first, for as long as `take` says to go on.
void for_each_record(store::reader&, const std::string& application,
                     const std::function<bool(application::record&&)>& take);

/// The application as it was then, made anew from its record. Takes as long as it has acts up to there. Throws
/// `std::logic_error` if the record does not lead to that revision.
application::application_state state_at_revision(store::reader&, const std::string& application,
                                                 std::int64_t revision);

} // namespace sluice::service

#pragma once

#include "engine/service/errand.hpp"

namespace sluice::service {

// Commands on definitions, for administrators. On the programme's record.

/// A version that was proven sound becomes current. The same content again is answered with 200, other content under
/// the same version with `already_exists`. The library of this errand does not have it yet: the service puts it there
/// after the commit.
result<answer> carry_out(const errand&, const publish_version&);

/// Makes the plan again, within the transaction; refuses `version_conflict` when it is not the one that was looked at,
/// and `requirement_not_met` when some applications cannot move and are not to be left behind. Otherwise all that move
/// do, each with a record of its own.
result<answer> carry_out(const errand&, const migrate_applications&);

} // namespace sluice::service

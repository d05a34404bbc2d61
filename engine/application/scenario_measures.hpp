#pragma once

#include "engine/base/json.hpp"
#include "engine/programme/programme.hpp"

#include <string>
#include <vector>

namespace sluice::application {

/// What a programme takes and withholds, found out by trying rather than by reading its schemas: each field of the
/// forms in `cases.json`, and of the data that scenarios send, is left out, emptied, lengthened, replaced, and given to
/// those who may not see it. One line a field; empty when the programme takes none of the examples.
std::vector<std::string> measure(const programme::programme&, const json& cases);

} // namespace sluice::application

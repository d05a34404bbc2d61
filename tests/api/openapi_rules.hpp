#pragma once

#include "engine/base/json.hpp"

#include <string>
#include <vector>

namespace sluice::test {

/// In what an OpenAPI 3.1 document is not as it has to be: required members, every `$ref` leads somewhere, every
/// operation has an id of its own, a summary, declared tags, a stated security, its path parameters, described
/// responses and a problem for all others. Empty when nothing is wrong.
std::vector<std::string> faults_of(const ordered_json& document);

} // namespace sluice::test

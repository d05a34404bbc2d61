#pragma once

#include "tests/mutation/judge.hpp"

#include <filesystem>
#include <iosfwd>
#include <vector>

namespace sluice::mutation {

/// Lists the mutants that nothing noticed, each with its explanation from the file: an object from a mutant's key to
/// the reason why the damaged definition behaves as before. Whether every one is explained and, where `whole_run`, no
/// explanation is left over.
bool check_survivors(const std::vector<mutant>&, const std::vector<verdict>&, const std::filesystem::path& explanations,
                     bool whole_run, std::ostream&);

} // namespace sluice::mutation

#pragma once

#include "engine/cel/environment.hpp"
#include "engine/cel/fault.hpp"
#include "engine/cel/syntax.hpp"

#include <optional>

namespace sluice::cel {

/// Finds what every name means and of what type every node is, and writes both into the tree. Gives the first fault, in
/// the words of the reference checker.
///
/// Without `types`, as for the unchecked mode of the specification, whatever does not resolve or fit is left to fail when
/// it is evaluated.
std::optional<fault> check(syntax_tree& tree, const declarations& known, bool types);

} // namespace sluice::cel

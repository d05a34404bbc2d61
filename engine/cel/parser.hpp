#pragma once

#include "engine/cel/fault.hpp"
#include "engine/cel/syntax.hpp"

#include <optional>
#include <string_view>

namespace sluice::cel {

/// A tree, or the first fault. `depth_max` bounds both the nesting of the source and the depth of the tree. Macros are
/// expanded here: `has`, `all`, `exists`, `exists_one`, `map`, `filter`, and `math.least` and `math.greatest` into calls
/// with a list.
struct tree_or_fault {
    syntax_tree tree;
    std::optional<fault> wrong;
};
tree_or_fault parse(std::string_view source, std::size_t depth_max);

} // namespace sluice::cel

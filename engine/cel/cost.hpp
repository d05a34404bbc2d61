#pragma once

#include "engine/cel/environment.hpp"
#include "engine/cel/syntax.hpp"

#include <cstdint>

namespace sluice::cel {

/// How large the data is taken to be where an expression does not say. As long as it is no larger, no evaluation takes
/// more steps than the bound.
struct size_assumptions {
    std::uint64_t elements_max = 1'000;    ///< of a list or map
    std::uint64_t text_bytes_max = 10'000; ///< of a string or bytes
    std::uint64_t document_nodes_max = 10'000; ///< values within an object or a value of unknown type, when compared
};

/// The most steps that evaluating the checked tree can take; stops at the largest 64-bit number.
std::uint64_t cost_bound(const syntax_tree& tree, const declarations& known, const size_assumptions& sizes);

} // namespace sluice::cel

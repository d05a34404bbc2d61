#pragma once

#include "engine/similarity/normal_form.hpp"

namespace sluice::similarity {

/// Something that stands in both texts.
struct shared_passage {
    std::size_t begin, end; ///< bytes in the original of the first text
    std::size_t letters;    ///< its length in normal form
};

struct passage_bounds {
    std::size_t letters_min = 4;
    std::size_t passages_max = 5;
};

/// The longest passages that both texts have, longest first, then in the order of the first text; none overlaps
/// another. Found as greedy string tiling finds them (M. Wise 1993), in one pass with a look at the next letter: linear
/// in the texts, at the price that a passage may be cut where a longer one begins.
std::vector<shared_passage> shared_passages(const normal_form&, const normal_form&, passage_bounds = {});

} // namespace sluice::similarity

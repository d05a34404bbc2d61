#pragma once

#include "engine/similarity/normal_form.hpp"

namespace sluice::similarity {

/// The sequences of letters in a text, sorted, each once: two letters where the first is not Latin, three where it is,
/// for single Latin letters say little. A text of fewer letters is one shingle. Exact: the letters' own numbers, 21
/// bits each.
using shingle_set = std::vector<std::uint64_t>;

shingle_set shingles_of(const normal_form&);

/// A share of one, in thousandths, rounded down; so that it is the same on every machine and in every record.
using per_mille = int;

/// What two sets have in common of what both have (Jaccard's coefficient; the resemblance of A. Broder, "On the
/// resemblance and containment of documents", 1997). 0 when either is empty.
per_mille resemblance(const shingle_set&, const shingle_set&);

/// How much of the smaller set is in the larger one (Broder's containment): 1000 when one text has become part of the
/// other.
per_mille containment(const shingle_set&, const shingle_set&);

} // namespace sluice::similarity

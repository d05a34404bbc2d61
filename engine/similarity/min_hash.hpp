#pragma once

#include "engine/similarity/shingles.hpp"

namespace sluice::similarity {

/// How a signature is cut: a text is found if all rows of any band agree (locality-sensitive hashing; P. Indyk and R.
/// Motwani 1998; the banding as in Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3).
struct banding {
    std::size_t bands;
    std::size_t rows;
    std::uint64_t salt; ///< keeps the bands of one kind of text apart from those of another
};

/// The banding's promise: how likely two texts of that resemblance (0 to 1) share a band, 1 − (1 − sʳ)ᵇ.
double recall(const banding&, double resemblance);

/// A key for each band, to be looked up in an index; none for an empty set. MinHash (Broder 1997): each of bands × rows
/// hash functions keeps its least value over the set, and two sets agree in one of them as often as they resemble each
/// other. The functions are splitmix64 (G. Steele, D. Lea and C. Flood 2014) with seeds counted up; the keys are kept
/// in stores and never change their values.
std::vector<std::int64_t> bands_of(const shingle_set&, const banding&);

} // namespace sluice::similarity

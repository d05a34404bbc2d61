#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::review {

inline constexpr std::size_t calibrated_scores_max = 200'000;
inline constexpr int calibration_sweeps_max = 2'000;

/// One submitted score, of 100.
struct given_score {
    std::string application;
    std::string reviewer;
    double points = 0;
};

/// How much higher this reviewer scores than the others do on the same applications.
struct reviewer_effect {
    std::string reviewer;
    double effect = 0;       ///< points; above zero: lenient
    std::int64_t scores = 0; ///< on how many it rests
};

struct calibrated_application {
    std::string application;
    double raw_mean = 0;   ///< of all its scores
    double calibrated = 0; ///< the same less the effects of its reviewers
    std::int64_t scores = 0;
};

struct calibration {
    std::vector<calibrated_application> applications; ///< by id
    std::vector<reviewer_effect> reviewers;           ///< by id
    bool converged = true;
};

/// Fits score = application + reviewer + rest, by least squares with the reviewers' effects held back:
///     minimise Σ (score − application − reviewer)² + strength × Σ reviewer².
/// `strength` (≥ 1) is the number of scores in which an effect would have to show before half of it is believed: a
/// reviewer with one score is hardly corrected, one with thirty nearly wholly. Solved by turns (Gauss–Seidel), which
/// for this problem always goes down and has one solution; it ends when nothing moves by more than a billionth of a
/// point.
///
/// For showing beside the raw mean, with its sample size: it decides nothing. Where all reviewers score all
/// applications it changes no order; where two groups share no application, nothing is known of one against the other,
/// and each is only corrected within itself. More scores than `calibrated_scores_max` throw `std::invalid_argument`.
calibration calibrate(std::vector<given_score> scores, std::int64_t strength);

} // namespace sluice::review

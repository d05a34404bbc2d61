#pragma once

#include "engine/base/instant.hpp"
#include "engine/base/json.hpp"

#include <chrono>
#include <string>
#include <vector>

/// How far the seeded applications have come, and what was done to them on which day.
namespace sluice::bench {

/// The programme that is measured: the measurements are about its rules, so they name it.
inline constexpr const char* measured_programme = "incubator-dream-fund";

/// Whoever acts in the seeded base.
enum class part { applicant, officer, director };

/// One act. `what` is `create`, `document` (then `data` is the kind) or an event.
struct step {
    part by;
    std::string what;
    json data;
    int day;                   ///< after the application's first one
    std::chrono::minutes time; ///< of that day
};

struct path {
    std::string state; ///< where it ends
    unsigned share;    ///< of 100 applications
    std::vector<step> steps;
    std::vector<date> first_days; ///< on which it may begin
};

/// Drafts, applications that wait for each desk in turn, withdrawn and refused ones. The shares add up to 100.
std::vector<path> seeded_paths();

/// The day on which the seeded office was founded, and the morning at which the measurements begin: no timer of a
/// seeded application is due before its evening.
instant founded_at();
instant firms_registered_at();
instant measured_at();

/// What the measured cycle says in its two steps.
inline constexpr const char* measured_opinion = "建议予以支持，材料齐全，现场情况与申报一致。";
inline constexpr const char* measured_reason = "请补充说明经费预算的测算依据。";

/// All acts of an application are shifted by so much less than this, so that they stay in the working hours of their
/// days, and deadlines, which end with days, stay as they are.
inline constexpr std::chrono::milliseconds shift_max = std::chrono::hours{9};

} // namespace sluice::bench

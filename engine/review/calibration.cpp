#include "engine/review/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace sluice::review {
namespace {

constexpr double still = 1e-9;

struct numbered_score {
    std::size_t application, reviewer;
    double points;
};

/// Everything in order of id, so that the sums are the same whatever the order of the input.
class fitting {
public:
    explicit fitting(std::vector<given_score> scores) {
        std::sort(scores.begin(), scores.end(), [](const given_score& one, const given_score& other) {
            return std::tie(one.application, one.reviewer, one.points) <
                   std::tie(other.application, other.reviewer, other.points);
        });
        std::map<std::string, std::size_t> applications, reviewers;
        for (const auto& each : scores) {
            applications.emplace(each.application, 0);
            reviewers.emplace(each.reviewer, 0);
        }
        for (auto& [id, number] : applications) {
            number = found_.applications.size();
            found_.applications.push_back({id});
        }
        for (auto& [id, number] : reviewers) {
            number = found_.reviewers.size();
            found_.reviewers.push_back({id});
        }
        for (const auto& each : scores) {
            scores_.push_back({applications.at(each.application), reviewers.at(each.reviewer), each.points});
            auto& application = found_.applications[scores_.back().application];
            application.raw_mean += each.points;
            ++application.scores;
            ++found_.reviewers[scores_.back().reviewer].scores;
        }
        for (auto& each : found_.applications)
            each.calibrated = each.raw_mean /= static_cast<double>(each.scores);
    }

    calibration fit(double strength) {
        found_.converged = false;
        for (int sweep = 0; sweep < calibration_sweeps_max && !found_.converged; ++sweep)
            found_.converged = std::max(fit_reviewers(strength), fit_applications()) < still;
        return std::move(found_);
    }

private:
    double fit_reviewers(double strength) {
        std::vector<double> sums(found_.reviewers.size(), 0.0);
        for (const auto& each : scores_)
            sums[each.reviewer] += each.points - found_.applications[each.application].calibrated;
        double moved = 0;
        for (std::size_t index = 0; index < sums.size(); ++index) {
            auto& reviewer = found_.reviewers[index];
            const auto effect = sums[index] / (static_cast<double>(reviewer.scores) + strength);
            moved = std::max(moved, std::abs(effect - reviewer.effect));
            reviewer.effect = effect;
        }
        return moved;
    }

    double fit_applications() {
        std::vector<double> sums(found_.applications.size(), 0.0);
        for (const auto& each : scores_)
            sums[each.application] += each.points - found_.reviewers[each.reviewer].effect;
        double moved = 0;
        for (std::size_t index = 0; index < sums.size(); ++index) {
            auto& application = found_.applications[index];
            const auto mean = sums[index] / static_cast<double>(application.scores);
            moved = std::max(moved, std::abs(mean - application.calibrated));
            application.calibrated = mean;
        }
        return moved;
    }

    calibration found_;
    std::vector<numbered_score> scores_;
};

} // namespace

calibration calibrate(std::vector<given_score> scores, std::int64_t strength) {
    if (scores.size() > calibrated_scores_max) throw std::invalid_argument("review: too many scores to calibrate");
    return fitting{std::move(scores)}.fit(static_cast<double>(std::max<std::int64_t>(strength, 1)));
}

} // namespace sluice::review

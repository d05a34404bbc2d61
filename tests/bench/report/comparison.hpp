#pragma once

#include "tests/bench/run/measurement.hpp"

#include <string>
#include <vector>

namespace sluice::bench {

/// A figure that is another one than before by more than chance makes it.
struct changed_figure {
    std::string what;
    double before = 0, after = 0;
    bool worse = false;
};

/// What has changed between two reports (`bench.json`). A rate counts as changed when the ranges of its rounds do not
/// overlap and their medians differ by more than `noise`; other figures when they differ by more than that. Where both
/// reports have the floor that a rate is compared with, it is the ratio to it that is looked at.
std::vector<changed_figure> changes_between(const json& before, const json& after, double noise = 0.1);

std::string text_of(const std::vector<changed_figure>&);

} // namespace sluice::bench

#pragma once

#include <functional>
#include <string>
#include <vector>

namespace sluice::bench {

/// One small thing that a request is made of.
struct operation {
    std::string name; ///< as it is reported: letters and `_`
    std::function<void()> once;
};

/// All of them, ready to be run as often as one likes.
std::vector<operation> all_operations();

} // namespace sluice::bench

#pragma once

#include "tests/simulation/acting.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace sluice::simulation {

/// The public: reads every new notice, and objects to some, at times without saying who they are.
class citizens {
public:
    explicit citizens(bureau& at)
        : at_{at} {}

    /// On every day.
    void look_around(date today);

private:
    void read_notices(date today);

    bureau& at_;
    std::set<std::string> seen_;                   ///< notices
    std::map<date, std::vector<json>> objections_; ///< notices, by the day on which somebody objects
};

} // namespace sluice::simulation

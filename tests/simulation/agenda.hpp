#pragma once

#include "engine/base/json.hpp"
#include "tests/simulation/habits.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace sluice::simulation {

/// A task of somebody's work list, and how they stand to it.
struct pending {
    json task;
    int due = 0;                   ///< the working day on which it is taken up
    int looks = 0;                 ///< how often it has been taken up
    std::set<std::string> refused; ///< events that were tried in vain
};

/// What waits for one audience, with the day on which somebody takes it up: people let things lie.
class agenda {
public:
    /// The list as it is read today: new tasks are put off by `wait`, those that are gone are forgotten. Gives what is
    /// due, in the list's order. The pointers stay good until the next reading.
    std::vector<pending*> read(std::vector<json> tasks, int today, const std::function<int(const json& task)>& wait);

    /// Done: should it come again, it is new.
    void forget(const json& task) { items_.erase(key_of(task)); }

    static std::string key_of(const json& task);

private:
    std::map<std::string, pending> items_;
};

} // namespace sluice::simulation

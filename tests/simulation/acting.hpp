#pragma once

#include "tests/simulation/agenda.hpp"
#include "tests/simulation/bureau.hpp"
#include "tests/simulation/population.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sluice::simulation {

/// The day as everybody sees it.
struct working_day {
    int number = 0; ///< working days since the simulation began
    date day;
};

/// The event entries of `actions` that the role may send now, those tried in vain left out.
std::vector<const json*> possible_events(const json& actions, const std::string& role,
                                         const std::set<std::string>& refused);

/// One of them by habit; null where habit lets all of them be.
const json* choose(const bureau&, const std::string& programme, const std::vector<const json*>& events, chance&);

/// How long the task is let lie, by the habit of its likeliest event; tasks without events by `wait` of their kind.
int days_to_wait(const bureau&, const json& task, chance&);

/// What the event is sent with: after its schema, which may be null, and the hints for it.
json data_for(bureau&, const std::string& programme, const std::string& event, const json& schema,
              const json& application, chance&);

/// The part of an action's name after the colon: of `prepare:first`, `first`.
std::string after_colon(const std::string& event);
std::string before_colon(const std::string& event);

/// Applications that somebody acts on in this hour: a second one would act on what they have not seen.
class taken {
public:
    bool take(const std::string& application) { return applications_.insert(application).second; }
    bool has(const std::string& application) const { return applications_.contains(application); }

private:
    std::set<std::string> applications_;
};

} // namespace sluice::simulation

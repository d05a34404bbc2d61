#pragma once

#include "engine/base/json.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace sluice::simulation {

/// First and last, both included.
struct day_range {
    int first = 0, last = 0;
};

/// How people take to one event.
struct event_habit {
    double weight = 1; ///< beside the other events that are possible; see `chance::weighed`
    day_range wait;    ///< working days from when it is first seen in the work list
};

/// habits.json: how people behave, programme by programme, with what holds for all under `*`. README.md describes the
/// file. Members that are missing throw `std::out_of_range` or a JSON error with their name.
class habits {
public:
    /// Throws `std::runtime_error` when the file cannot be read.
    static habits read(const std::filesystem::path&);

    /// Of no programme in particular.
    const json& operator[](const std::string& name) const { return all_.at(name); }

    /// Of the programme if it says so, else of all.
    const json& of(const std::string& programme, const std::string& name) const;
    double number(const std::string& programme, const std::string& name) const;
    double number(const std::string& name) const { return number("*", name); }
    day_range days(const std::string& programme, const std::string& name) const;

    event_habit event(const std::string& programme, const std::string& event) const;

    /// What to fill in for a property of an event's data: under `<event>/<property>` or `<property>`.
    const json* hint(const std::string& programme, const std::string& event, const std::string& property) const;

private:
    /// A member of an object in the programme's section, else in that of all.
    const json* find(const std::string& programme, const std::string& section, const std::string& name) const;

    json all_;
};

day_range days_from(const json& pair);

} // namespace sluice::simulation

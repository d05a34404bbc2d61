#pragma once

#include "engine/application/acting.hpp"
#include "engine/application/state.hpp"
#include "engine/base/json.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::application {

/// One thing that happened to an application, in the past tense. The kinds and their data are persisted and hashed:
/// append kinds, never change the meaning of one. `apply.cpp` has them all.
struct change {
    std::string kind;
    json data;
};

/// All changes of one command, with who and when: the unit that is recorded, chained and replayed.
struct record {
    std::int64_t revision = 0; ///< of the application, after these changes
    instant at;
    std::string actor; ///< person; empty for the public and the system
    std::string kind;  ///< the command, for instance `send_event`
    json detail;       ///< what was asked: event type and data, instalment, …
    std::vector<change> changes;
    acting_for acting{}; ///< for whom the actor acted, where not for themselves
};

/// Whether it may change the form of the application.
bool changes_form(const change&);

/// The persisted form, as canonical text and as the same tree.
std::string to_text(const record&);
json to_json(const record&);
/// Throws `std::invalid_argument` on anything that `to_json` did not write.
record record_from_json(const json&);

/// The only way in which a state changes: now, and when it is replayed from the record. Throws `std::logic_error` for a
/// kind it does not know.
void apply(application_state&, const change&, const std::string& actor, instant at, const acting_for& = {});
void apply(application_state&, const record&);

} // namespace sluice::application

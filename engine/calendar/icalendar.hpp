#pragma once

#include "engine/base/instant.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// Deadlines as calendar programs read them: RFC 5545, with the calendar's name and refresh time of RFC 7986.
namespace sluice::calendar {

/// A deadline as an event. One that ends with a day (24:00 local time) is an event of that whole day, any other one of
/// no length at its instant, in UTC; either way it takes up no time.
struct deadline_event {
    std::string uid; ///< the same for as long as it is the same deadline
    instant due_at;
    instant modified_at;       ///< of what falls due; no present time is in the file
    std::int64_t revision = 0; ///< rises with every change
    std::string summary;
    std::string description;
    std::string category;
};

/// The file, with CRLF and lines of at most 75 octets. Texts are UTF-8; control characters in them are dropped, save
/// line ends, which are kept as `\n`. A line is never folded within a character.
std::string write_icalendar(const std::string& name, const std::vector<deadline_event>& events);

} // namespace sluice::calendar

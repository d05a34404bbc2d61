#pragma once

#include "engine/calendar/calendar.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace sluice::calendar {

/// The calendar files as they are shipped; tests run in the source root.
inline ordered_json shipped_year(int year) {
    const auto path = "workflows/calendars/cn-" + std::to_string(year) + ".json";
    std::ifstream file{path};
    if (!file) throw std::runtime_error("cannot read " + path);
    std::stringstream bytes;
    bytes << file.rdbuf();
    return parse_ordered_json(bytes.str()).value();
}

inline calendar shipped_calendar() {
    const std::vector<ordered_json> years{shipped_year(2025), shipped_year(2026)};
    return calendar::read(years).value();
}

inline date day(const char* written) { return parse_iso_date(written).value(); }

} // namespace sluice::calendar

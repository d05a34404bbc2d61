#pragma once

#include "engine/base/instant.hpp"
#include "engine/base/json.hpp"
#include "engine/base/result.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <span>

namespace sluice::calendar {

/// Which days are worked. Immutable once read: any thread may ask it.
///
/// A day in a year that was not read is refused with `calendar_year_not_loaded`, the year being in the explanation.
class calendar {
public:
    /// Reads one document a year, in any order (see workflows/calendars/README.md for the format). Refuses with
    /// `definition_invalid` and, as the place, the document's position and the JSON pointer in it (`/0/days_off/2/to`):
    /// unknown or missing fields, days outside the year, days out of order or listed twice, a working weekend that is
    /// no weekend, a year twice, two countries, or a wrong `working_days`.
    static result<calendar> read(std::span<const ordered_json> years);

    bool has_year(int year) const { return years_.contains(year); }

    result<bool> is_working_day(date day) const;

    /// The day itself when it is worked, otherwise the first that is.
    result<date> next_working_day(date day) const;

    /// The n-th working day after `start`, which is not counted itself; `count` must not be negative, and 0 gives
    /// `next_working_day(start)`.
    result<date> add_working_days(date start, int count) const;

    /// How many working days lie after `after` up to and including `until`; 0 when `until` is not later.
    result<int> working_days_between(date after, date until) const;

private:
    /// For each day of the year, how many working days there are up to its end; index 0 is the day before the year.
    using running_count = std::array<std::uint16_t, 367>;

    static result<running_count> read_year(const ordered_json& document, int year, const std::string& place);
    result<const running_count*> counts_of(int year) const;

    std::map<int, running_count> years_;
};

} // namespace sluice::calendar

#pragma once

#include "engine/base/instant.hpp"
#include "engine/base/result.hpp"
#include "engine/calendar/calendar.hpp"
#include "engine/calendar/delay.hpp"

namespace sluice::calendar {

/// When a delay that starts at `start` falls due. The deadline has passed when `now >= deadline`.
///
/// After articles 201 to 203 of the Civil Code: the starting day is not counted; a month later is the same day of the
/// month, or its last day where there is none (31 January + 1 month = 28 February); a last day that is a day off moves
/// to the next working day; the last day ends at 24:00 local time, that is, 00:00 of the day after, which is what is
/// returned. Hours, minutes and seconds are exact and may end on a day off.
///
/// Refuses with `calendar_year_not_loaded` when a day that matters lies in a year that is not loaded.
result<instant> deadline(instant start, const delay& after, const calendar& days);

/// How much of a running deadline is left when it is paused at `paused`: the working days after that day up to and
/// including the last one. `due` is what `deadline` returned. 0 on the last day and later.
result<int> working_days_remaining(instant paused, instant due, const calendar& days);

/// When a paused deadline falls due that goes on at `resumed` with `remaining` working days left, the day on which it
/// goes on not counted. With 0 left it ends with that day, or with the next working day.
result<instant> deadline_when_resumed(instant resumed, int remaining, const calendar& days);

/// When to remind of something that is due: so long before. Of working days, the beginning of the first of the last
/// `before` ones; of days and months, exactly so many earlier, whether they are worked or not.
result<instant> time_before(instant due, const delay& before, const calendar& days);

/// When to remind of something that was due: so long after, counted in the same way.
result<instant> time_after(instant due, const delay& after, const calendar& days);

} // namespace sluice::calendar

#include "engine/calendar/deadline.hpp"

namespace sluice::calendar {
namespace {

using namespace std::chrono;

date same_day_months_later(date start, int count) {
    const year_month_day from{start};
    const year_month to = from.year() / from.month() + months{count};
    const year_month_day same = to / from.day();
    return same.ok() ? date{same} : date{to / last};
}

instant end_of(date last_day) {
    return start_of(last_day + std::chrono::days{1});
}

} // namespace

result<instant> deadline(instant start, const delay& after, const calendar& days) {
    const date first = local_date(start);
    result<date> last_day = first;
    switch (after.counted_in) {
    case delay::kind::exact:
        return instant{start.milliseconds + after.seconds * 1'000};
    case delay::kind::working_days:
        last_day = days.add_working_days(first, after.days);
        break;
    case delay::kind::calendar_days:
        last_day = days.next_working_day(same_day_months_later(first, after.months) + std::chrono::days{after.days});
        break;
    }
    if (!last_day) return last_day.error();
    return end_of(*last_day);
}

result<int> working_days_remaining(instant paused, instant due, const calendar& days) {
    const date last_day = local_date({due.milliseconds - 1});
    return days.working_days_between(local_date(paused), last_day);
}

result<instant> deadline_when_resumed(instant resumed, int remaining, const calendar& days) {
    const auto last_day = days.add_working_days(local_date(resumed), remaining);
    if (!last_day) return last_day.error();
    return end_of(*last_day);
}

namespace {

/// The same time of another day.
instant moved(instant when, const delay& by, int sign) {
    const date day = local_date(when);
    const date other = same_day_months_later(day, sign * by.months) + std::chrono::days{sign * by.days};
    return {when.milliseconds - start_of(day).milliseconds + start_of(other).milliseconds};
}

} // namespace

result<instant> time_before(instant due, const delay& before, const calendar& days) {
    if (before.counted_in == delay::kind::exact) return instant{due.milliseconds - before.seconds * 1'000};
    if (before.counted_in == delay::kind::calendar_days) return moved(due, before, -1);
    date first = local_date({due.milliseconds - 1});
    for (int left = before.days; left > 0; first -= std::chrono::days{1}) {
        const auto worked = days.is_working_day(first);
        if (!worked) return worked.error();
        if (*worked && --left == 0) break;
    }
    return start_of(first);
}

result<instant> time_after(instant due, const delay& after, const calendar& days) {
    if (after.counted_in == delay::kind::exact) return instant{due.milliseconds + after.seconds * 1'000};
    if (after.counted_in == delay::kind::calendar_days) return moved(due, after, 1);
    const auto day = days.add_working_days(local_date({due.milliseconds - 1}), after.days);
    if (!day) return day.error();
    return start_of(*day);
}

} // namespace sluice::calendar

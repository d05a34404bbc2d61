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
    case delay::kind::exact: return instant{start.milliseconds + after.seconds * 1'000};
    case delay::kind::working_days: last_day = days.add_working_days(first, after.days); break;
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

} // namespace sluice::calendar

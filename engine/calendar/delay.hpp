#pragma once

#include "engine/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice::calendar {

/// How long until something falls due, as a definition states it.
struct delay {
    enum class kind {
        exact,         ///< `seconds` after the start, to the millisecond
        calendar_days, ///< `months`, then `days`; counted in whole days
        working_days,  ///< `days` of them
    };

    kind counted_in = kind::exact;
    std::int64_t seconds = 0;
    int months = 0; ///< a year is twelve
    int days = 0;

    friend bool operator==(const delay&, const delay&) = default;
};

/// The longest delay that a definition may state; what is longer is a slip of the pen.
inline constexpr int delay_years_max = 100;
inline constexpr int delay_working_days_max = 2'500;

/// Reads "7 working days", "5 days", "2 weeks", "6 months", "1 year", "36 hours", "30 minutes", "2 seconds" (singular
/// or plural), or a duration after ISO 8601 in the form of RFC 3339, appendix A ("P6M", "P1Y6M", "P2W", "PT36H").
/// Refuses with `invalid_value`: anything else; days and hours in one ("P1DT12H"), since the one is counted in days and
/// the other to the second; no days at all ("0 days"; "0 seconds" is a delay); more than `delay_years_max`.
result<delay> parse_delay(std::string_view written);

/// "7 working days", "18 months", "P6M15D": what `parse_delay` reads as the same delay.
std::string to_string(const delay& wanted);

} // namespace sluice::calendar

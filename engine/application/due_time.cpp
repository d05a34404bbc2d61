#include "engine/application/due_time.hpp"

#include "engine/calendar/deadline.hpp"
#include "engine/calendar/delay.hpp"

namespace sluice::application {

result<instant> due_after(const json& delay, instant start, const calendar::calendar& days) {
    if (!delay.is_string())
        return refuse(reason::definition_invalid, {"期限须为“5 working days”之类的文字或时间",
                                                   "A delay is a text such as “5 working days”, or an instant"});
    const auto& written = delay.get_ref<const std::string&>();
    if (const auto absolute = parse_rfc3339(written)) return *absolute;
    const auto parsed = calendar::parse_delay(written);
    if (!parsed) return parsed.error();
    return calendar::deadline(start, *parsed, days);
}

} // namespace sluice::application

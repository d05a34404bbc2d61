// What the office is told of all applications together.

#include "engine/service/application_text.hpp"
#include "engine/service/errand.hpp"
#include "engine/service/reading.hpp"

#include <algorithm>

namespace sluice::service {

result<page> reading::pipeline(const caller& who, const std::optional<std::string>& programme) const {
    const auto theirs = office_programmes(who);
    if (theirs && theirs->empty()) return not_permitted("统计只供工作人员查看", "Reports are for the office");
    const auto counts = [&](const store::application_count& each) {
        return !each.draft && (!programme || each.programme == *programme) &&
               (!theirs || std::find(theirs->begin(), theirs->end(), each.programme) != theirs->end());
    };
    const auto definitions = shelf_.now();
    const auto store = database_.read();
    const auto all = store->share_counts();
    json_writer to;
    to.begin_array();
    for (const auto& each : **all) {
        const auto* rules = counts(each) ? definitions->current(each.programme) : nullptr;
        if (!rules) continue;
        to.begin_object().member("programme", each.programme).key("state");
        write_state(to, *rules, each.state);
        to.member("count", each.count).end_object();
    }
    return page{nullptr, {}, to.end_array().take()};
}

} // namespace sluice::service

// Public notices, and the objections to them.

#include "engine/calendar/deadline.hpp"
#include "engine/service/errand.hpp"
#include "engine/service/objections.hpp"
#include "engine/service/reading.hpp"

namespace sluice::service {
namespace {

refusal no_such_notice() {
    return not_found("没有这个公示", "There is no such notice");
}

} // namespace

/// With the working days that are left, today not counted; null where the clock stands still, the notice is over, or
/// the year is not loaded.
json reading::shown_notice(const json& body) const {
    json shown = notice_to_json(body);
    shown["working_days_left"] = nullptr;
    if (body.at("status") != "open" || body.at("closes_at").is_null()) return shown;
    const auto definitions = shelf_.now();
    const auto left = calendar::working_days_remaining(clock_.now(), instant{body.at("closes_at").get<std::int64_t>()},
                                                       definitions->days());
    if (left) shown["working_days_left"] = *left;
    return shown;
}

result<page> reading::notices(const notice_filter& wanted, const paging& slice) const {
    const auto want = page_request_of(slice);
    if (!want) return want.error();
    const auto store = database_.read();
    store::notice_filter filter{wanted.programme, wanted.round, wanted.closed};
    if (wanted.round) {
        const auto round = find_entity(*store, "round", *wanted.round);
        const std::string programme = round ? round->row.programme : "";
        if (programme.empty() || (wanted.programme && *wanted.programme != programme)) return page{};
        filter.programme = programme;
    }
    return page_of(store->list_notices(filter, *want), [&](const store::notice_record& each) {
        return shown_notice(find_entity(*store, "notice", each.id)->body);
    });
}

result<resource> reading::notice(const std::string& id) const {
    const auto found = find_entity(*database_.read(), "notice", id);
    if (!found) return no_such_notice();
    return resource{shown_notice(found->body), 0};
}

result<resource> reading::objection(const std::string& receipt) const {
    const auto store = database_.read();
    const auto kept = find_by_receipt(*store, receipt);
    if (!kept)
        return not_found("没有这个回执码，请核对后重试", "There is no such receipt code: check it and try again");
    const auto row = store->find_application(kept->body.at("application").get<std::string>());
    const auto state = application::state_from_text(row->body);
    return resource{followed_objection_to_json(*store, state, *state.find_objection(kept->row.id)), 0};
}

result<page> reading::objections(const caller& who, const std::string& id) const {
    const auto store = database_.read();
    const auto seen = see(who, *store, id);
    if (!seen) return seen.error();
    if (seen->as == viewpoint::reviewer) return no_such_application();
    page shown;
    for (const auto& each : seen->loaded.state.objections)
        shown.items.push_back(objection_to_json(*store, each, seen->as));
    return shown;
}

} // namespace sluice::service

// Work lists, deadlines, and what people leave to each other: cases, roles, mandates, messages.

#include "engine/base/canonical_json.hpp"
#include "engine/calendar/icalendar.hpp"
#include "engine/service/calendar_feeds.hpp"
#include "engine/service/case_handlers.hpp"
#include "engine/service/delegations.hpp"
#include "engine/service/full_page.hpp"
#include "engine/service/identification.hpp"
#include "engine/service/mandates.hpp"
#include "engine/service/messages.hpp"
#include "engine/service/reading.hpp"
#include "engine/service/task_view.hpp"
#include "engine/service/work_reading.hpp"

#include <fmt/format.h>

namespace sluice::service {
namespace {

/// Of one feed; the next ones are what matters.
constexpr std::size_t deadlines_max = 500;
/// Tasks looked at for one feed.
constexpr std::size_t tasks_looked_at_max = 5'000;

bool in_office(const caller& who) {
    const auto programmes = office_programmes(who);
    return !programmes || !programmes->empty();
}

/// The application's row if the caller may see it, and as whom.
result<std::pair<store::application_record, viewpoint>> look_at(const caller& who, store::reader& store,
                                                                const std::string& id) {
    auto row = store.find_application(id);
    const auto as = row ? viewpoint_of(who, store, *row) : std::nullopt;
    if (!as) return no_such_application();
    return std::pair{std::move(*row), *as};
}

calendar::deadline_event event_of(const task_view::seen_task& seen, language spoken) {
    const auto& task = seen.task;
    calendar::deadline_event made;
    made.uid = to_hex(sha256(fmt::format("{}\n{}\n{}", task.application, task.audience, task.kind))) + "@sluice";
    made.due_at = *task.due_at;
    made.modified_at = seen.row.updated_at;
    made.revision = seen.row.revision;
    made.summary = fmt::format("{} {}", seen.what.in(spoken), seen.row.number);
    made.description = fmt::format("{}\n{}", seen.rules->title.in(spoken), seen.title);
    made.category = seen.rules->title.in(spoken);
    return made;
}

std::vector<calendar::deadline_event> deadlines_of(const task_view& view, store::reader& store, language spoken) {
    std::vector<calendar::deadline_event> events;
    store::page_request want{std::nullopt, store::page_limit_max};
    for (std::size_t looked_at = 0; looked_at < tasks_looked_at_max;) {
        const auto found = store.list_tasks(view.filter(), want);
        for (const auto& task : found.items) {
            // What has no due time comes last.
            if (!task.due_at || events.size() == deadlines_max) return events;
            if (const auto seen = view.see(task)) events.push_back(event_of(*seen, spoken));
        }
        looked_at += found.items.size();
        if (!found.next) break;
        want.after = found.next;
    }
    return events;
}

} // namespace

result<page> work_reading::tasks(const caller& who, const task_wish& wish, const paging& wanted) const {
    const auto want = page_request_of(wanted);
    if (!want) return want.error();
    const auto store = database_.read();
    const auto definitions = shelf_.now();
    const auto now = clock_.now();
    const task_view view{who, *store, *definitions};
    auto filter = view.filter();
    if (wish.programme) filter.programmes = std::vector{*wish.programme};
    if (wish.overdue) filter.due_by = now;
    const auto streams = filter.audiences.size() * (filter.programmes ? 1 : definitions->all().size());
    if (!wish.mine && streams > store::list_combinations_max)
        return refuse(reason::invalid_value,
                      {"受托单位过多，请用 programme 指明项目", "Too many mandates for one list: name the programme"},
                      "programme");
    return full_page(
        *want,
        [&](const store::page_request& part) {
            return wish.mine ? store->tasks_in_hand(who.person, filter.due_by, part) : store->list_tasks(filter, part);
        },
        [&](const store::task_record& each) -> std::optional<json> {
            if (wish.kind && !each.kind.starts_with(*wish.kind + ":")) return std::nullopt;
            if (wish.programme && each.programme != *wish.programme) return std::nullopt;
            const auto seen = view.see(each);
            if (!seen) return std::nullopt;
            return view.to_json(*seen, now);
        });
}

result<page> work_reading::delegations(const caller& who, const std::string& person, const paging& slice) const {
    const auto wanted = person == "me" ? who.person : person;
    if (wanted != who.person && !who.has_role_anywhere("admin"))
        return not_found("没有这个人", "There is no such person");
    const auto want = page_request_of(slice);
    if (!want) return want.error();
    const auto store = database_.read();
    return page_of(store->entities_of(delegation_kind, delegations_of(wanted), *want), [&](const store::entity& each) {
        return delegation_to_json(*store, parse_canonical(each.body), each.revision, clock_.now());
    });
}

result<page> work_reading::mandates(const caller& who, const std::string& organisation, const paging& slice) const {
    const bool theirs = !organisation.empty() && who.organisation == organisation && who.has_role_anywhere("applicant");
    if (!theirs && !in_office(who)) return not_found("没有这个单位", "There is no such organisation");
    const auto want = page_request_of(slice);
    if (!want) return want.error();
    const auto store = database_.read();
    return page_of(store->entities_of(mandate_kind, mandates_of(organisation), *want), [&](const store::entity& each) {
        return mandate_to_json(*store, parse_canonical(each.body), each.revision, clock_.now());
    });
}

result<resource> work_reading::handler(const caller& who, const std::string& application) const {
    const auto store = database_.read();
    const auto seen = look_at(who, *store, application);
    if (!seen) return seen.error();
    if (seen->second != viewpoint::official)
        return not_permitted("承办人仅限工作人员查看", "Who handles the case is the office's own business");
    const auto kept = find_entity(*store, case_kind, application);
    const auto revision = kept ? kept->row.revision : 0;
    return resource{case_to_json(*store, application, kept ? kept->body : json::object(), revision), revision};
}

result<page> work_reading::messages(const caller& who, const std::string& application, const paging& slice) const {
    const auto want = page_request_of(slice);
    if (!want) return want.error();
    const auto store = database_.read();
    const auto seen = look_at(who, *store, application);
    if (!seen) return seen.error();
    if (seen->second == viewpoint::reviewer) return no_such_application();
    return page_of(store->history(message_subject, application, *want),
                   [&](const store::log_record& each) { return message_to_json(*store, each, seen->second); });
}

result<page> work_reading::calendar_feeds(const caller& who, const paging& slice) const {
    const auto want = page_request_of(slice);
    if (!want) return want.error();
    return page_of(database_.read()->entities_of(calendar_feed_kind, feeds_of(who.person), *want),
                   [](const store::entity& each) { return calendar_feed_to_json(parse_canonical(each.body)); });
}

result<std::string> work_reading::calendar(const std::string& secret_digest) const {
    const auto none = not_found("没有这个日历订阅", "There is no such calendar feed");
    const auto store = database_.read();
    const auto row = store->find_entity_by_lookup(calendar_feed_kind, secret_digest);
    if (!row) return none;
    const json body = parse_canonical(row->body);
    const auto who = identify(*store, body.at("person"), clock_.now());
    if (!who) return none;
    const auto definitions = shelf_.now();
    const auto spoken = body.at("language") == "en" ? language::en : language::zh;
    const text name{"渠成期限", "Sluice deadlines"};
    return calendar::write_icalendar(name.in(spoken),
                                     deadlines_of(task_view{*who, *store, *definitions}, *store, spoken));
}

} // namespace sluice::service

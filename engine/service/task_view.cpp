#include "engine/service/task_view.hpp"

#include "engine/application/state.hpp"
#include "engine/application/state_json.hpp"
#include "engine/service/access.hpp"
#include "engine/service/errand.hpp"
#include "engine/service/mandates.hpp"
#include "engine/service/representation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace sluice::service {
namespace {

constexpr std::string_view to_person = "person:", to_organisation = "organisation:";

std::string kind_of(const store::task_record& task) {
    return task.kind.substr(0, task.kind.find(':'));
}

/// What follows the kind: events joined by +, a panel, an instalment.
std::string rest_of(const store::task_record& task) {
    const auto colon = task.kind.find(':');
    return colon == std::string::npos ? std::string{} : task.kind.substr(colon + 1);
}

std::vector<std::string> split(const std::string& joined) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin < joined.size();) {
        const auto end = std::min(joined.find('+', begin), joined.size());
        parts.push_back(joined.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

text joined(const std::vector<text>& all) {
    text both;
    for (const auto& each : all) {
        both.zh += (both.zh.empty() ? "" : "、") + each.zh;
        both.en += (both.en.empty() ? "" : ", ") + each.en;
    }
    return both;
}

/// The states in the row's label and all around them.
std::set<std::size_t> active_states(const programme::programme& rules, const std::string& label) {
    std::set<std::size_t> active;
    for (const auto& leaf : split(label))
        for (auto at = rules.chart->find(leaf); at; at = rules.chart->states()[*at].parent)
            active.insert(*at);
    return active;
}

text titles_of_events(const programme::programme& rules, const std::set<std::size_t>& active,
                      const std::vector<std::string>& events) {
    std::vector<text> titles;
    for (const auto& event : events) {
        text title{event, event};
        for (const auto& each : rules.chart->transitions())
            if (each.event == event && active.contains(each.source)) title = rules.transitions[each.index].title;
        titles.push_back(std::move(title));
    }
    return joined(titles);
}

text titles_of_states(const programme::programme& rules, const std::string& label) {
    std::vector<text> titles;
    for (const auto& leaf : split(label))
        if (const auto index = rules.chart->find(leaf)) titles.push_back(rules.title_of_state(*index));
    return joined(titles);
}

application::application_state state_of(store::reader& store, const std::string& application) {
    return application::state_from_text(store.find_application(application).value().body);
}

text title_of_payment(store::reader& store, const std::string& application, const std::string& instalment) {
    const auto state = state_of(store, application);
    const auto* payment = state.find_payment(instalment);
    return payment ? payment->title : text{instalment, instalment};
}

text obligation_in(store::reader& store, const std::string& application, const std::string& name) {
    const auto state = state_of(store, application);
    for (const auto& each : state.obligations)
        if (each.name == name) return {"按期完成“" + each.title.zh + "”", "Do in time: " + each.title.en};
    return {name, name};
}

bool is_objection(const store::task_record& task) {
    return kind_of(task) == "objection";
}

text deed_of(store::reader& store, const programme::programme& rules, const store::application_record& row,
             const store::task_record& task) {
    const auto kind = kind_of(task), rest = rest_of(task);
    if (kind == "event") return titles_of_events(rules, active_states(rules, row.state), split(rest));
    if (kind == "seat") return {"安排评审人", "Seat the panel"};
    if (kind == "answer") return {"答复评审邀请", "Answer the invitation to review"};
    if (kind == "review") return {"提交评审意见", "Deliver the review"};
    if (kind == "objection") return {"核查异议并书面答复", "Look into the objection and answer it in writing"};
    if (kind == "obligation") return obligation_in(store, row.id, rest);
    const auto title = title_of_payment(store, row.id, rest);
    return {"办理拨付“" + title.zh + "”", "Move the payment “" + title.en + "” on"};
}

/// How many working days have begun since the last day in time; null where the calendar is not loaded.
json working_days_late(const store::task_record& task, const calendar::calendar& days, instant now) {
    if (!task.due_at || *task.due_at > now) return 0;
    const instant last_moment{task.due_at->milliseconds - 1};
    const auto late = days.working_days_between(local_date(last_moment), local_date(now));
    return late ? json(*late) : json(nullptr);
}

bool any_holds(const std::vector<role_grant>& grants, std::string_view role, std::string_view programme) {
    return std::any_of(grants.begin(), grants.end(), [&](const role_grant& each) {
        return each.role == role && (each.programme == "*" || each.programme == programme);
    });
}

} // namespace

task_view::task_view(const caller& who, store::reader& store, const library& definitions)
    : who_{who}
    , store_{store}
    , definitions_{definitions} {
    for (auto& each : mandates_held(store, who)) {
        mandates_.push_back({"", each.organisation, each.agent, each.id});
        covered_.push_back(std::move(each.programmes));
    }
}

store::task_filter task_view::filter() const {
    std::vector<std::string> audiences{std::string{to_person} + who_.person};
    if (!who_.organisation.empty() && who_.has_role_anywhere("applicant"))
        audiences.push_back(std::string{to_organisation} + who_.organisation);
    for (const auto& each : mandates_)
        audiences.push_back(std::string{to_organisation} + each.organisation);
    for (const auto& each : who_.every_grant())
        if (is_office_role(each.role)) audiences.push_back(each.role);
    std::sort(audiences.begin(), audiences.end());
    audiences.erase(std::unique(audiences.begin(), audiences.end()), audiences.end());
    return {std::move(audiences), std::nullopt};
}

std::optional<json> task_view::for_applicant(const std::string& organisation, const std::string& programme) const {
    if (!who_.has_role("applicant", programme)) return std::nullopt;
    if (organisation == who_.organisation) return std::optional<json>{std::in_place, nullptr};
    for (std::size_t i = 0; i < mandates_.size(); ++i) {
        const auto& covered = covered_[i];
        const bool covers = covered.empty() || std::find(covered.begin(), covered.end(), programme) != covered.end();
        if (mandates_[i].organisation == organisation && covers)
            return acting_to_json(store_, mandates_[i], viewpoint::applicant);
    }
    return std::nullopt;
}

std::optional<json> task_view::for_whom(const store::task_record& task) const {
    const std::optional<json> themselves{std::in_place, nullptr};
    if (task.audience.starts_with(to_person)) {
        const bool theirs = task.audience.substr(to_person.size()) == who_.person;
        if (is_objection(task)) return theirs && is_official_in(who_, task.programme) ? themselves : std::nullopt;
        return theirs && any_holds(who_.grants, "reviewer", task.programme) ? themselves : std::nullopt;
    }
    if (task.audience.starts_with(to_organisation))
        return for_applicant(task.audience.substr(to_organisation.size()), task.programme);
    if (any_holds(who_.grants, task.audience, task.programme)) return themselves;
    for (const auto& each : who_.stands_in_for)
        if (any_holds(each.grants, task.audience, task.programme))
            return json{{"person", {{"id", each.person}, {"name", each.name}}}, {"delegation", each.delegation}};
    return std::nullopt;
}

std::optional<task_view::seen_task> task_view::see(const store::task_record& task) const {
    auto whom = for_whom(task);
    if (!whom) return std::nullopt;
    const auto shared = store_.share_application(task.application);
    const auto* row = shared ? &**shared : nullptr;
    const bool personal = task.audience.starts_with(to_person) || task.audience.starts_with(to_organisation);
    if (!row || (row->draft && !personal)) return std::nullopt;
    seen_task seen;
    seen.rules = &definitions_.version(row->programme, row->definition_version);
    seen.as = is_objection(task)                           ? viewpoint::official
              : task.audience.starts_with(to_person)       ? viewpoint::reviewer
              : task.audience.starts_with(to_organisation) ? viewpoint::applicant
                                                           : viewpoint::official;
    const auto state = titles_of_states(*seen.rules, row->state);
    const auto deed = deed_of(store_, *seen.rules, *row, task);
    seen.what = {state.zh + "：" + deed.zh, state.en + ": " + deed.en};
    seen.title = visible_title(*seen.rules, row->title, seen.as);
    seen.on_behalf_of = std::move(*whom);
    seen.task = task;
    seen.row = *row;
    return seen;
}

json task_view::to_json(const seen_task& seen, instant now) const {
    const auto& task = seen.task;
    json shown = {{"application", task.application},
                  {"number", seen.row.number},
                  {"title", seen.title},
                  {"programme", task.programme},
                  {"kind", kind_of(task)},
                  {"what", text_to_json(seen.what)},
                  {"audience", task.audience},
                  {"on_behalf_of", seen.on_behalf_of},
                  {"since", to_rfc3339(task.since)},
                  {"due_at", task.due_at ? json(to_rfc3339(*task.due_at)) : json(nullptr)},
                  {"overdue", task.due_at && *task.due_at <= now},
                  {"working_days_late", working_days_late(task, definitions_.days(), now)},
                  {"events", kind_of(task) == "event" ? json(split(rest_of(task))) : json::array()}};
    if (seen.as != viewpoint::official) return shown;
    shown["handler"] = nullptr;
    if (!task.handler.empty())
        shown["handler"] = {{"id", task.handler}, {"name", name_of_person(store_, task.handler)}};
    return shown;
}

} // namespace sluice::service

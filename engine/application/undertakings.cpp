#include "engine/application/undertakings.hpp"

#include "engine/application/due_time.hpp"
#include "engine/application/state_json.hpp"
#include "engine/calendar/deadline.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::application {
namespace {

constexpr std::string_view reminder_prefix = "obligation:";

/// Changes of one project that are kept; more are not made in earnest.
constexpr std::size_t changes_max = 100;

std::string reminders_of(const std::string& name) {
    return fmt::format("{}{}:", reminder_prefix, name);
}

void stop_reminders(procedure& under_way, const std::string& prefix) {
    std::vector<std::string> running;
    for (const auto& [id, each] : under_way.state().timers)
        if (id.starts_with(prefix)) running.push_back(id);
    for (const auto& id : running)
        under_way.happened("timer_stopped", {{"timer", id}, {"fired", false}});
}

std::string local_day(instant due) {
    const std::chrono::year_month_day day{local_date({due.milliseconds - 1})};
    return fmt::format("{}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                       static_cast<unsigned>(day.day()));
}

result<void> start_reminders(procedure& under_way, const obligation& owed, const json& params) {
    std::size_t number = 0;
    const auto start = [&](const char* key, auto time_of) -> result<void> {
        for (const std::string written : params.value(key, json::array())) {
            const auto parsed = calendar::parse_delay(written);
            if (!parsed) return parsed.error();
            const auto when = time_of(owed.due_at, *parsed, *under_way.known().days);
            if (!when) return when.error();
            ++number;
            if (*when <= under_way.known().now) continue;
            under_way.happened("timer_started", {{"timer", fmt::format("{}{}", reminders_of(owed.name), number)},
                                                 {"due_at", when->milliseconds},
                                                 {"pausable", false}});
        }
        return {};
    };
    if (auto started = start("remind_before", calendar::time_before); !started) return started;
    return start("remind_after", calendar::time_after);
}

void tell(procedure& under_way, const std::string& to, const text& message) {
    under_way.happened("message_queued", {{"to", to}, {"message", to_json(message)}});
}

} // namespace

result<void> sign(procedure& under_way, const json& params, statechart::raiser&) {
    const std::string kind = params.at("document"), role = params.at("as"), seen = params.value("seen", "");
    const auto& title = under_way.rules().documents.at(kind).title;
    const auto* file = under_way.state().newest_document(kind);
    if (!file)
        return refuse(reason::document_missing,
                      {fmt::format("缺少“{}”，没有可签署的文件", title.zh),
                       fmt::format("There is no “{}” to sign: it has to be uploaded first", title.en)},
                      "/documents/" + pointer_step(kind));
    if (!seen.empty() && seen != file->sha256)
        return refuse(reason::version_conflict,
                      {fmt::format("“{}”已更换，请阅读新文件后再签署", title.zh),
                       fmt::format("The “{}” has been replaced since: read the new one, then sign", title.en)},
                      "/data/sha256");
    const auto& actor = under_way.known().actor;
    if (!actor.has_role(role))
        return refuse(reason::not_permitted, {"您不能以此身份签署", "You cannot sign in this office"});
    const signature made{kind, file->sha256, role, actor.person, under_way.known().now};
    under_way.happened("signed", {{"signature", to_json(made)}});
    return {};
}

result<void> oblige(procedure& under_way, const json& params, statechart::raiser&) {
    const auto due = due_after(params.at("due"), under_way.known().now, *under_way.known().days);
    if (!due) return due.error();
    const obligation owed{params.at("obligation"),
                          text_from_json(params.at("title")),
                          params.value("watch", ""),
                          under_way.known().now,
                          *due,
                          std::nullopt};
    stop_reminders(under_way, reminders_of(owed.name));
    under_way.happened("obligation_begun", {{"obligation", to_json(owed)}});
    return start_reminders(under_way, owed, params);
}

result<void> discharge(procedure& under_way, const json& params, statechart::raiser&) {
    const std::string name = params.at("obligation");
    const auto& all = under_way.state().obligations;
    const bool is_owed =
        std::any_of(all.begin(), all.end(), [&](const obligation& each) { return each.name == name && !each.met_at; });
    if (!is_owed) return {};
    stop_reminders(under_way, reminders_of(name));
    under_way.happened("obligation_met", {{"name", name}});
    return {};
}

result<void> record_change(procedure& under_way, const json& params, statechart::raiser&) {
    if (under_way.state().project_changes.size() >= changes_max)
        return refuse(reason::invalid_value, {"变更次数过多", "The project has been changed too often"});
    const project_change made{params.at("what"), params.value("before", ""), params.at("after"), under_way.known().now,
                              under_way.known().actor.person};
    under_way.happened("project_changed", {{"change", to_json(made)}});
    return {};
}

bool is_reminder(std::string_view timer) {
    return timer.starts_with(reminder_prefix);
}

result<void> remind_of_obligation(procedure& under_way, const std::string& timer) {
    const auto all = under_way.state().obligations;
    const auto owed = std::find_if(all.begin(), all.end(), [&](const obligation& each) {
        return !each.met_at && timer.starts_with(reminders_of(each.name));
    });
    if (owed == all.end()) return {};
    const auto day = local_day(owed->due_at);
    const auto& number = under_way.state().number;
    if (under_way.known().now < owed->due_at) {
        tell(under_way, "applicant",
             {fmt::format("提醒：申请 {} 的“{}”须于 {} 前办理", number, owed->title.zh, day),
              fmt::format("A reminder: “{}” of {} is due by {}", owed->title.en, number, day)});
        return {};
    }
    tell(under_way, "applicant",
         {fmt::format("申请 {} 的“{}”已逾期（应于 {} 前办理），请尽快办理；逾期期间不能申报新项目", number,
                      owed->title.zh, day),
          fmt::format("“{}” of {} is overdue since {}: see to it now; until then nothing new can be applied for",
                      owed->title.en, number, day)});
    if (!owed->watched_by.empty())
        tell(under_way, owed->watched_by,
             {fmt::format("申请 {} 的“{}”已逾期（应于 {} 前办理）", number, owed->title.zh, day),
              fmt::format("“{}” of {} is overdue since {}", owed->title.en, number, day)});
    return {};
}

void forget_obligations(procedure& under_way) {
    stop_reminders(under_way, std::string{reminder_prefix});
}

} // namespace sluice::application

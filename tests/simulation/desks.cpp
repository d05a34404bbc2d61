#include "tests/simulation/desks.hpp"

#include "engine/base/fen.hpp"

#include <algorithm>

namespace sluice::simulation {
namespace {

constexpr std::size_t members_by_hand = 5;

/// Whether somebody else might be allowed what this one is not.
bool is_personal(const json& actions, const std::string& role) {
    return std::any_of(actions.begin(), actions.end(), [&](const json& each) {
        const auto& by = each.at("by");
        return each.at("reason") == "same_person" && std::find(by.begin(), by.end(), role) != by.end();
    });
}

} // namespace

void desks::work(const working_day& today) {
    today_ = today.number;
    taken busy;
    std::vector<intent> plans;
    for (const auto& [role, people] : people_.staff)
        work_as(role, today, busy, plans);
    at_.carry_out(std::move(plans));
}

void desks::work_as(const std::string& role, const working_day& today, taken& busy, std::vector<intent>& plans) {
    service::caller reader =
        people_.staff.at(role).at(static_cast<std::size_t>(today.number) % people_.staff.at(role).size());
    reader.grants = {{role, "*"}};
    const auto due = agendas_[role].read(at_.tasks_of(reader), today.number, [&](const json& task) {
        auto lots = at_.lots({"wait", agenda::key_of(task), task.at("since").get_ref<const std::string&>()});
        return days_to_wait(at_, task, lots);
    });
    for (auto* each : due)
        take_up(role, *each, today, busy, plans);
}

void desks::take_up(const std::string& role, pending& item, const working_day& today, taken& busy,
                    std::vector<intent>& plans) {
    const std::string application = item.task.at("application"), programme = item.task.at("programme");
    if (busy.has(application)) return; // tomorrow
    auto lots = at_.lots(
        {"desk", role, application, std::to_string(today.number), item.task.at("kind").get_ref<const std::string&>()});
    ++item.looks;
    item.due = today.number + static_cast<int>(at_.habits().number(programme, "look_again"));
    for (const auto& who : people_.colleagues(role, application)) {
        const json actions = at_.actions_of(who, application);
        if (actions.is_null()) continue;
        if (act(role, who, item, actions, lots, plans)) {
            busy.take(application);
            return;
        }
        if (!is_personal(actions, role)) break;
    }
    item.refused.clear();
}

bool desks::act(const std::string& role, const service::caller& who, pending& item, const json& actions, chance& lots,
                std::vector<intent>& plans) {
    const std::string kind = item.task.at("kind");
    if (kind == "seat") return seat(who, item, actions, lots, plans);
    if (kind == "payment") return pay(who, item, actions, lots, plans);
    if (kind != "event") return false;
    return send(role, who, item, actions, lots, plans) || replace_silent(who, item, plans);
}

bool desks::send(const std::string& role, const service::caller& who, pending& item, const json& actions, chance& lots,
                 std::vector<intent>& plans) {
    const std::string programme = item.task.at("programme"), application = item.task.at("application");
    const auto* chosen = choose(at_, programme, possible_events(actions, role, item.refused), lots);
    if (!chosen) return false;
    const std::string event = chosen->at("event");
    const auto& schema = chosen->at("data_schema");
    const json seen = schema.is_null() ? json::object() : at_.application_of(who, application);
    const json data = data_for(at_, programme, event, schema, seen, lots);
    add(who, item, service::send_event{application, event, data}, event, plans);
    return true;
}

/// A panel is filled by lot, or by hand with whoever comes to mind, conflicts and all.
bool desks::seat(const service::caller& who, pending& item, const json& actions, chance& lots,
                 std::vector<intent>& plans) {
    const std::string application = item.task.at("application"), programme = item.task.at("programme");
    for (const auto& each : actions) {
        const std::string event = each.at("event");
        if (each.at("kind") != "review" || before_colon(event) != "assign" || each.at("allowed") != true) continue;
        const auto panel = after_colon(event);
        if (item.refused.contains("draw") && take_off(who, item, panel, lots, plans)) return true;
        if (item.refused.contains("by hand") || !lots.happens(at_.habits().number(programme, "seats_by_hand"))) {
            add(who, item, service::draw_panel{application, panel}, "draw", plans);
            return true;
        }
        std::set<std::string> members;
        while (members.size() < std::min(members_by_hand, people_.experts.size()))
            members.insert(lots.one_of(people_.experts).as.person);
        add(who, item, service::assign_members{application, panel, {members.begin(), members.end()}}, "by hand", plans);
        return true;
    }
    return false;
}

/// Where the free seats cannot be filled by those whom the panel still needs, somebody has to leave it.
bool desks::take_off(const service::caller& who, pending& item, const std::string& panel, chance& lots,
                     std::vector<intent>& plans) {
    const std::string application = item.task.at("application");
    const auto panels = at_.read().reviews(who, application);
    if (!panels) return false;
    std::vector<std::string> members;
    for (const auto& each : panels->items)
        for (const auto& member : each.at("members"))
            if (each.at("panel") == panel && member.at("status") == "assigned") members.push_back(member.at("person"));
    if (members.empty()) return false;
    const service::recuse_member asked{application, panel, lots.one_of(members), "other", "评审组结构调整"};
    add(who, item, asked, "take off", plans);
    return true;
}

/// Whoever says nothing for long is taken off the panel: replaced where that is foreseen, else as recused.
bool desks::replace_silent(const service::caller& who, pending& item, std::vector<intent>& plans) {
    const std::string application = item.task.at("application"), programme = item.task.at("programme");
    if (item.looks < at_.habits().number(programme, "looks_before_replacing") || item.refused.contains("replace"))
        return false;
    const auto& rules = at_.programme_named(programme).workflow;
    const auto panels = at_.read().reviews(who, application);
    if (!panels) return false;
    for (const auto& panel : panels->items) {
        const auto& seaters = rules.at("panels").at(panel.at("panel").get<std::string>()).at("assign");
        const bool ours = std::any_of(seaters.begin(), seaters.end(), [&](const json& role) {
            return who.has_role(role.get_ref<const std::string&>(), programme);
        });
        if (panel.at("status") != "open" || !ours) continue;
        for (const auto& member : panel.at("members")) {
            const std::string status = member.at("status"), person = member.at("person"), name = panel.at("panel");
            if (status != "assigned" && status != "invited") continue;
            if (member.at("late") == true)
                add(who, item, service::replace_member{application, name, person, "逾期未提交"}, "replace", plans);
            else
                add(who, item, service::recuse_member{application, name, person, "other", "多次催办未答复"}, "replace",
                    plans);
            return true;
        }
    }
    return false;
}

bool desks::pay(const service::caller& who, pending& item, const json& actions, chance& lots,
                std::vector<intent>& plans) {
    const std::string application = item.task.at("application"), programme = item.task.at("programme");
    using enum service::payment_step;
    for (const auto& each : actions) {
        const std::string event = each.at("event"), step = before_colon(event);
        if (each.at("kind") != "payment" || each.at("allowed") != true) continue;
        service::advance_payment wanted{application, after_colon(event), prepare, ""};
        if (step == "approve") wanted.step = approve;
        if (step == "record") {
            if (!lots.happens(at_.habits().number(programme, "recorded_by_hand")))
                continue; // goes to the bank in a file
            wanted.step = record;
            wanted.note = "回单 " + std::to_string(lots.below(1'000'000));
        }
        if (step == "approve" && lots.happens(at_.habits().number(programme, "payment_sent_back"))) {
            wanted.step = send_back;
            wanted.note = "账户信息请再核对";
        }
        if (step == "prepare" && lots.happens(at_.habits().number(programme, "paid_in_parts")))
            wanted.part = fen{lots.between(std::int64_t{1}, std::int64_t{20}) * 1'000'00};
        add(who, item, wanted, event, plans);
        return true;
    }
    return false;
}

/// An act that succeeds is forgotten; one that is refused is put off until tomorrow, when another way is tried.
void desks::add(const service::caller& who, pending& item, service::command what, std::string event,
                std::vector<intent>& plans) {
    intent made{who, std::move(what), item.task.at("application")};
    made.offered = true;
    auto lots = at_.lots({"again", made.application, event, std::to_string(today_)});
    made.twice = lots.happens(at_.habits().number("answers_lost"));
    made.then = [this, &item, event = std::move(event)](const result<service::answer>& given) {
        item.due = today_ + 1;
        if (!given) {
            item.refused.insert(event);
        } else {
            item.looks = 0;
            item.refused.clear();
        }
    };
    plans.push_back(std::move(made));
}

} // namespace sluice::simulation

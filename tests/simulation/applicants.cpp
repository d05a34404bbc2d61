#include "tests/simulation/applicants.hpp"

#include "tests/simulation/forms.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::simulation {
namespace {

constexpr const char* paper = "%PDF-1.7 simulated ";

/// The events that the task names, as the server describes them now.
std::vector<const json*> events_of(const json& task, const json& actions) {
    std::vector<const json*> found;
    for (const auto& each : actions) {
        const auto& names = task.at("events");
        if (each.at("kind") == "event" && std::find(names.begin(), names.end(), each.at("event")) != names.end())
            found.push_back(&each);
    }
    return found;
}

std::vector<std::string> missing_documents(const json& action) {
    std::vector<std::string> kinds;
    constexpr std::string_view prefix = "/documents/";
    for (const auto& each : action.at("requirements"))
        if (const std::string place = each.at("place"); each.at("met") == false && place.starts_with(prefix))
            kinds.push_back(place.substr(prefix.size()));
    return kinds;
}

bool is_editable(const json& actions) {
    return std::any_of(actions.begin(), actions.end(),
                       [](const json& each) { return each.at("kind") == "amend" && each.at("allowed") == true; });
}

/// Whether uploading papers or writing the form anew could help.
bool can_be_completed(const json& action, bool editable) {
    const auto& reason = action.at("reason");
    return reason == "document_missing" || (editable && (reason == "form_invalid" || reason == "requirement_not_met"));
}

} // namespace

applicants::applicants(bureau& at, const population& people, const std::vector<intake_round>& rounds,
                       std::size_t applications)
    : at_{at}
    , people_{people} {
    std::size_t number = 0;
    for (const auto& [programme, count] : shares_of(at, applications)) {
        std::vector<const intake_round*> own;
        std::vector<double> weights;
        for (const auto& each : rounds)
            if (each.programme == programme && each.share > 0) {
                own.push_back(&each);
                weights.push_back(each.share);
            }
        for (std::size_t i = 0; i < count && !own.empty(); ++i) {
            auto lots = at.lots({"plan", programme, std::to_string(i)});
            const auto* round = own[std::min(lots.weighed(weights), own.size() - 1)];
            begins_[first_day(*round, lots)].push_back({++number, &lots.one_of(people.firms), round, 0});
        }
    }
}

/// Most begin in good time; some think of it at the last moment, or after it.
date applicants::first_day(const intake_round& round, chance& lots) const {
    const auto last = at_.habits().days("*", "last_moment");
    const auto length = (round.closes - round.opens).count();
    const bool late = lots.happens(at_.habits().number("begins_at_the_last_moment"));
    const auto day = late ? length + lots.between(std::int64_t{last.first}, std::int64_t{last.last})
                          : lots.between(std::int64_t{0}, length + last.first);
    return round.opens + std::chrono::days{std::max<std::int64_t>(0, day)};
}

json applicants::form_of(const plan& each) const {
    auto lots = at_.lots({"form", std::to_string(each.number)});
    const auto& programme = each.round->programme;
    const auto& range = at_.habits().of(programme, "money");
    // Whoever was refused for what they asked asks for less.
    const double money = lots.between(range.at(0).get<double>(), range.at(1).get<double>()) / (1 << each.tries);
    const auto subjects = at_.habits().of(programme, "subjects").get<std::vector<std::string>>();
    const auto number = each.tries == 0 && lots.happens(at_.habits().number("same_project_again")) ? 0 : each.number;
    const form_wish wish{*each.who, at_.programme_named(programme), each.round->year,
                         fmt::format("{}（{:05}）", lots.one_of(subjects), number), money};
    return fill_in(at_, wish, lots);
}

void applicants::begin_applications(date today) {
    const auto due = begins_.find(today);
    if (due == begins_.end()) return;
    std::vector<intent> plans;
    for (const auto& each : due->second) {
        auto lots = at_.lots({"slip", std::to_string(each.number)});
        json form = form_of(each);
        if (each.tries == 0 && lots.happens(at_.habits().number("form_with_a_slip")))
            form = with_a_slip(std::move(form), at_.programme_named(each.round->programme).form_schema, lots);
        intent made{each.who->applicant,
                    service::create_application{each.round->programme, each.round->id, "", std::move(form)}};
        made.twice = lots.happens(at_.habits().number("answers_lost"));
        made.then = [this, each, today](const result<service::answer>& given) {
            if (!given && each.tries == 0) {
                auto again = each;
                ++again.tries;
                begins_[today + std::chrono::days{1}].push_back(again);
            }
            if (!given) return;
            plans_[given->data().at("id")] = each;
            active_[each.who->id] = true;
        };
        plans.push_back(std::move(made));
    }
    at_.carry_out(std::move(plans));
    begins_.erase(due);
}

void applicants::work(const working_day& today) {
    today_ = today.number;
    const auto every = static_cast<std::size_t>(at_.habits().number("applicants_look_every"));
    std::vector<intent> plans;
    for (std::size_t i = 0; i < people_.firms.size(); ++i) {
        const auto& each = people_.firms[i];
        if ((i + static_cast<std::size_t>(today.number)) % every == 0 && active_.contains(each.id))
            visit(each, today, plans);
    }
    at_.carry_out(std::move(plans));
}

void applicants::visit(const firm& who, const working_day& today, std::vector<intent>& plans) {
    const auto due = agendas_[who.id].read(at_.tasks_of(who.applicant), today.number, [&](const json& task) {
        auto lots = at_.lots({"wait", agenda::key_of(task), task.at("since").get_ref<const std::string&>()});
        return days_to_wait(at_, task, lots);
    });
    for (auto* each : due)
        take_up(who, *each, today, plans);
}

void applicants::take_up(const firm& who, pending& item, const working_day& today, std::vector<intent>& plans) {
    const std::string application = item.task.at("application"), programme = item.task.at("programme");
    auto lots = at_.lots({"applicant", application, std::to_string(today.number)});
    ++item.looks;
    item.due = today.number + static_cast<int>(at_.habits().number(programme, "look_again"));
    if (item.looks > at_.habits().number(programme, "applicant_gives_up")) return;
    const json actions = at_.actions_of(who.applicant, application);
    if (actions.is_null()) return;
    auto events = events_of(item.task, actions);
    const bool editable = is_editable(actions);
    std::erase_if(events,
                  [&](const json* each) { return each->at("allowed") != true && !can_be_completed(*each, editable); });
    if (item.looks == 1) try_too_late(who, actions, application, plans);
    const auto* chosen = choose(at_, programme, events, lots);
    if (!chosen) return;
    const std::string event = chosen->at("event");
    // Some just try, and hear what is missing.
    const bool ready = chosen->at("allowed") == true;
    if (!ready && !lots.happens(at_.habits().number("tries_before_reading")))
        complete(who, item, *chosen, editable, plans);
    const auto& schema = chosen->at("data_schema");
    const json seen = schema.is_null() ? json::object() : at_.application_of(who.applicant, application);
    const json data = data_for(at_, programme, event, schema, seen, lots);
    add(who, item, service::send_event{application, event, data}, event, ready, plans);
}

/// Whoever missed the window tries all the same, once.
void applicants::try_too_late(const firm& who, const json& actions, const std::string& application,
                              std::vector<intent>& plans) {
    for (const auto& each : actions)
        if (each.at("reason") == "window_closed")
            plans.push_back({who.applicant, service::send_event{application, each.at("event")}, application, true});
}

/// Does what the requirements say: uploads what is missing, and writes the form anew.
void applicants::complete(const firm& who, pending& item, const json& action, bool editable,
                          std::vector<intent>& plans) {
    const std::string application = item.task.at("application");
    auto lots = at_.lots({"complete", application, std::to_string(today_)});
    for (const auto& kind : missing_documents(action)) {
        const bool wrong = lots.happens(at_.habits().number("wrong_kind_of_file"));
        plans.push_back(
            {who.applicant,
             service::attach_document{application, kind, kind + ".pdf", wrong ? "text/html" : "application/pdf",
                                      paper + std::to_string(lots.next())},
             application});
    }
    const auto& all = action.at("requirements");
    const bool in_form = std::any_of(all.begin(), all.end(), [](const json& each) {
        return each.at("met") == false && !each.at("place").get_ref<const std::string&>().starts_with("/documents/");
    });
    if (in_form && editable) correct_form(who, application, plans);
}

void applicants::correct_form(const firm& who, const std::string& application, std::vector<intent>& plans) {
    auto& intended = plans_.at(application);
    // The first time, what was left out is filled in; later, less is asked for.
    plans.push_back({who.applicant, service::amend_application{application, form_of(intended)}, application});
    ++intended.tries;
}

void applicants::add(const firm& who, pending& item, service::command what, std::string event, bool offered,
                     std::vector<intent>& plans) {
    intent made{who.applicant, std::move(what), item.task.at("application")};
    made.offered = offered;
    auto lots = at_.lots({"again", made.application, event, std::to_string(today_)});
    made.twice = lots.happens(at_.habits().number("answers_lost"));
    made.then = [this, &item](const result<service::answer>& given) {
        item.due = today_ + 1;
        if (given) item.looks = 0;
    };
    plans.push_back(std::move(made));
}

} // namespace sluice::simulation

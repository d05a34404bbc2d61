#include "tests/simulation/trespassers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::simulation {
namespace {

template<class Answer>
bool is_hidden(const Answer& given) {
    return !given && given.error().reason == reason::not_found;
}

} // namespace

void trespassers::work(const working_day& today) {
    if (at_.created().empty()) return;
    std::vector<intent> plans;
    for (int i = 0; i < static_cast<int>(at_.habits().number("trespasses_a_day")); ++i) {
        auto lots = at_.lots({"trespass", std::to_string(today.number), std::to_string(i)});
        const auto& application = lots.one_of(at_.created());
        const auto kind = lots.below(3);
        if (kind == 0) applicant_at_another(lots, application, plans);
        if (kind == 1) official_beyond_rights(lots, application, plans);
        if (kind == 2) expert_without_seat(lots, application, plans);
    }
    at_.carry_out(std::move(plans));
}

void trespassers::applicant_at_another(chance& lots, const std::string& application, std::vector<intent>& plans) {
    const auto& who = lots.one_of(people_.firms).applicant;
    const json seen = at_.application_of(people_.auditor, application);
    if (seen.is_null() || seen.at("organisation").at("id") == who.organisation) return; // drafts and one's own
    ++looks_;
    const bool hidden =
        is_hidden(at_.read().application(who, application)) && is_hidden(at_.read().actions(who, application)) &&
        is_hidden(at_.read().history(who, application, {})) && is_hidden(at_.read().documents(who, application)) &&
        is_hidden(at_.read().reviews(who, application)) && is_hidden(at_.read().payments(who, application));
    if (!hidden) at_.violation("no application of another firm is visible", application + " to " + who.organisation);
    plans.push_back({who, service::send_event{application, lots.happens(0.5) ? "withdraw" : "submit", json::object()},
                     application, true});
    plans.push_back(
        {who, service::amend_application{application, {{"project", {{"title", "改"}}}}}, application, true});
}

/// Whatever the server says cannot be done by this person.
void trespassers::official_beyond_rights(chance& lots, const std::string& application, std::vector<intent>& plans) {
    auto staff = people_.staff.begin();
    std::advance(staff, static_cast<std::ptrdiff_t>(lots.below(people_.staff.size())));
    const auto& who = lots.one_of(staff->second);
    const json actions = at_.actions_of(who, application);
    if (actions.is_null()) return;
    for (const auto& each : actions) {
        const std::string event = each.at("event"), kind = each.at("kind");
        const auto& why = each.at("reason");
        if (each.at("allowed") == true || (why != "not_permitted" && why != "same_person")) continue;
        if (kind == "payment") {
            using enum service::payment_step;
            const auto step = before_colon(event) == "prepare"   ? prepare
                              : before_colon(event) == "approve" ? approve
                                                                 : record;
            plans.push_back(
                {who, service::advance_payment{application, after_colon(event), step, "越权"}, application, true});
            return;
        }
        if (kind != "event") continue;
        // Another entry of the same event may be allowed: the first that fits is what counts.
        const bool otherwise = std::any_of(actions.begin(), actions.end(), [&](const json& other) {
            return other.at("event") == event && other.at("reason") != why;
        });
        if (otherwise) continue;
        const json seen = at_.application_of(who, application);
        auto data = data_for(at_, seen.at("programme"), event, each.at("data_schema"), seen, lots);
        plans.push_back({who, service::send_event{application, event, std::move(data)}, application, true});
        if (lots.happens(0.7)) return;
    }
}

void trespassers::expert_without_seat(chance& lots, const std::string& application, std::vector<intent>& plans) {
    const auto& who = lots.one_of(people_.experts).as;
    const json seen = at_.application_of(people_.auditor, application);
    if (seen.is_null()) return;
    const json panels = at_.programme_named(seen.at("programme")).workflow.value("panels", json::object());
    const auto rows = at_.read().my_reviews(who, {});
    const bool seated = at_.read().application(who, application).has_value();
    if (panels.empty() || seated || !rows) return;
    plans.push_back({who, service::declare_no_conflict{application, panels.begin().key()}, application, true});
    plans.push_back({who, service::cast_vote{application, panels.begin().key(), "approve"}, application, true});
}

} // namespace sluice::simulation

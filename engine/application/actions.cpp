#include "engine/application/actions.hpp"

#include "engine/application/money_actions.hpp"
#include "engine/application/objections.hpp"
#include "engine/application/panels.hpp"
#include "engine/application/state_json.hpp"
#include "engine/application/undertakings.hpp"
#include "engine/calendar/deadline.hpp"
#include "engine/calendar/delay.hpp"
#include "engine/programme/vocabulary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace sluice::application {
namespace {

result<json> variable_from(const programme::variable_rules& rules, const json& value, const std::string& name) {
    using programme::variable_type;
    const auto bad = [&] {
        return refuse(reason::definition_invalid,
                      {fmt::format("变量“{}”得到类型不符的值 {}", name, value.dump()),
                       fmt::format("Variable “{}” got a value of another type: {}", name, value.dump())});
    };
    const auto take = [](json taken) { return result<json>{boost::system::in_place_value, std::move(taken)}; };
    switch (rules.type) {
    case variable_type::money: {
        const auto amount = amount_from(value);
        if (!amount) return {boost::system::in_place_error, amount.error()};
        return take(amount->count());
    }
    case variable_type::integer:
        if (value.is_number_integer()) return take(value);
        break;
    case variable_type::number:
        if (value.is_number()) return take(value.get<double>());
        break;
    case variable_type::boolean:
        if (value.is_boolean()) return take(value);
        break;
    case variable_type::string:
        if (value.is_string()) return take(value);
        break;
    case variable_type::timestamp:
        if (value.is_string())
            if (const auto when = parse_rfc3339(value.get_ref<const std::string&>())) return take(when->milliseconds);
        break;
    }
    return {boost::system::in_place_error, bad()};
}

result<void> assign(procedure& under_way, const json& params, statechart::raiser&) {
    json values = json::object();
    for (const auto& [name, value] : params.items()) {
        auto read = variable_from(under_way.rules().variables.at(name), value, name);
        if (!read) return read.error();
        values[name] = std::move(*read);
    }
    under_way.happened("variables_assigned", {{"values", std::move(values)}});
    return {};
}

result<void> raise(procedure&, const json& params, statechart::raiser& raiser) {
    const auto& event = params.at("event");
    raiser.raise({event.at("type").get<std::string>(), event.value("data", json::object())});
    return {};
}

result<void> publish_notice(procedure& under_way, const json& params, statechart::raiser&) {
    notice opened;
    opened.id = under_way.known().new_id();
    opened.name = params.at("notice");
    opened.title = text_from_json(params.at("title"));
    opened.opened_at = under_way.known().now;
    if (params.contains("amount")) {
        const auto amount = amount_from(params.at("amount"));
        if (!amount) return amount.error();
        opened.amount = *amount;
    }
    under_way.happened("notice_published", {{"notice", to_json(opened)}});
    return {};
}

result<void> close_notice(procedure& under_way, const json& params, statechart::raiser&) {
    application_state copy = under_way.state();
    if (const auto* open = copy.open_notice(params.value("notice", "")))
        under_way.happened("notice_closed", {{"id", open->id}, {"result", params.value("result", "ended")}});
    return {};
}

result<void> open_panel_action(procedure& under_way, const json& params, statechart::raiser&) {
    return open_panel(under_way, params.at("panel"));
}

result<void> close_panel_action(procedure& under_way, const json& params, statechart::raiser&) {
    return close_panel(under_way, params.at("panel"));
}

result<void> bar_applicant(procedure& under_way, const json& params, statechart::raiser&) {
    const calendar::delay term{calendar::delay::kind::calendar_days, 0, params.at("years").get<int>() * 12, 0};
    // A bar ends on its day whether that is worked or not: only the date counts, no calendar.
    const std::chrono::year_month_day today{local_date(under_way.known().now)};
    auto last = today + std::chrono::months{term.months};
    if (!last.ok()) last = last.year() / last.month() / std::chrono::last;
    const instant until = start_of(date{last} + std::chrono::days{1});
    under_way.happened("applicant_barred", {{"organisation", under_way.state().organisation},
                                            {"until", until.milliseconds},
                                            {"reason", params.value("reason", json(""))}});
    return {};
}

result<void> clear_bar(procedure& under_way, const json&, statechart::raiser&) {
    under_way.happened("applicant_bar_lifted", {{"organisation", under_way.state().organisation}});
    return {};
}

result<void> certify(procedure& under_way, const json& params, statechart::raiser&) {
    const auto until = parse_rfc3339(params.at("until").get<std::string>());
    if (!until) return until.error();
    under_way.happened("applicant_certified", {{"organisation", under_way.state().organisation},
                                               {"kind", params.at("as").get<std::string>()},
                                               {"title", to_json(text_from_json(params.at("title")))},
                                               {"until", until->milliseconds}});
    return {};
}

/// Without one that stands, nothing happens.
result<void> revoke_certificate(procedure& under_way, const json& params, statechart::raiser&) {
    const std::string kind = params.at("as");
    const auto& held = under_way.state().certificates;
    if (std::any_of(held.begin(), held.end(),
                    [&](const certificate& each) { return each.kind == kind && each.stands(); }))
        under_way.happened("certificate_revoked", {{"organisation", under_way.state().organisation}, {"kind", kind}});
    return {};
}

result<void> notify(procedure& under_way, const json& params, statechart::raiser&) {
    under_way.happened("message_queued", {{"to", params.at("to")}, {"message", params.at("message")}});
    return {};
}

using performer = result<void> (*)(procedure&, const json&, statechart::raiser&);

const std::map<std::string, performer, std::less<>>& performers() {
    static const std::map<std::string, performer, std::less<>> all{
        {"assign", assign},
        {"raise", raise},
        {"reserve", reserve},
        {"commit", commit},
        {"release", release},
        {"payment_due", payment_due},
        {"receive", receive},
        {"write_off", write_off},
        {"publish_notice", publish_notice},
        {"close_notice", close_notice},
        {"open_objection", open_objection},
        {"assign_investigator", assign_investigator},
        {"answer_objection", answer_objection},
        {"offer_reexamination", offer_reexamination},
        {"sign", sign},
        {"oblige", oblige},
        {"discharge", discharge},
        {"record_change", record_change},
        {"open_panel", open_panel_action},
        {"close_panel", close_panel_action},
        {"bar_applicant", bar_applicant},
        {"clear_bar", clear_bar},
        {"certify", certify},
        {"revoke_certificate", revoke_certificate},
        {"notify", notify},
    };
    return all;
}

} // namespace

bool is_action(std::string_view type) {
    return performers().contains(type);
}

result<void> perform_action(procedure& under_way, const std::string& type, const json& params,
                            statechart::raiser& raiser) try {
    const auto known = performers().find(type);
    if (known == performers().end())
        return refuse(reason::definition_invalid,
                      {fmt::format("没有动作“{}”", type), fmt::format("There is no action “{}”", type)});
    return known->second(under_way, params, raiser);
} catch (const json::exception& broken) {
    return refuse(reason::definition_invalid,
                  {fmt::format("动作“{}”的参数不合要求：{}", type, broken.what()),
                   fmt::format("The parameters of action “{}” are not what it takes: {}", type, broken.what())});
}

} // namespace sluice::application

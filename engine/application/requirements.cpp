#include "engine/application/requirements.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::application {
namespace {

using missing_list = std::vector<missing_requirement>;

missing_list missing_window(const facts& known) {
    const auto& round = known.round;
    if (round.exhausted_at && known.now >= *round.exhausted_at && known.now < round.closes_at) {
        const auto since = to_rfc3339(*round.exhausted_at);
        return {{reason::window_closed,
                 {"window_open",
                  "",
                  {fmt::format("本批次资金已于 {} 用完，提前截止，不再接受申报；请等待下一批次", since),
                   fmt::format("The round closed early, at {}, because its budget is used up: apply in the next round",
                               since)}}}};
    }
    if (!round.id.empty() && known.now >= round.opens_at && known.now < round.closes_at) return {};
    const auto from = to_rfc3339(round.opens_at), until = to_rfc3339(round.closes_at);
    return {{reason::window_closed,
             {"window_open",
              "",
              {fmt::format("申报期为 {} 至 {}（不含），现在是 {}", from, until, to_rfc3339(known.now)),
               fmt::format("The window is open from {} until before {}; it is now {}", from, until,
                           to_rfc3339(known.now))}}}};
}

missing_list missing_in_form(const procedure& under_way) {
    missing_list missing;
    for (auto& fault : faults_of_form(under_way.rules(), *under_way.state().form, schema::completeness::complete,
                                      under_way.known().applicant))
        missing.push_back({reason::form_invalid, std::move(fault)});
    return missing;
}

result<missing_list> missing_documents(procedure& under_way) {
    missing_list missing;
    for (const auto& [kind, rules] : under_way.rules().documents) {
        if (!rules.required_when) continue;
        const auto wanted = rules.required_when->evaluate(under_way.values().activation());
        if (!wanted) return wanted.error();
        const auto& files = under_way.state().documents;
        const bool there =
            std::any_of(files.begin(), files.end(), [&](const document& file) { return file.kind == kind; });
        if (wanted->as_boolean() && !there)
            missing.push_back({reason::document_missing,
                               {"document_" + kind,
                                "/documents/" + pointer_step(kind),
                                {fmt::format("缺少材料“{}”，请上传", rules.title.zh),
                                 fmt::format("The document “{}” is missing: upload it", rules.title.en)}}});
    }
    return missing;
}

result<missing_list> missing_condition(procedure& under_way, const programme::requirement& wanted) {
    const auto holds = wanted.that->evaluate(under_way.values().activation());
    if (!holds) return holds.error();
    if (holds->as_boolean()) return missing_list{};
    return missing_list{
        {reason::requirement_not_met, {wanted.id, "", wanted.otherwise.render(under_way.values().activation())}}};
}

} // namespace

result<missing_list> find_missing(procedure& under_way, const programme::requirement& wanted) {
    using kind = programme::requirement::kind;
    switch (wanted.of) {
    case kind::window:
        return missing_window(under_way.known());
    case kind::form:
        return missing_in_form(under_way);
    case kind::documents:
        return missing_documents(under_way);
    case kind::condition:
        return missing_condition(under_way, wanted);
    }
    return missing_list{};
}

result<missing_list> find_missing(procedure& under_way, const programme::transition_rules& rules) {
    missing_list all;
    for (const auto& wanted : rules.requirements) {
        auto some = find_missing(under_way, wanted);
        // A rule over a form that is itself incomplete says nothing new: the form's own faults are already named.
        if (!some && !all.empty() && some.error().reason == reason::guard_failed) continue;
        if (!some) return some.error();
        all.insert(all.end(), std::make_move_iterator(some->begin()), std::make_move_iterator(some->end()));
    }
    return all;
}

std::vector<unmet_requirement> faults_of_form(const programme::programme& rules, const json& form,
                                              schema::completeness wanted, const applicant_facts& applicant) {
    auto faults = rules.form->validate(form, wanted);
    std::erase_if(faults, [&](const unmet_requirement& fault) {
        if (fault.id != "format" || applicant.code.empty()) return false;
        const auto value = form.value(json::json_pointer{fault.place}, json(nullptr));
        return value == applicant.code;
    });
    for (auto& fault : faults)
        fault.place = "/form" + fault.place;
    return faults;
}

refusal refuse_missing(missing_list missing) {
    const auto common = missing.front().why;
    const bool alike = std::all_of(missing.begin(), missing.end(),
                                   [&](const missing_requirement& each) { return each.why == common; });
    refusal refused;
    refused.reason = alike ? common : reason::requirement_not_met;
    if (missing.size() == 1) {
        refused.explanation = missing.front().what.explanation;
        refused.place = missing.front().what.place;
    } else {
        refused.explanation = {fmt::format("有 {} 项要求未满足", missing.size()),
                               fmt::format("{} requirements are not met", missing.size())};
    }
    for (auto& each : missing)
        refused.requirements.push_back(std::move(each.what));
    return refused;
}

result<void> check_event_data(const programme::transition_rules& rules, const json& data) {
    if (!rules.data) {
        if (data.empty()) return {};
        return refuse(reason::unknown_field, {"该操作不带数据", "This event takes no data"}, "/data");
    }
    auto faults = rules.data->validate(data);
    if (faults.empty()) return {};
    for (auto& fault : faults)
        fault.place = "/data" + fault.place;
    return schema::form_refusal(std::move(faults));
}

result<void> check_separation(const procedure& under_way, const programme::transition_rules& rules) {
    const auto& actor = under_way.known().actor;
    for (const auto& earlier : rules.separate_from) {
        if (under_way.state().has_acted(actor.person, earlier))
            return refuse(reason::same_person,
                          {fmt::format("您已在本申请上做过“{}”，须由另一人办理", earlier),
                           fmt::format("You did “{}” on this application: another person has to do this", earlier)});
        if (under_way.state().has_acted(actor.person, actor.acting, earlier))
            return refuse(reason::same_person,
                          {fmt::format("您所代理的人已在本申请上做过“{}”，须由另一人办理", earlier),
                           fmt::format("The person for whom you act did “{}” on this application: somebody else has "
                                       "to do this",
                                       earlier)});
    }
    return {};
}

} // namespace sluice::application

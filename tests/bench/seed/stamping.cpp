#include "tests/bench/seed/stamping.hpp"

#include "engine/service/application_text.hpp"
#include "engine/service/project_index.hpp"
#include "tests/bench/seed/organisations.hpp"

namespace sluice::bench {
namespace {

/// Times of acts move with the application; others, such as the ends of terms, stay.
instant shifted(instant when, const application_pattern& pattern, std::uint32_t shift_ms) {
    for (const auto& each : pattern.acts)
        if (each.at == when) return instant{when.milliseconds + shift_ms};
    return when;
}

store::project_record project_of(const stamped_application& made, const application_pattern& pattern,
                                 std::uint32_t shift_ms, const std::vector<std::string>& words,
                                 const programme::programme& rules) {
    json form = pattern.project->form;
    form["project"]["title"] = words[w_title];
    const auto texts = service::texts_of(rules, form);
    auto bands = service::bands_of_title(texts);
    for (const auto each : service::bands_of_summary(texts))
        bands.push_back(each);
    return {made.row.id,
            made.row.programme,
            made.row.organisation,
            service::organisation_code_of(words[w_code]),
            texts.title.normal.key(),
            shifted(pattern.project->at, pattern, shift_ms),
            std::move(bands)};
}

} // namespace

stamped_application stamp_application(const population& all, std::size_t application,
                                      const programme::programme& rules) {
    const auto& pattern = all.pattern_of(application);
    const auto shift_ms = all.applications()[application].shift_ms;
    const auto words = all.words_of(application);
    const auto later = [&](instant when) { return shifted(when, pattern, shift_ms); };
    stamped_application made;
    made.row = pattern.row;
    made.row.id = words[w_id];
    made.row.number = words[w_number];
    made.row.title = words[w_title];
    made.row.organisation = words[w_organisation];
    made.row.created_by = words[w_person];
    made.row.created_at = later(made.row.created_at);
    made.row.updated_at = later(made.row.updated_at);
    made.row.body = pattern.body.filled_with(words);
    made.row.view = service::kept_application_text(rules, application::state_from_text(made.row.body));
    made.row.view_format = service::application_text_format;
    made.timers = pattern.timers;
    for (auto& each : made.timers)
        each.application = words[w_id];
    made.tasks = pattern.tasks;
    for (auto& each : made.tasks) {
        each.application = words[w_id];
        each.since = later(each.since);
        if (each.audience == "organisation:" + pattern.row.organisation)
            each.audience = "organisation:" + words[w_organisation];
    }
    made.documents = pattern.documents;
    for (std::size_t i = 0; i < made.documents.size(); ++i) {
        auto& each = made.documents[i];
        each.id = words[w_first_document + i];
        each.application = words[w_id];
        each.at = later(each.at);
        each.by = words[w_person];
    }
    if (pattern.project) made.project = project_of(made, pattern, shift_ms, words, rules);
    return made;
}

store::log_record stamp_act(const population& all, const planned_act& act) {
    const auto& pattern = all.pattern_of(act.application);
    const auto& text = pattern.act_bodies[act.act]; // which names the actor too
    const auto words = all.words_of(act.application, &text);
    auto made = pattern.acts[act.act];
    made.subject = words[w_id];
    made.at = instant{act.at};
    if (made.actor == pattern.row.created_by) made.actor = words[w_person];
    made.body = text.filled_with(words);
    return made;
}

stamped_firm stamp_firm(const population& all, const firm_pattern& pattern, std::size_t firm) {
    const auto [organisation, person, at] = all.ids_of_firm(firm);
    const auto number = static_cast<std::int64_t>(firm);
    const std::vector<std::string> words{organisation, firm_name(number), firm_code(number), person};
    stamped_firm made{pattern.organisation, pattern.person, pattern.organisation_act, pattern.person_act};
    made.organisation.id = made.organisation_act.subject = organisation;
    made.organisation.lookup = firm_code(number);
    made.organisation.body = made.organisation_act.body = pattern.organisation_body.filled_with(words);
    made.person.id = made.person_act.subject = person;
    made.person.body = made.person_act.body = pattern.person_body.filled_with(words);
    made.organisation_act.at = made.person_act.at = at;
    return made;
}

} // namespace sluice::bench

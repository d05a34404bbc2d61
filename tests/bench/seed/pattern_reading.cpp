#include "tests/bench/seed/pattern_reading.hpp"

#include <fmt/format.h>

namespace sluice::bench {
namespace {

constexpr int acts_max = 50; ///< of one application

/// A text of a pattern. Every id that is left in it must be one that all applications share.
text_template with_gaps(const std::string& text, const std::vector<std::string>& literals,
                        const std::string& shared_before) {
    text_template made{text, literals};
    const std::vector<std::string> nothing(literals.size());
    const std::string left = made.filled_with(nothing);
    constexpr std::size_t id_length = 36;
    for (std::size_t at = 0; at + id_length <= left.size(); ++at) {
        const auto word = left.substr(at, id_length);
        if (is_id(word) && word >= shared_before)
            throw std::runtime_error("a pattern holds the id " + word + " that is its own: " + text);
    }
    return made;
}

std::size_t bytes_of(const store::log_record& act) {
    return act.programme.size() + act.subject_kind.size() + act.subject.size() + act.actor.size() + act.kind.size() +
           act.body.size() + act.previous.size();
}

store::log_record the_act_on(store::reader& reader, std::string_view kind, const std::string& subject) {
    const auto acts = reader.history(kind, subject, {std::nullopt, 2}).items;
    if (acts.size() != 1) throw std::runtime_error("a firm has changed since it was registered: " + subject);
    return acts.front();
}

} // namespace

application_pattern read_application_pattern(store::reader& reader, const std::string& application, std::size_t path,
                                             const service::caller& applicant, const std::string& firm) {
    application_pattern made;
    made.path = path;
    made.row = reader.find_application(application).value();
    made.acts = reader.history("application", application, {std::nullopt, acts_max}).items;
    made.timers = reader.timers_of(application);
    made.tasks = reader.tasks_of(application);
    made.documents = reader.documents_of(application);
    if (const auto project = reader.find_project(application))
        made.project = {{{"project", json::parse(made.row.body).at("form").at("project")}}, project->at};

    const json organisation = json::parse(reader.find_entity("organisation", applicant.organisation)->body);
    std::vector<std::string> literals{application, made.row.number,         made.row.title,  applicant.organisation,
                                      firm,        organisation.at("code"), applicant.person};
    for (const auto& each : made.documents)
        literals.push_back(each.id);
    for (auto i = made.documents.size(); i < documents_max; ++i)
        literals.push_back(fmt::format("no document {}", i));
    for (const auto& each : made.acts)
        literals.push_back(std::to_string(each.at.milliseconds));
    made.body = with_gaps(made.row.body, literals, applicant.organisation);
    for (const auto& each : made.acts)
        made.act_bodies.push_back(with_gaps(each.body, literals, applicant.organisation));
    return made;
}

firm_pattern read_firm_pattern(store::reader& reader, const service::caller& applicant) {
    firm_pattern made;
    made.organisation = reader.find_entity("organisation", applicant.organisation).value();
    made.person = reader.find_entity("person", applicant.person).value();
    made.organisation_act = the_act_on(reader, "organisation", applicant.organisation);
    made.person_act = the_act_on(reader, "person", applicant.person);
    const json body = json::parse(made.organisation.body);
    made.literals = {applicant.organisation, body.at("name"), body.at("code"), applicant.person};
    made.organisation_body = with_gaps(made.organisation.body, made.literals, applicant.organisation);
    made.person_body = with_gaps(made.person.body, made.literals, applicant.organisation);
    if (made.organisation_act.body != made.organisation.body || made.person_act.body != made.person.body)
        throw std::runtime_error("registering a firm records something else than the firm");
    return made;
}

step_sizes weigh_steps(store::reader& reader, const std::string& application) {
    step_sizes sizes;
    sizes.body = reader.find_application(application)->body.size();
    const auto acts = reader.history("application", application, {std::nullopt, acts_max}).items;
    sizes.event = (bytes_of(acts.back()) + bytes_of(acts[acts.size() - 2])) / 2;
    // Without a webhook the product leaves no message for one; the floor writes what it would leave with one.
    sizes.outbox = std::string_view{"application_changed"}.size() +
                   json{{"application", application}, {"revision", acts.size()}}.dump().size();
    return sizes;
}

} // namespace sluice::bench

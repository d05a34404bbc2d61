// Applications, their panels and their history, as each kind of reader may see them.

#include "engine/application/procedure.hpp"
#include "engine/application/undertakings.hpp"
#include "engine/base/canonical_json.hpp"
#include "engine/review/outcome.hpp"
#include "engine/service/errand.hpp"
#include "engine/service/representation.hpp"

#include <algorithm>

namespace sluice::service {
namespace {

/// The schema of the event's data, whichever transition took it.
const schema::schema* data_schema(const programme::programme& rules, const std::string& event) {
    for (const auto& each : rules.chart->transitions())
        if (each.event == event && rules.transitions[each.index].data) return rules.transitions[each.index].data.get();
    return nullptr;
}

/// What a member has given: scores or a vote, as it was sent, and null while there is nothing yet.
json given_by(const review::panel_member& member) {
    if (member.vote) return {{"vote", review::name_of(*member.vote)}};
    if (!member.sheet) return nullptr;
    const auto& sheet = *member.sheet;
    json shown = {{"scores", sheet.points}, {"draft", member.status != review::member_status::submitted}};
    if (sheet.recommended_amount) shown["recommended"] = money_to_json(*sheet.recommended_amount);
    if (sheet.confidence) shown["confidence"] = *sheet.confidence;
    if (!sheet.comment_to_applicant.empty()) shown["comment_to_applicant"] = sheet.comment_to_applicant;
    if (!sheet.comment_to_office.empty()) shown["comment_to_office"] = sheet.comment_to_office;
    return shown;
}

} // namespace

std::string project_title(const json& form) {
    const auto project = form.find("project");
    if (project == form.end() || !project->is_object()) return {};
    const auto title = project->find("title");
    return title != project->end() && title->is_string() ? title->get<std::string>() : std::string{};
}

json acting_to_json(store::reader& reader, const application::acting_for& whom, viewpoint as) {
    if (!whom.person.empty() && as == viewpoint::official)
        return {{"person", {{"id", whom.person}, {"name", name_of_person(reader, whom.person)}}},
                {"delegation", whom.under}};
    if (!whom.agent.empty() && as != viewpoint::reviewer)
        return {{"organisation", reference_to_organisation(reader, whom.organisation)},
                {"agent", reference_to_organisation(reader, whom.agent)},
                {"mandate", whom.under}};
    return nullptr;
}

std::string visible_title(const programme::programme& rules, const std::string& title, viewpoint as) {
    if (as != viewpoint::reviewer) return title;
    const json form = {{"project", {{"title", title}}}};
    return project_title(schema::redact(rules.form->shape(), form, schema::withheld::identity));
}

bool is_blind_to(const programme::programme& rules, const application::application_state& state,
                 const std::string& person) {
    bool seated = false;
    for (const auto& [name, seats] : state.panels) {
        const auto* member = seats.find(person);
        const auto panel = rules.panels.find(name);
        if (!member || !member->holds_seat() || panel == rules.panels.end()) continue;
        if (panel->second.rules.blind) return true;
        seated = true;
    }
    return !seated;
}

json panel_to_json(const programme::programme& rules, const std::string& name, const review::panel& seats, viewpoint as,
                   const std::string& reader, instant now) {
    const auto& panel = rules.panels.at(name).rules;
    const bool scores = panel.method == review::review_method::score;
    json shown = {{"panel", name},
                  {"method", scores ? "score" : "vote"},
                  {"status", seats.is_closed() ? "closed" : "open"},
                  {"members", json::array()},
                  {"outcome", nullptr},
                  {"mine", nullptr},
                  {"scores", json::array()}};
    std::size_t submitted = 0;
    for (const auto& each : seats.members) {
        if (each.status == review::member_status::submitted) ++submitted;
        const bool own = each.person == reader;
        json given = given_by(each);
        if (own) shown["mine"] = given;
        if (as != viewpoint::official && !own) continue;
        const auto due = each.next_due();
        json seat = {{"person", each.person},
                     {"kind", review::name_of(each.kind)},
                     {"status", review::name_of(each.status)},
                     {"declared", each.no_conflict_declared_at.has_value()},
                     {"due_at", due ? json(to_rfc3339(*due)) : json(nullptr)},
                     {"late", each.is_late(now)},
                     {"reminders", each.reminded_at.size()}};
        if (!each.left_because.empty()) seat["reason"] = each.left_because;
        shown["members"].push_back(std::move(seat));
        // Officials too see scores only when all are in, so that nobody can steer a panel under way.
        if (as == viewpoint::official && seats.is_closed() && each.status == review::member_status::submitted) {
            given["person"] = each.person;
            shown["scores"].push_back(std::move(given));
        }
    }
    shown["progress"] = {{"submitted", submitted}, {"members", seats.seated().size()}};
    if (as == viewpoint::official && seats.is_closed())
        shown["outcome"] = scores ? review::to_json(review::score_result(seats, panel))
                                  : review::to_json(review::vote_result(seats, panel));
    return shown;
}

json history_to_json(const std::vector<std::shared_ptr<const programme::programme>>& versions,
                     const store::log_record& row, viewpoint as, bool sees_confidential, const std::string& reader) {
    const auto recorded = application::record_from_json(parse_canonical(row.body));
    json shown = {{"revision", row.revision}, {"at", to_rfc3339(row.at)}, {"kind", row.kind},
                  {"actor", nullptr},         {"event", nullptr},         {"data", nullptr}};
    if (!row.actor.empty() && (as == viewpoint::official || row.actor == reader)) shown["actor"] = {{"id", row.actor}};
    const bool objects = std::any_of(recorded.changes.begin(), recorded.changes.end(),
                                     [](const auto& each) { return each.kind == "objection_opened"; });
    const bool by_public =
        objects && std::any_of(recorded.changes.begin(), recorded.changes.end(), [](const auto& each) {
            return each.kind == "objection_opened" && each.data.at("objection").at("party") == "public";
        });
    // Who objected is in no history, and a member of the public may have a token.
    if (by_public) shown["actor"] = nullptr;
    if (row.kind == "send_event" || row.kind == "deliver") {
        const std::string event = recorded.detail.at("type");
        shown["event"] = event;
        json data = recorded.detail.at("data");
        if (by_public && as != viewpoint::official) data = nullptr;
        if (!sees_confidential || by_public)
            for (const auto& each : versions)
                if (const auto* described = data_schema(*each, event))
                    data = data.is_null()
                               ? data
                               : schema::redact(described->shape(), std::move(data), schema::withheld::confidential);
        shown["data"] = std::move(data);
    } else if (row.kind == "advance_payment" || row.kind == "fire_timer" || row.kind == "migrate") {
        shown["data"] = recorded.detail;
    }
    if (as == viewpoint::official) {
        shown["changes"] = json::array();
        for (const auto& each : recorded.changes)
            shown["changes"].push_back({{"kind", each.kind}});
        shown["hash"] = to_hex(row.hash);
    }
    return shown;
}

} // namespace sluice::service

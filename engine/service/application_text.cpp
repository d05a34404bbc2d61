#include "engine/service/application_text.hpp"

#include "engine/application/undertakings.hpp"
#include "engine/base/canonical_json.hpp"
#include "engine/service/errand.hpp"

#include <algorithm>
#include <vector>

namespace sluice::service {
namespace {

using application::application_state;

void write_text(json_writer& to, const text& both) {
    to.begin_object().member("en", both.en).member("zh", both.zh).end_object();
}

void write_time(json_writer& to, const std::optional<instant>& when) {
    if (when)
        to.value(to_rfc3339(*when));
    else
        to.value(nullptr);
}

void write_leaves(json_writer& to, const programme::programme& rules, const std::vector<std::string_view>& leaves,
                  bool ended) {
    const auto& states = rules.chart->states();
    std::vector<std::size_t> known;
    to.begin_object().member("final", ended).key("ids").begin_array();
    for (const auto leaf : leaves) {
        const auto index = rules.chart->find(leaf);
        to.value(index ? std::string_view{states[*index].id} : leaf);
        if (index) known.push_back(*index);
    }
    to.end_array().key("tags").begin_array();
    std::vector<std::string_view> told;
    for (const auto index : known)
        for (std::optional<std::size_t> at = index; at; at = states[*at].parent)
            for (const auto& tag : states[*at].tags)
                if (std::find(told.begin(), told.end(), tag) == told.end()) to.value(told.emplace_back(tag));
    to.end_array().key("titles").begin_array();
    for (const auto index : known)
        write_text(to, rules.title_of_state(index));
    to.end_array().end_object();
}

void write_variables(json_writer& to, const programme::programme& rules, const json& variables) {
    to.key("variables").begin_object();
    for (const auto& [name, variable] : rules.variables) {
        const auto& held = variables.at(name);
        to.key_of(name);
        if (variable.type == programme::variable_type::money)
            write_money(to, fen{held.get<std::int64_t>()});
        else if (variable.type == programme::variable_type::timestamp)
            write_time(to, held == 0 ? std::nullopt : std::optional{instant{held.get<std::int64_t>()}});
        else
            to.tree(held);
    }
    to.end_object();
}

void write_totals(json_writer& to, const ledger::account_totals& totals) {
    to.key("money").begin_object().key("committed");
    write_money(to, totals.committed);
    write_money(to.key("invested"), totals.invested);
    write_money(to.key("paid"), totals.paid);
    write_money(to.key("recovered"), totals.recovery + totals.surplus_return);
    write_money(to.key("reserved"), totals.reserved);
    to.end_object();
}

void write_timers(json_writer& to, const programme::programme& rules, const application_state& state) {
    to.key("timers").begin_array();
    for (const auto& [id, each] : state.timers) {
        if (application::is_reminder(id)) continue; // of what is owed, which is shown itself
        const auto index = rules.chart->find_timer(id);
        to.begin_object().key("due_at");
        write_time(to, each.paused_with ? std::nullopt : std::optional{each.due_at});
        to.member("id", id).key("title");
        write_text(to, index ? rules.timers[*index].title : text{});
        to.end_object();
    }
    to.end_array();
}

void write_documents(json_writer& to, const application_state& state, bool blind) {
    to.key("documents").begin_array();
    for (const auto& each : state.documents) {
        to.begin_object()
            .member("at", to_rfc3339(each.at))
            .member("file_name", file_name_for(each, blind))
            .member("id", each.id)
            .member("kind", each.kind)
            .member("media_type", each.media_type)
            .member("sha256", each.sha256)
            .member("size", each.size);
        if (!blind) to.member("by", each.by);
        to.end_object();
    }
    to.end_array();
}

void write_notices(json_writer& to, const application_state& state) {
    to.key("notices").begin_array();
    for (const auto& each : state.notices)
        to.begin_object()
            .member("id", each.id)
            .member("notice", each.name)
            .member("opened_at", to_rfc3339(each.opened_at))
            .member("status", each.status)
            .end_object();
    to.end_array();
}

/// What was signed, what is owed, and how the project has changed since.
void write_undertakings(json_writer& to, const application_state& state) {
    to.key("signatures").begin_array();
    for (const auto& each : state.signatures) {
        const auto* newest = state.newest_document(each.document);
        to.begin_object()
            .member("at", to_rfc3339(each.at))
            .member("by", each.by)
            .member("document", each.document)
            .member("role", each.role)
            .member("sha256", each.sha256)
            .member("valid", newest && newest->sha256 == each.sha256)
            .end_object();
    }
    to.end_array().key("obligations").begin_array();
    for (const auto& each : state.obligations) {
        to.begin_object().member("due_at", to_rfc3339(each.due_at)).key("met_at");
        write_time(to, each.met_at);
        to.member("name", each.name).member("since", to_rfc3339(each.since)).key("title");
        write_text(to, each.title);
        to.end_object();
    }
    to.end_array().key("project_changes").begin_array();
    for (const auto& each : state.project_changes)
        to.begin_object()
            .member("after", each.after)
            .member("approved_by", each.approved_by)
            .member("at", to_rfc3339(each.at))
            .member("before", each.before)
            .member("what", each.what)
            .end_object();
    to.end_array();
}

void write_certificates(json_writer& to, const application_state& state) {
    to.key("certificates").begin_array();
    for (const auto& each : state.certificates) {
        to.begin_object().member("at", to_rfc3339(each.at)).member("kind", each.kind).key("revoked_at");
        write_time(to, each.revoked_at);
        write_text(to.key("title"), each.title);
        to.member("until", to_rfc3339(each.until)).end_object();
    }
    to.end_array();
}

/// What reviewers do not see.
void write_for_both_sides(json_writer& to, const programme::programme& rules, const application_state& state) {
    to.member("created_by", state.created_by);
    write_variables(to, rules, state.variables);
    write_totals(to, state.money);
    to.key("payments").begin_array();
    for (const auto& each : state.payments)
        to.tree(payment_to_json(state.id, each));
    to.end_array();
    write_undertakings(to, state);
    write_certificates(to, state);
}

/// An organisation's reference as text, kept with the shared record.
struct reference {
    std::string written;
};

} // namespace

void write_money(json_writer& to, fen amount) {
    to.begin_object().member("amount", to_yuan(amount)).member("currency", "CNY").end_object();
}

json state_to_json(const programme::programme& rules, const application_state& state) {
    const auto leaves = state.active_leaves();
    json_writer to;
    write_leaves(to, rules, {leaves.begin(), leaves.end()}, state.ended);
    return parse_canonical(to.text());
}

void write_state(json_writer& to, const programme::programme& rules, std::string_view label) {
    std::vector<std::string_view> leaves;
    for (std::size_t begin = 0; begin <= label.size();) {
        const auto end = std::min(label.find('+', begin), label.size());
        leaves.push_back(label.substr(begin, end - begin));
        begin = end + 1;
    }
    const auto index = rules.chart->find(leaves.front());
    const auto& states = rules.chart->states();
    write_leaves(to, rules, leaves,
                 index && states[*index].kind == statechart::state_kind::final && states[*index].parent == 0);
}

std::string application_text(const programme::programme& rules, const application_state& state, viewpoint as,
                             bool blind) {
    const bool withheld = as == viewpoint::reviewer && blind;
    const auto form = withheld
                          ? shared_json{schema::redact(rules.form->shape(), *state.form, schema::withheld::identity)}
                          : state.form;
    json_writer to;
    to.begin_object()
        .member("id", state.id)
        .member("number", state.number)
        .member("programme", state.programme)
        .member("definition_version", state.definition_version)
        .member("round", state.round)
        .member("title", project_title(*form))
        .key("state");
    const auto leaves = state.active_leaves();
    write_leaves(to, rules, {leaves.begin(), leaves.end()}, state.ended);
    to.member("created_at", to_rfc3339(state.created_at)).key("submitted_at");
    write_time(to, state.submitted_at);
    to.member("updated_at", to_rfc3339(state.updated_at)).member("revision", state.revision);
    to.key("form").raw(form.text());
    write_documents(to, state, withheld);
    write_notices(to, state);
    write_timers(to, rules, state);
    if (as != viewpoint::reviewer) write_for_both_sides(to, rules, state);
    return to.end_object().take();
}

std::string kept_application_text(const programme::programme& rules, const application_state& state) {
    if (!state.filed_under.nobody()) return {};
    return application_text(rules, state, viewpoint::official, false);
}

std::string members_for_both_sides(store::reader& reader, const application_state& state, viewpoint as) {
    return "\"organisation\":" + organisation_text(reader, state.organisation) +
           ",\"filed_under\":" + acting_to_json(reader, state.filed_under, as).dump();
}

void add_members(std::string& object, std::string_view members) {
    object.back() = ',';
    object += members;
    object += '}';
}

std::string organisation_text(store::reader& reader, const std::string& id) {
    const auto found = look_up(reader, "organisation", id);
    if (!found) return "null";
    return found.row()
        .derived<reference>([&](const store::entity& row) {
            json_writer to;
            to.begin_object()
                .member("id", row.id)
                .member("name", found->at("name").get_ref<const std::string&>())
                .member("code", found->at("code").get_ref<const std::string&>())
                .end_object();
            return reference{to.take()};
        })
        .written;
}

} // namespace sluice::service

// Applications and what belongs to them, as far as the reader may see.

#include "engine/base/canonical_json.hpp"
#include "engine/service/available.hpp"
#include "engine/service/case_handlers.hpp"
#include "engine/service/errand.hpp"
#include "engine/service/facts.hpp"
#include "engine/service/mandates.hpp"
#include "engine/service/messages.hpp"
#include "engine/service/overlaps.hpp"
#include "engine/service/reading.hpp"

#include <map>
#include <set>

namespace sluice::service {
namespace {

result<void> read_sort(const std::string& written, store::application_filter& filter) {
    const bool descending = written.starts_with('-');
    const auto key = descending ? written.substr(1) : written;
    if (key != "created_at" && key != "updated_at")
        return refuse(reason::invalid_value,
                      {"sort 须为 created_at 或 updated_at，前加 - 为倒序",
                       "sort is created_at or updated_at, with - before it for newest first"},
                      "sort");
    filter.sort = key == "created_at" ? store::sort_key::created : store::sort_key::updated;
    filter.order = descending ? store::sort_order::descending : store::sort_order::ascending;
    return {};
}

/// The programmes in which an agent follows the applications of another organisation.
std::optional<std::vector<std::string>> covered_programmes(const caller& who, const held_mandate& mandate) {
    auto programmes = programmes_with_role(who, "applicant");
    if (mandate.programmes.empty()) return programmes;
    if (!programmes) return mandate.programmes;
    std::erase_if(*programmes, [&](const std::string& each) { return !mandate.covers(each); });
    return programmes;
}

/// Whose applications a list can hold for this caller: one point of view at a time, the widest first. An agent sees its
/// own organisation's and, when it names another that has mandated it, those: never both in one list.
viewpoint restrict(const caller& who, store::reader& store, const std::optional<std::string>& organisation,
                   store::application_filter& filter) {
    auto programmes = office_programmes(who);
    if (!programmes || !programmes->empty()) {
        filter.programmes = std::move(programmes);
        return viewpoint::official;
    }
    if (!who.organisation.empty() && who.has_role_anywhere("applicant")) {
        const auto mandate = organisation ? find_mandate(store, who, *organisation) : std::nullopt;
        filter.organisation = mandate ? mandate->organisation : who.organisation;
        filter.include_drafts_of = filter.organisation;
        filter.programmes = mandate ? covered_programmes(who, *mandate) : programmes_with_role(who, "applicant");
        return viewpoint::applicant;
    }
    filter.assigned_to = who.person;
    filter.programmes = programmes_with_role(who, "reviewer");
    return viewpoint::reviewer;
}

result<void> narrow(store::application_filter& filter, const application_filter& wanted, viewpoint as) {
    if (wanted.programme) {
        const bool allowed = !filter.programmes || std::find(filter.programmes->begin(), filter.programmes->end(),
                                                             *wanted.programme) != filter.programmes->end();
        filter.programmes = allowed ? std::vector{*wanted.programme} : std::vector<std::string>{};
    }
    if (wanted.round) filter.round = wanted.round;
    if (wanted.organisation) {
        if (as == viewpoint::reviewer)
            return refuse(reason::not_permitted, {"评审人不能按单位筛选", "Reviewers cannot filter by organisation"},
                          "organisation");
        if (as == viewpoint::applicant && *wanted.organisation != *filter.organisation)
            filter.programmes = std::vector<std::string>{};
        filter.organisation = wanted.organisation;
    }
    return {};
}

/// Rows hold the paths of their states: a name stands for all states that it names in any version of any programme.
std::vector<std::string> states_named(const library& definitions, const std::string& name) {
    std::set<std::string> paths{name};
    for (const auto& [programme, current] : definitions.all())
        for (const auto& rules : definitions.versions(programme))
            if (const auto index = rules->chart->find(name)) paths.insert(rules->chart->states()[*index].path);
    return {paths.begin(), paths.end()};
}

/// How the correspondence stands and, for officials, who has the case in hand.
void add_casework(json& shown, store::reader& store, const std::string& application, viewpoint as) {
    if (as == viewpoint::reviewer) return;
    const auto counted = count_messages(store, application, as);
    shown["messages"] = {{"all", counted.all}, {"unread", counted.unread}};
    if (as != viewpoint::official) return;
    const auto handler = handler_of(store, application);
    shown["handler"] = nullptr;
    if (!handler.empty()) shown["handler"] = {{"id", handler}, {"name", name_of_person(store, handler)}};
}

/// What can be done under one authority more, beside what could be done under those before. The same events stand at
/// the same places whoever asks; a later authority counts where the earlier ones lack the role.
void add_authority(json& actions, json more, const json& whom) {
    for (auto& each : more)
        each["on_behalf_of"] = whom;
    if (actions.is_null()) {
        actions = std::move(more);
        return;
    }
    for (std::size_t i = 0; i < actions.size() && i < more.size(); ++i) {
        const bool lacks_role = actions[i].at("allowed") == false && actions[i].at("reason") == "not_permitted";
        if (lacks_role && more[i].at("reason") != "not_permitted") actions[i] = std::move(more[i]);
    }
}

} // namespace

result<reading::seen_application> reading::see(const caller& who, store::reader& store, const std::string& id) const {
    const auto definitions = shelf_.now();
    auto loaded = load_application(store, *definitions, id);
    if (!loaded) return no_such_application();
    const auto as = viewpoint_of(who, store, loaded->row);
    if (!as) return no_such_application();
    return seen_application{std::move(*loaded), *as};
}

result<resource> reading::application(const caller& who, const std::string& id) const {
    const auto store = database_.read();
    const auto seen = see(who, *store, id);
    if (!seen) return seen.error();
    const auto& state = seen->loaded.state;
    json shown = application_to_json(*seen->loaded.rules, state, reference_to_organisation(*store, state.organisation),
                                     seen->as, is_blind_to(*seen->loaded.rules, state, who.person));
    if (seen->as == viewpoint::official)
        shown["overlaps"] = overlap_flag(find_overlaps(*store, *shelf_.now(), *seen->loaded.rules, state));
    if (seen->as != viewpoint::reviewer) shown["filed_under"] = acting_to_json(*store, state.filed_under, seen->as);
    return resource{std::move(shown), state.revision};
}

result<page> reading::applications(const caller& who, const application_filter& wanted, const paging& slice) const {
    const auto want = page_request_of(slice);
    if (!want) return want.error();
    store::application_filter filter;
    if (auto sorted = read_sort(wanted.sort, filter); !sorted) return sorted.error();
    const auto store = database_.read();
    const auto as = restrict(who, *store, wanted.organisation, filter);
    if (auto narrowed = narrow(filter, wanted, as); !narrowed) return narrowed.error();
    const auto definitions = shelf_.now();
    if (wanted.state) filter.states = states_named(*definitions, *wanted.state);
    std::map<std::string, json> organisations;
    return page_of(store->list_applications(filter, *want), [&](const store::application_record& row) {
        auto [known, fresh] = organisations.try_emplace(row.organisation);
        if (fresh) known->second = reference_to_organisation(*store, row.organisation);
        json shown = application_row_to_json(definitions->version(row.programme, row.definition_version), row,
                                             known->second, as);
        add_casework(shown, *store, row.id, as);
        return shown;
    });
}

result<resource> reading::actions(const caller& who, const std::string& id) const {
    const auto definitions = shelf_.now();
    const auto store = database_.read();
    const auto seen = see(who, *store, id);
    if (!seen) return seen.error();
    const auto& [loaded, as] = *seen;
    still_clock looking{clock_.now()};
    json actions;
    for (const auto& authority : who.authorities()) {
        const auto known = gather_facts(*store, *definitions, looking, *loaded.rules, loaded.row,
                                        actor_on(authority, *store, loaded.row), looking.now());
        const auto whom = acting_to_json(*store, known.actor.acting, as);
        add_authority(actions, available_actions(*loaded.rules, loaded.state, known), whom);
    }
    return resource{
        {{"application", id}, {"state", state_to_json(*loaded.rules, loaded.state)}, {"actions", std::move(actions)}},
        loaded.state.revision};
}

result<page> reading::history(const caller& who, const std::string& id, const paging& slice) const {
    const auto definitions = shelf_.now();
    const auto want = page_request_of(slice);
    if (!want) return want.error();
    const auto store = database_.read();
    const auto seen = see(who, *store, id);
    if (!seen) return seen.error();
    if (seen->as == viewpoint::reviewer)
        return refuse(reason::not_permitted, {"评审人看不到办理过程", "Reviewers do not see the history"});
    const auto& programme = seen->loaded.row.programme;
    const bool confidential = who.has_role("officer", programme) || who.has_role("director", programme);
    const auto versions = definitions->versions(programme);
    return page_of(store->history("application", id, *want), [&](const store::log_record& row) {
        json shown = history_to_json(versions, row, seen->as, confidential, who.person);
        if (shown.at("actor").is_object()) shown["actor"]["name"] = name_of_person(*store, row.actor);
        const auto recorded = application::record_from_json(parse_canonical(row.body));
        shown["on_behalf_of"] = acting_to_json(*store, recorded.acting, seen->as);
        return shown;
    });
}

result<page> reading::documents(const caller& who, const std::string& id) const {
    const auto store = database_.read();
    const auto seen = see(who, *store, id);
    if (!seen) return seen.error();
    const bool blind =
        seen->as == viewpoint::reviewer && is_blind_to(*seen->loaded.rules, seen->loaded.state, who.person);
    page shown;
    for (const auto& each : seen->loaded.state.documents)
        shown.items.push_back(document_to_json(each, blind));
    return shown;
}

result<document_content> reading::document(const caller& who, const std::string& id,
                                           const std::string& document) const {
    const auto store = database_.read();
    const auto seen = see(who, *store, id);
    if (!seen) return seen.error();
    const auto found = store->find_document(document);
    const auto bytes = found && found->application == id ? store->document_content(document) : std::nullopt;
    if (!bytes) return not_found("没有这份材料", "There is no such document");
    const bool blind =
        seen->as == viewpoint::reviewer && is_blind_to(*seen->loaded.rules, seen->loaded.state, who.person);
    application::document described;
    described.kind = found->kind;
    described.file_name = found->file_name;
    return document_content{file_name_for(described, blind), found->media_type, to_hex(found->sha256), *bytes};
}

result<page> reading::reviews(const caller& who, const std::string& id) const {
    const auto store = database_.read();
    const auto seen = see(who, *store, id);
    if (!seen) return seen.error();
    if (seen->as == viewpoint::applicant)
        return refuse(reason::not_permitted, {"申请人看不到评审过程", "Applicants do not see the reviewing"});
    page shown;
    for (const auto& [name, seats] : seen->loaded.state.panels) {
        if (seen->as == viewpoint::reviewer && !seats.find(who.person)) continue;
        json panel = panel_to_json(*seen->loaded.rules, name, seats, seen->as, who.person, clock_.now());
        for (auto& member : panel["members"])
            member["name"] = name_of_person(*store, member.at("person"));
        shown.items.push_back(std::move(panel));
    }
    return shown;
}

result<page> reading::payments(const caller& who, const std::string& id) const {
    const auto store = database_.read();
    const auto seen = see(who, *store, id);
    if (!seen) return seen.error();
    if (seen->as == viewpoint::reviewer) return no_such_application();
    page shown;
    for (const auto& each : seen->loaded.state.payments)
        shown.items.push_back(payment_to_json(id, each));
    return shown;
}

} // namespace sluice::service

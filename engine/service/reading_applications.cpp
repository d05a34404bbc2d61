// Applications and what belongs to them, as far as the reader may see.

#include "engine/base/canonical_json.hpp"
#include "engine/service/application_text.hpp"
#include "engine/service/available.hpp"
#include "engine/service/case_handlers.hpp"
#include "engine/service/errand.hpp"
#include "engine/service/facts.hpp"
#include "engine/service/mandates.hpp"
#include "engine/service/messages.hpp"
#include "engine/service/overlaps.hpp"
#include "engine/service/reading.hpp"

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

/// A row of a list from one point of view, as far as it is made of the row alone; kept with the shared row.
template<viewpoint As>
struct row_text {
    std::string written; ///< up to where the members follow that others than the row tell
};

/// The organisation's member of a row; kept with the shared row, and right until some organisation changes.
struct row_organisation {
    std::string written;
    std::uint64_t seen_at; ///< the snapshot that it was written from
};

template<viewpoint As>
row_text<As> written_row(const library& definitions, const store::application_record& row) {
    const auto& rules = definitions.version(row.programme, row.definition_version);
    json_writer to;
    to.begin_object()
        .member("id", row.id)
        .member("number", row.number)
        .member("programme", row.programme)
        .member("round", row.round)
        .member("title", visible_title(rules, row.title, As))
        .key("state");
    write_state(to, rules, row.state);
    to.member("created_at", to_rfc3339(row.created_at))
        .member("updated_at", to_rfc3339(row.updated_at))
        .member("revision", row.revision);
    if (As != viewpoint::reviewer) {
        const auto counted = count_messages(row.notes, As);
        to.key("messages").begin_object().member("all", counted.all).member("unread", counted.unread).end_object();
    }
    return {to.take()};
}

/// Appends one row: what was written of it, with the names of today.
class row_list {
public:
    row_list(store::reader& store, const library& definitions, viewpoint as)
        : store_{store}
        , definitions_{definitions}
        , as_{as}
        , organisations_changed_at_{store.changed_at("organisation")} {
        items_.reserve(size_at_first);
        items_ = "[";
    }

    void add(const store::shared_application& row) {
        if (items_.size() > 1) items_ += ',';
        items_ += as_ == viewpoint::official    ? written<viewpoint::official>(row)
                  : as_ == viewpoint::applicant ? written<viewpoint::applicant>(row)
                                                : written<viewpoint::reviewer>(row);
        if (as_ != viewpoint::reviewer) add_organisation(row);
        if (as_ == viewpoint::official) add_handler(row->notes.handler);
        items_ += '}';
    }

    std::string take() { return std::move(items_ += ']'); }

private:
    static constexpr std::size_t size_at_first = 32 * 1024;

    template<viewpoint As>
    const std::string& written(const store::shared_application& row) const {
        return row
            .derived<row_text<As>>(
                [this](const store::application_record& kept) { return written_row<As>(definitions_, kept); })
            .written;
    }

    void add_organisation(const store::shared_application& row) {
        items_ += ",\"organisation\":";
        const auto& kept = row.derived<row_organisation>([this](const store::application_record& of) {
            return row_organisation{organisation_text(store_, of.organisation), store_.snapshot()};
        });
        if (organisations_changed_at_ <= kept.seen_at)
            items_ += kept.written;
        else
            items_ += organisation_text(store_, row->organisation);
    }

    void add_handler(const std::string& person) {
        if (person.empty()) {
            items_ += ",\"handler\":null";
            return;
        }
        json_writer to;
        to.begin_object().member("id", person).member("name", name_of_person(store_, person)).end_object();
        (items_ += ",\"handler\":") += to.text();
    }

    store::reader& store_;
    const library& definitions_;
    viewpoint as_;
    std::uint64_t organisations_changed_at_;
    std::string items_;
};

std::string overlap_members(std::int64_t same_project, bool complete) {
    json_writer to;
    to.begin_object().member("same_project", same_project).member("complete", complete).end_object();
    return "\"overlaps\":" + to.text();
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
    const auto shared = store->share_application(id);
    if (!shared) return no_such_application();
    const store::application_record& row = **shared;
    const auto as = viewpoint_of(who, *store, row);
    if (!as) return no_such_application();
    const auto& notes = row.notes;
    const bool looked_for = *as != viewpoint::official || notes.same_projects >= 0;
    if (*as == viewpoint::reviewer || !looked_for) return written_anew(who, *store, id);
    auto view = store->find_view(id);
    if (!view || view->format != application_text_format) return written_anew(who, *store, id);
    add_members(view->text,
                "\"organisation\":" + organisation_text(*store, row.organisation) + ",\"filed_under\":null");
    if (*as == viewpoint::official)
        add_members(view->text, overlap_members(notes.same_projects, notes.overlaps_complete));
    return resource{nullptr, row.revision, std::move(view->text)};
}

/// For whom no text is kept, and where none is kept yet.
result<resource> reading::written_anew(const caller& who, store::reader& store, const std::string& id) const {
    const auto seen = see(who, store, id);
    if (!seen) return seen.error();
    const auto& [loaded, as] = *seen;
    auto written =
        application_text(*loaded.rules, loaded.state, as, is_blind_to(*loaded.rules, loaded.state, who.person));
    if (as != viewpoint::reviewer) add_members(written, members_for_both_sides(store, loaded.state, as));
    if (as == viewpoint::official) {
        const auto found = find_overlaps(store, *shelf_.now(), *loaded.rules, loaded.state);
        add_members(written, overlap_members(same_projects_in(found), found.complete));
    }
    return resource{nullptr, loaded.state.revision, std::move(written)};
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
    const auto found = store->share_applications(filter, *want);
    row_list rows{*store, *definitions, as};
    for (const auto& each : found.items)
        rows.add(*each);
    return page{nullptr, found.next ? store::to_text(*found.next) : std::string{}, rows.take()};
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

// Programmes, rounds and receipts: what everybody may read.

#include "engine/base/canonical_json.hpp"
#include "engine/programme/diagram_words.hpp"
#include "engine/service/errand.hpp"
#include "engine/service/reading.hpp"
#include "engine/statechart/diagram.hpp"

namespace sluice::service {
namespace {

refusal no_such_programme() {
    return refuse(reason::not_found, {"没有这个项目", "There is no such programme"});
}

} // namespace

result<store::page_request> page_request_of(const paging& wanted) {
    store::page_request want;
    want.limit = static_cast<int>(wanted.limit);
    if (wanted.cursor.empty()) return want;
    auto position = store::parse_cursor(wanted.cursor);
    if (!position) return position.error();
    want.after = std::move(*position);
    return want;
}

std::vector<json> reading::open_rounds(store::reader& store, const std::string& programme) const {
    std::vector<json> open;
    for (const auto& each : store.list_entities({"round", programme}, {std::nullopt, store::page_limit_max}).items) {
        json shown = round_to_json(parse_canonical(each.body), each.revision, clock_.now());
        if (shown.at("open") == true) open.push_back(std::move(shown));
    }
    return open;
}

page reading::programmes() const {
    const auto definitions = shelf_.now();
    const auto store = database_.read();
    page shown;
    for (const auto& [id, each] : definitions->all()) {
        json programme = programme_to_json(*each);
        programme["open_rounds"] = open_rounds(*store, id);
        shown.items.push_back(std::move(programme));
    }
    return shown;
}

result<resource> reading::programme(const std::string& id) const {
    const auto definitions = shelf_.now();
    const auto* found = definitions->current(id);
    if (!found) return no_such_programme();
    json shown = programme_to_json(*found);
    shown["open_rounds"] = open_rounds(*database_.read(), id);
    return resource{std::move(shown), 0};
}

result<std::string> reading::workflow_source(const std::string& programme) const {
    const auto definitions = shelf_.now();
    const auto* found = definitions->current(programme);
    if (!found) return no_such_programme();
    return found->files.at("workflow.json");
}

result<std::string> reading::form_source(const std::string& programme) const {
    const auto definitions = shelf_.now();
    const auto* found = definitions->current(programme);
    if (!found) return no_such_programme();
    return found->files.at("form.schema.json");
}

result<std::string> reading::diagram(const caller& who, const std::string& programme, const std::string& application,
                                     language spoken) const {
    const auto definitions = shelf_.now();
    if (application.empty()) {
        const auto* found = definitions->current(programme);
        if (!found) return no_such_programme();
        return statechart::to_dot(*found->chart, programme::diagram_words(*found, spoken));
    }
    const auto store = database_.read();
    const auto seen = see(who, *store, application);
    if (!seen) return seen.error();
    if (seen->loaded.row.programme != programme) return no_such_application();
    const auto& chart = *seen->loaded.rules->chart;
    const auto present = statechart::from_json(chart, seen->loaded.state.position).value();
    auto options = programme::diagram_words(*seen->loaded.rules, spoken);
    options.present = &present;
    return statechart::to_dot(chart, options);
}

result<page> reading::versions(const std::string& programme) const {
    const auto definitions = shelf_.now();
    if (!definitions->current(programme)) return no_such_programme();
    const auto store = database_.read();
    page shown;
    for (const auto& each : definitions->versions(programme)) {
        const auto row = find_entity(*store, "programme_version", each->id + "@" + each->version);
        shown.items.push_back({{"version", each->version},
                               {"fingerprint", to_hex(each->fingerprint)},
                               {"published_at", row ? time_or_null(row->body.at("published_at")) : json(nullptr)},
                               {"current", each.get() == definitions->current(programme)}});
    }
    return shown;
}

result<page> reading::rounds(const std::string& programme, const paging& wanted) const {
    const auto definitions = shelf_.now();
    if (!definitions->current(programme)) return no_such_programme();
    const auto want = page_request_of(wanted);
    if (!want) return want.error();
    return page_of(database_.read()->list_entities({"round", programme}, *want), [&](const store::entity& each) {
        return round_to_json(parse_canonical(each.body), each.revision, clock_.now());
    });
}

result<resource> reading::round(const std::string& id) const {
    const auto found = find_entity(*database_.read(), "round", id);
    if (!found) return not_found("没有这个批次", "There is no such round");
    return resource{round_to_json(found->body, found->row.revision, clock_.now()), found->row.revision};
}

result<resource> reading::receipt(const std::string& number) const {
    const auto row = database_.read()->find_application_by_number(number);
    if (!row || row->draft) return not_found("没有这个受理编号", "There is no such receipt number");
    const auto state = application::state_from_text(row->body);
    const auto definitions = shelf_.now();
    const auto& rules = definitions->version(row->programme, row->definition_version);
    return resource{{{"number", number},
                     {"programme", row->programme},
                     {"state", state_to_json(rules, state).at("titles")},
                     {"received_at", state.submitted_at ? json(to_rfc3339(*state.submitted_at)) : json(nullptr)},
                     {"updated_at", to_rfc3339(row->updated_at)}},
                    0};
}

} // namespace sluice::service

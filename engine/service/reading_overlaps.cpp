// What an official is shown of applications about the same project, of whatever programme.

#include "engine/service/errand.hpp"
#include "engine/service/overlaps.hpp"
#include "engine/service/reading.hpp"
#include "engine/similarity/shared_passages.hpp"

namespace sluice::service {
namespace {

/// The most that are shown; there is a word when there are more.
constexpr std::size_t shown_max = 50;

/// In a title three letters say something, in a summary only more do.
constexpr similarity::passage_bounds of_titles{3, 5}, of_summaries{8, 5};

json passages_of(const compared_text& own, const compared_text& other, similarity::passage_bounds bounds) {
    json shown = json::array();
    for (const auto& each : similarity::shared_passages(own.normal, other.normal, bounds))
        shown.push_back(own.original.substr(each.begin, each.end - each.begin));
    return shown;
}

json evidence_of(const project_texts& own, const found_overlap& other) {
    json shown = json::array();
    if (other.same_organisation) shown.push_back({{"kind", "same_organisation"}});
    if (other.same_organisation_code) shown.push_back({{"kind", "same_organisation_code"}});
    if (other.same_title)
        shown.push_back({{"kind", "same_title"}});
    else if (other.similar_title)
        shown.push_back({{"kind", "similar_title"},
                         {"similarity", other.title_similarity / 1000.0},
                         {"passages", passages_of(own.title, other.texts.title, of_titles)}});
    if (other.similar_summary)
        shown.push_back({{"kind", "similar_summary"},
                         {"similarity", other.summary_similarity / 1000.0},
                         {"passages", passages_of(own.summary, other.texts.summary, of_summaries)}});
    return shown;
}

/// Enough to judge, and to ask the other desk: never the other's form. The id only for whom it leads somewhere.
json overlap_to_json(store::reader& store, const caller& who, const project_texts& own, const found_overlap& other) {
    const bool readable = viewpoint_of(who, store, other.row).has_value();
    return {{"application", readable ? json(other.row.id) : json(nullptr)},
            {"programme", other.row.programme},
            {"programme_title", text_to_json(other.rules->title)},
            {"number", other.row.number},
            {"title", other.row.title},
            {"state", state_to_json(*other.rules, other.state)},
            {"organisation", reference_to_organisation(store, other.row.organisation)},
            {"submitted_at", to_rfc3339(other.state.submitted_at.value_or(other.state.created_at))},
            {"same_project", other.same_project()},
            {"evidence", evidence_of(own, other)},
            {"money",
             {{"bound", money_to_json(other.bound())},
              {"paid", money_to_json(other.paid())},
              {"returned", money_to_json(other.returned())}}}};
}

} // namespace

json overlap_flag(const overlap_search& search) {
    return {{"same_project", same_projects_in(search)}, {"complete", search.complete}};
}

result<resource> reading::overlaps(const caller& who, const std::string& id) const {
    const auto store = database_.read();
    const auto seen = see(who, *store, id);
    if (!seen) return seen.error();
    if (seen->as != viewpoint::official)
        return not_permitted("重复申报线索只供经办部门查看", "Overlaps are for the office to look at");
    const auto definitions = shelf_.now();
    const auto& [loaded, as] = *seen;
    const auto found = find_overlaps(*store, *definitions, *loaded.rules, loaded.state);
    const auto own = texts_of(*loaded.rules, *loaded.state.form);
    const auto totals = application::totals_of(overlapping_projects(found), loaded.rules->overlap.anyone);
    json items = json::array();
    for (const auto& each : found.found) {
        if (items.size() == shown_max) break;
        items.push_back(overlap_to_json(*store, who, own, each));
    }
    json shown = overlap_flag(found);
    shown["complete"] = found.complete && found.found.size() <= shown_max;
    shown["application"] = id;
    shown["items"] = std::move(items);
    shown["counts"] = loaded.rules->overlap.anyone ? "anyone" : "same_organisation";
    shown["highest"] = money_to_json(totals.highest);
    shown["total"] = money_to_json(totals.total);
    shown["thresholds"] = {{"title_similarity", loaded.rules->overlap.title_per_mille / 1000.0},
                           {"summary_similarity", loaded.rules->overlap.summary_per_mille / 1000.0}};
    return resource{std::move(shown), 0};
}

} // namespace sluice::service

#include "engine/service/overlaps.hpp"

#include "engine/service/access.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace sluice::service {
namespace {

/// Candidates that are looked at, of each kind.
constexpr int of_organisation_max = 100, titled_max = 100, sharing_max = 200;

/// No programme asks for less to take two projects for the same.
constexpr int least_per_mille = 300;
/// Others whose answer is found again at once, with the command that may have changed it.
constexpr std::size_t renewed_at_once = 5;

/// A search for one application.
class search {
public:
    search(store::reader& store, const library& definitions, const programme::programme& rules,
           const application::application_state& state)
        : store_{store}
        , definitions_{definitions}
        , rules_{rules}
        , state_{state}
        , texts_{texts_of(rules, *state.form)} {
        const auto organisation = find_entity(store, "organisation", state.organisation);
        if (organisation) code_ = organisation_code_of(organisation->body.value("code", ""));
    }

    /// Those that may be the same project by the rules of their own programmes: their answer may change with this one.
    /// Known after `run`.
    std::set<std::string> concerned() const {
        auto ids = alike_in_summary_;
        for (const auto& [id, each] : candidates_) {
            const auto& key = each.project.title_key;
            const bool same_title = !key.empty() && key == texts_.title.normal.key();
            if (each.summary_matters || same_title ||
                similarity::resemblance(texts_.title.shingles, shingles_of_key(key)) >= least_per_mille)
                ids.insert(id);
        }
        return ids;
    }

    overlap_search run(overlap_scope scope) {
        gather(store_.projects_of_organisation(state_.organisation, of_organisation_max), of_organisation_max, false);
        gather(store_.projects_of_code(code_, of_organisation_max), of_organisation_max, false);
        if (scope == overlap_scope::everybody) gather_from_everybody();
        if (!store_.applications_without_project(1).empty()) result_.complete = false;
        for (const auto& [id, each] : candidates_)
            consider(each);
        const auto order = [](const found_overlap& each) {
            return std::make_tuple(!each.same_project(), !each.same_title, -each.similarity(), each.row.id);
        };
        std::sort(result_.found.begin(), result_.found.end(),
                  [&](const auto& left, const auto& right) { return order(left) < order(right); });
        return std::move(result_);
    }

private:
    void gather_from_everybody() {
        gather(store_.projects_titled(texts_.title.normal.key(), titled_max), titled_max, false);
        gather(store_.projects_sharing(bands_of_title(texts_), sharing_max), sharing_max, false);
        gather(store_.projects_sharing(bands_of_summary(texts_), sharing_max), sharing_max, true);
    }

    struct candidate {
        store::project_record project;
        bool summary_matters = false; ///< whether its summary has to be read and compared
    };

    void gather(std::vector<store::project_record> projects, int limit, bool summary_matters) {
        if (projects.size() >= static_cast<std::size_t>(limit)) result_.complete = false;
        for (auto& each : projects) {
            if (each.application == state_.id) continue;
            auto& known = candidates_[each.application];
            known.summary_matters = known.summary_matters || summary_matters;
            known.project = std::move(each);
        }
    }

    void consider(const candidate& each) {
        const auto& project = each.project;
        found_overlap made;
        made.same_organisation = project.organisation == state_.organisation;
        made.same_organisation_code = !made.same_organisation && !code_.empty() && project.organisation_code == code_;
        made.same_title = !project.title_key.empty() && project.title_key == texts_.title.normal.key();
        made.title_similarity = similarity::resemblance(texts_.title.shingles, shingles_of_key(project.title_key));
        made.similar_title = made.title_similarity >= rules_.overlap.title_per_mille;
        const bool of_interest = made.same_organisation || made.same_organisation_code || made.same_project();
        if (!of_interest && !each.summary_matters) return;
        if (!load(made, project.application)) return;
        made.summary_similarity = similarity::resemblance(texts_.summary.shingles, made.texts.summary.shingles);
        if (made.summary_similarity >= least_per_mille) alike_in_summary_.insert(project.application);
        made.similar_summary = made.summary_similarity >= rules_.overlap.summary_per_mille;
        if (of_interest || made.similar_summary) result_.found.push_back(std::move(made));
    }

    bool load(found_overlap& into, const std::string& id) {
        auto loaded = load_application(store_, definitions_, id);
        if (!loaded) return false;
        into.texts = texts_of(*loaded->rules, *loaded->state.form);
        into.row = std::move(loaded->row);
        into.state = std::move(loaded->state);
        into.rules = loaded->rules;
        return true;
    }

    store::reader& store_;
    const library& definitions_;
    const programme::programme& rules_;
    const application::application_state& state_;
    project_texts texts_;
    std::string code_;
    std::map<std::string, candidate> candidates_;
    std::set<std::string> alike_in_summary_;
    overlap_search result_;
};

} // namespace

overlap_search find_overlaps(store::reader& store, const library& definitions, const programme::programme& rules,
                             const application::application_state& state, overlap_scope scope) {
    return search{store, definitions, rules, state}.run(scope);
}

namespace {

/// Where not everything is indexed yet, it has to be looked for each time.
void put_same_projects(store::write_transaction& store, const std::string& application, const overlap_search& found,
                       bool index_is_whole) {
    auto notes = (*store.share_application(application))->notes;
    notes.same_projects = index_is_whole ? same_projects_in(found) : -1;
    notes.overlaps_complete = found.complete;
    store.put_notes(application, notes);
}

} // namespace

void note_overlaps(store::write_transaction& store, const library& definitions, const programme::programme& rules,
                   const application::application_state& state, const application::application_state* before) {
    const bool whole = store.applications_without_project(1).empty();
    search own{store, definitions, rules, state};
    put_same_projects(store, state.id, own.run(overlap_scope::everybody), whole);
    auto concerned = own.concerned();
    if (before) {
        search earlier{store, definitions, rules, *before};
        earlier.run(overlap_scope::everybody);
        concerned.merge(earlier.concerned());
    }
    std::size_t renewed = 0;
    for (const auto& id : concerned) {
        const auto other = load_application(store, definitions, id);
        if (!other) continue;
        const bool now = whole && renewed++ < renewed_at_once;
        put_same_projects(store, id,
                          now ? find_overlaps(store, definitions, *other->rules, other->state) : overlap_search{}, now);
    }
}

std::int64_t same_projects_in(const overlap_search& search) {
    return std::count_if(search.found.begin(), search.found.end(),
                         [](const found_overlap& each) { return each.same_project(); });
}

std::vector<application::overlapping_project> overlapping_projects(const overlap_search& search) {
    std::vector<application::overlapping_project> projects;
    for (const auto& each : search.found)
        if (each.same_project())
            projects.push_back({each.row.id, each.row.programme, each.row.number, each.row.title, each.similarity(),
                                each.same_organisation || each.same_organisation_code,
                                std::max(fen{}, each.bound() + each.paid() - each.returned()),
                                each.state.submitted_at.value_or(each.state.created_at)});
    std::sort(projects.begin(), projects.end(), [](const auto& left, const auto& right) {
        return std::tie(left.at, left.number) < std::tie(right.at, right.number);
    });
    return projects;
}

} // namespace sluice::service

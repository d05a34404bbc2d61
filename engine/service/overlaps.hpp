#pragma once

#include "engine/application/overlap.hpp"
#include "engine/service/project_index.hpp"
#include "engine/store/write_transaction.hpp"

#include <string>
#include <vector>

namespace sluice::service {

/// Another submitted application that has something in common with one.
struct found_overlap {
    store::application_record row;
    application::application_state state;
    const programme::programme* rules = nullptr;
    project_texts texts;
    bool same_organisation = false;
    bool same_organisation_code = false; ///< another account, but the same organisation code
    bool same_title = false;             ///< in normal form
    int title_similarity = 0;            ///< thousandths
    int summary_similarity = 0;
    bool similar_title = false, similar_summary = false; ///< at or above the thresholds

    /// Whether it is taken for the same project, whoever runs it; otherwise only the organisation is the same.
    bool same_project() const { return same_title || similar_title || similar_summary; }
    int similarity() const { return std::max(title_similarity, summary_similarity); }
    fen bound() const { return state.money.reserved + state.money.committed; }
    fen paid() const { return state.money.paid + state.money.invested; }
    fen returned() const { return state.money.recovery + state.money.surplus_return; }
};

struct overlap_search {
    std::vector<found_overlap> found; ///< the same project first, then the most alike
    bool complete = true;             ///< false when there were more candidates than are looked at, or some not indexed
};

/// Whose projects are looked at.
enum class overlap_scope { everybody, own_organisation };

/// Everything that overlaps with an application by the rules of its programme. Candidates come from the index and are
/// bounded in number; what is reported has been compared exactly, for which each candidate of interest is read.
overlap_search find_overlaps(store::reader&, const library&, const programme::programme&,
                             const application::application_state&, overlap_scope = overlap_scope::everybody);

/// What an application says of itself to officials, so that nobody overlooks it: how many are the same project.
json overlap_flag(const overlap_search&); ///< in reading_overlaps.cpp
std::int64_t same_projects_in(const overlap_search&);

/// Keeps in the notes of an application whose project has just been indexed how many others are the same, and in those
/// of the others what it changes for them; for a few of them at once, of the rest it says that it has to be looked for.
/// `before` is what was indexed until now, null if nothing was: what was the same project then may no longer be.
void note_overlaps(store::write_transaction&, const library&, const programme::programme&,
                   const application::application_state&, const application::application_state* before);

/// Those of the same project, oldest first, as expressions see them.
std::vector<application::overlapping_project> overlapping_projects(const overlap_search&);

} // namespace sluice::service

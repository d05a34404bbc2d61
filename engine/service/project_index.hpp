#pragma once

#include "engine/programme/programme.hpp"
#include "engine/service/errand.hpp"
#include "engine/similarity/shingles.hpp"

/// The index by which applications about the same project are found (engine/decisions/0012-overlap.md).
namespace sluice::service {

/// One text of a project as it is compared.
struct compared_text {
    std::string original;
    similarity::normal_form normal;
    similarity::shingle_set shingles;
};

/// What of a form says which project it is: its title, and its summary where the programme says it is. A summary too
/// short to tell projects apart has no shingles, and so is like no other.
struct project_texts {
    compared_text title, summary;
};

project_texts texts_of(const programme::programme&, const json& form);

/// The text of a title that is in normal form already, as the store keeps it.
similarity::shingle_set shingles_of_key(const std::string& title_key);

/// The keys under which the index finds them.
std::vector<std::int64_t> bands_of_title(const project_texts&);
std::vector<std::int64_t> bands_of_summary(const project_texts&);

/// Characters 9 to 17 of a unified social credit code (GB 32100-2015), which stay with an organisation when its
/// registration moves; empty where there is no such code.
std::string organisation_code_of(const std::string& social_credit_code);

/// Puts a submitted application into the index, or what it has become.
void index_project(store::write_transaction&, const programme::programme&, const application::application_state&);

/// Whether the change of an application is one of what the index holds.
bool project_changed(const programme::programme&, const application::application_state& before,
                     const application::application_state& after);

/// Puts some of the applications into the index that were submitted before there was one; how many are left undone is
/// not known, zero done means none.
std::size_t index_some_of_the_backlog(const errand&);

} // namespace sluice::service

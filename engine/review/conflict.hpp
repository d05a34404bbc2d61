#pragma once

#include "engine/base/instant.hpp"
#include "engine/base/text.hpp"
#include "engine/review/panel_rules.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::review {

/// Why an expert may not review an application. The names are persisted.
enum class conflict_ground {
    applicant,         ///< the expert is among the people of the application
    same_organisation, ///< same organisation code (detected)
    same_mail_domain,  ///< same e-mail domain, of no public provider (detected)
    employment,
    shareholder,
    co_applicant,
    kin,
    teacher_student,
    paid, ///< paid by the applicant within the years of the rules
    shared_project,
};

std::string_view name_of(conflict_ground ground);
std::optional<conflict_ground> conflict_ground_named(std::string_view name);

/// A relation that the expert (or the office for the expert) has declared.
struct declared_relation {
    conflict_ground ground = conflict_ground::employment;
    std::string with;         ///< organisation code or person id
    std::optional<date> last; ///< `paid`, `employment`, `shared_project`: its last day; none means it still goes on

    friend bool operator==(const declared_relation&, const declared_relation&) = default;
};

enum class expertise { technical, finance, management };

struct expert {
    std::string person;
    std::string organisation; ///< organisation code, or empty
    std::string mail;         ///< e-mail address, or empty
    expertise kind = expertise::technical;
    std::vector<declared_relation> relations;
};

/// Who stands behind an application.
struct applicant_facts {
    std::vector<std::string> organisations; ///< codes of the applicant and its co-applicants
    std::vector<std::string> people;        ///< ids of team members, legal representative, contacts
    std::vector<std::string> mails;
};

struct conflict {
    conflict_ground ground = conflict_ground::applicant;
    text evidence;

    friend bool operator==(const conflict&, const conflict&) = default;
};

/// In lower case, without surrounding blanks: how codes, ids and domains are compared.
std::string comparable(std::string_view written);
/// The domain of an e-mail address as it is compared; empty where there is none.
std::string mail_domain(std::string_view mail);

/// Every ground found, in the order of the enum; none means that nothing is known against the expert. Codes are
/// compared without regard to case and surrounding blanks; a mail domain also equals its subdomains, and one without a
/// dot says nothing. A payment counts when it was less than `paid_within_years` before `today`, or on the very day that
/// many years ago; so do employments and shared projects where the rules give a term for them.
std::vector<conflict> detect_conflicts(const expert& candidate, const applicant_facts& applicant,
                                       const conflict_rules& rules, date today);

} // namespace sluice::review

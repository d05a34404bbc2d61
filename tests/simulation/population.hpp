#pragma once

#include "tests/simulation/bureau.hpp"

#include <map>
#include <string>
#include <vector>

namespace sluice::simulation {

struct firm {
    std::string id, name, code;
    std::string telephone, mail, account, contact; ///< personal: nowhere to be read in public
    service::caller applicant;
};

struct expert {
    service::caller as;
    double severity = 0; ///< added to what others would give, in parts of the full score
};

/// Everybody: firms with their people, experts, and for each role of the office those who hold it.
struct population {
    std::vector<firm> firms;
    std::vector<expert> experts;
    std::map<std::string, std::vector<service::caller>> staff; ///< by role; people with two hats are under both
    service::caller auditor, admin, treasurer, head;           ///< those who do what one person does alone

    const firm* firm_of(const std::string& organisation) const;
    /// Those with the role, the one first whose turn it is with this application.
    std::vector<service::caller> colleagues(const std::string& role, const std::string& application) const;
};

/// Registers organisations and people, as many as the applications ask for.
population populate(bureau&, std::size_t applications);

/// A unified social credit code with the right check character.
std::string social_credit_code(chance&);

} // namespace sluice::simulation

#pragma once

#include "engine/base/text.hpp"
#include "engine/service/caller.hpp"
#include "engine/store/reader.hpp"

#include <map>
#include <string>
#include <vector>

namespace sluice::service {

/// Somebody who can be told something.
struct addressee {
    std::string person, name, organisation;
    std::string mail; ///< empty: none is known, or none is wanted
    language spoken = language::zh;
    std::vector<role_grant> grants;
};

/// Everyone who is active, at one moment, found by what messages are addressed to. Immutable.
class people_directory {
public:
    static people_directory of(store::reader&);
    people_directory(people_directory&&) = default;
    people_directory& operator=(people_directory&&) = default;

    const addressee* find(const std::string& person) const;
    /// The people who apply for an organisation in a programme.
    std::vector<const addressee*> applicants(const std::string& organisation, const std::string& programme) const;
    std::vector<const addressee*> with_role(const std::string& role, const std::string& programme) const;

private:
    people_directory() = default;

    std::map<std::string, addressee> people_; ///< the other two point into it
    std::multimap<std::string, const addressee*> by_organisation_;
    std::multimap<std::string, const addressee*> by_role_;
};

/// What a person's record says of the language to be spoken with them; Chinese unless it says otherwise.
language language_of(const json& person);

} // namespace sluice::service

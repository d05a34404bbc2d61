#pragma once

#include "engine/programme/programme.hpp"

#include <map>
#include <string>
#include <vector>

namespace sluice::programme {

/// What people call the roles: the built-in ones and the programme's own.
std::map<std::string, text> role_names(const programme&);

/// The roles as a list for a sentence: “经办人、负责人”, “officer or director”.
text names_of_roles(const programme&, const std::vector<std::string>& roles);

/// The step of a payment as people call it.
text name_of_payment_step(const std::string& step);

} // namespace sluice::programme

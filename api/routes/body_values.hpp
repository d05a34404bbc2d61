#pragma once

#include "engine/base/fen.hpp"
#include "engine/base/instant.hpp"
#include "engine/base/json.hpp"
#include "engine/base/result.hpp"
#include "engine/base/text.hpp"
#include "engine/service/caller.hpp"

#include <string>
#include <vector>

/// Members of a body that is valid after its schema, in the engine's types. A member that must be there is.
namespace sluice::routes {

/// Refuses with `amount_invalid` an amount beyond `fen_max`, which no pattern can rule out.
result<fen> money_at(const json& body, const std::string& name);

/// Refuses with `invalid_value` a day that does not exist.
result<instant> instant_at(const json& body, const std::string& name);

text texts_at(const json& body, const std::string& name);

/// A list of names; empty where there is none.
std::vector<std::string> names_at(const json& body, const std::string& name);

/// Without a programme a role counts in all of them.
std::vector<service::role_grant> role_grants_at(const json& body, const std::string& name);

} // namespace sluice::routes

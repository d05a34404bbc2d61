#pragma once

#include "engine/application/facts.hpp"
#include "engine/application/state.hpp"
#include "engine/base/json.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// What stands in the body of a stored organisation, beside name and code. Bodies from before a member was kept read as
/// if it were empty.
namespace sluice::service {

/// More holdings than these are not kept of one organisation: the oldest of which nothing is bound are forgotten.
/// Expressions are held to be cheap for lists of up to so many (cel::size_assumptions).
inline constexpr std::size_t holdings_max = 1'000;

std::vector<application::earlier_award> awards_of(const json& body);

std::vector<application::holding> holdings_of(const json& body);
std::optional<application::holding> holding_of(const json& body, const std::string& application);
void set_holding(json& body, const application::holding&);

/// Those that were not revoked, also when they have ended.
std::vector<application::held_certificate> certificates_of(const json& body);
void set_certificate(json& body, const application::application_state&, const application::certificate&);
/// Does nothing where there is none.
void remove_certificate(json& body, const std::string& application, const std::string& kind);

/// As the API shows them.
json certificates_to_json(const json& body);

} // namespace sluice::service

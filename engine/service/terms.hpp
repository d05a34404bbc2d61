#pragma once

#include "engine/base/instant.hpp"
#include "engine/base/json.hpp"
#include "engine/base/result.hpp"

#include <string_view>

/// What holds for a term and can be revoked: delegations and mandates. Their bodies have `from`, `until` and
/// `revoked_at`, in milliseconds; `until` itself is no part of the term.
namespace sluice::service {

/// Refuses `invalid_value` for a term that is empty, already over, or longer than `years_max` years.
result<void> check_term(instant from, instant until, instant now, int years_max);

bool is_in_force(const json& body, instant now);
/// Revoked, or at its end: it will never be in force again.
bool is_over(const json& body, instant now);
/// pending, in_force, ended or revoked.
std::string_view status_of_term(const json& body, instant now);

} // namespace sluice::service

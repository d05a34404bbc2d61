#pragma once

#include "engine/service/errand.hpp"

#include <optional>
#include <string>

namespace sluice::service {

// Who has a case in hand: whom the others ask, and who is told when the applicant writes. It gives no rights: whoever
// handles a case needs a role of the office in its programme as before.

inline constexpr std::string_view case_kind = "case";

/// By whoever can handle cases of the programme, for themselves or a colleague.
result<answer> carry_out(const errand&, const set_handler&);
/// By the person whose cases they are, or a director for the cases of their programmes. All or nothing, at most
/// `hand_over_max` cases at once.
result<answer> carry_out(const errand&, const hand_over_cases&);

/// A role that works on cases: of the office, and more than looking (an auditor's).
bool works_on_cases(std::string_view role);
/// Whether the caller has one in the programme.
bool works_on_cases(const caller&, std::string_view programme);

/// Person; empty where nobody has taken the case.
std::string handler_of(store::reader&, const std::string& application);

json case_to_json(store::reader&, const std::string& application, const json& body, std::int64_t revision);

} // namespace sluice::service

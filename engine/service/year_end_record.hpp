#pragma once

#include "engine/base/instant.hpp"
#include "engine/base/json.hpp"
#include "engine/ledger/year_end.hpp"
#include "engine/store/reader.hpp"

#include <string>

/// The year ends of funds, as they are kept and shown.
namespace sluice::service {

inline constexpr const char* year_end_kind = "year_end";

std::string year_end_id(const std::string& fund, int year);

/// The first instant of the next year, local time.
instant end_of_year(int year);

/// What would become of the fund's free money if the year were closed now.
ledger::year_end year_end_of(store::reader&, const std::string& fund, int year);

/// The stored body without who closed it and when (null), and the resource.
json year_end_body(const std::string& fund, int year, const ledger::year_end&);
json year_end_to_json(const json& body);

} // namespace sluice::service

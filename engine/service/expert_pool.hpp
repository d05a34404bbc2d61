#pragma once

#include "engine/review/expert_pool.hpp"
#include "engine/store/reader.hpp"

#include <map>
#include <string>
#include <vector>

namespace sluice::service {

/// Everyone who can review in the programme: active people with an expert's profile and the role of a reviewer there,
/// each with the reviews and invitations that wait for them now in all programmes. In order of id; refuses
/// `invalid_value` beyond `review::pool_max`.
result<std::vector<review::pool_expert>> gather_pool(store::reader&, const std::string& programme);

/// The people as experts, for seating them by hand; those who are none are left out.
std::vector<review::expert> gather_experts(store::reader&, const std::vector<std::string>& people);

/// The e-mail addresses of each organisation's people.
std::map<std::string, std::vector<std::string>> mails_by_organisation(store::reader&);

} // namespace sluice::service

#pragma once

#include "api/http/message.hpp"

#include <span>
#include <string>
#include <string_view>

namespace sluice::http {

/// One link of a `Link` header (RFC 8288).
struct link {
    std::string target;   ///< a URI reference without `<`, `>`, spaces and control characters
    std::string relation; ///< `next`, `prev`, `first`: a registered, lower-case name
};

/// `</v1/applications?cursor=x>; rel="next"`, joined by commas. Throws `std::invalid_argument` on a target or relation
/// that could not stand there.
std::string link_header(std::span<const link> links);

/// The link to another page of the list that was asked for: the same path and query, with another `cursor`.
link page_link(const request& asked, std::string relation, std::string_view cursor);

} // namespace sluice::http

#include "api/routes/call.hpp"

#include <charconv>

namespace sluice::routes {

std::optional<std::string> call::in_query(std::string_view name) const {
    const auto found = request.query.first(name);
    if (!found) return std::nullopt;
    return std::string{*found};
}

service::paging call::paging() const {
    service::paging wanted;
    wanted.cursor = in_query("cursor").value_or("");
    if (const auto limit = in_query("limit")) // a number in range: the contract has seen to it
        std::from_chars(limit->data(), limit->data() + limit->size(), wanted.limit);
    return wanted;
}

std::string call::text(std::string_view name) const {
    const auto found = body.find(name);
    return found == body.end() ? std::string{} : found->get<std::string>();
}

} // namespace sluice::routes

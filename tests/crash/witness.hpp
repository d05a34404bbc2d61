#pragma once

#include "tests/support/http_client.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::test {

/// Reads back what a server holds, over HTTP as anybody would. Every reading throws `std::runtime_error` when refused.
class witness {
public:
    explicit witness(std::uint16_t port)
        : connection_{port} {}

    json read(std::string_view token, const std::string& target);

    /// Every item of a list, page by page.
    std::vector<json> read_all(std::string_view token, std::string target);

    /// The applications that the token's owner may see, by id. Throws when one is listed twice.
    std::map<std::string, json> applications(std::string_view token);

    std::vector<json> entries(const std::string& fund);

    /// In words, each account of the fund that is not the sum of its entries; nothing when the books balance.
    std::vector<std::string> imbalances(const std::string& fund);

    http_client& connection() { return connection_; }

private:
    http_answer get(std::string_view token, const std::string& target);

    http_client connection_;
};

} // namespace sluice::test

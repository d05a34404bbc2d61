#include "tests/crash/witness.hpp"

#include "engine/base/fen.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace sluice::test {
namespace {

constexpr int pages_max = 1'000;
constexpr const char* auditor = "demo-auditor";

/// The target of `rel="next"` (RFC 8288), or nothing on the last page.
std::string next_page(const http_answer& page) {
    const std::string links = page.header("Link").value_or("");
    const auto relation = links.find("rel=\"next\"");
    if (relation == std::string::npos) return "";
    const auto begin = links.rfind('<', relation), end = links.find('>', begin);
    return links.substr(begin + 1, end - begin - 1);
}

fen amount_of(const json& money) {
    return money_from_json(money, "").value();
}

} // namespace

http_answer witness::get(std::string_view token, const std::string& target) {
    auto answer = connection_.get(target, {{"Authorization", "Bearer " + std::string{token}}});
    if (answer.status != 200)
        throw std::runtime_error(fmt::format("GET {}: {} {}", target, answer.status, answer.body));
    return answer;
}

json witness::read(std::string_view token, const std::string& target) {
    return get(token, target).data();
}

std::vector<json> witness::read_all(std::string_view token, std::string target) {
    std::vector<json> items;
    for (int page = 0; !target.empty(); ++page) {
        if (page == pages_max) throw std::runtime_error("the list does not end");
        const auto answer = get(token, target);
        const json body = answer.data();
        for (const auto& each : body.at("items"))
            items.push_back(each);
        target = next_page(answer);
    }
    return items;
}

std::map<std::string, json> witness::applications(std::string_view token) {
    std::map<std::string, json> found;
    for (auto& each : read_all(token, "/v1/applications?limit=200")) {
        const std::string id = each.at("id");
        if (!found.emplace(id, std::move(each)).second) throw std::runtime_error("listed twice: " + id);
    }
    return found;
}

std::vector<json> witness::entries(const std::string& fund) {
    return read_all(auditor, "/v1/funds/" + fund + "/entries?limit=200");
}

std::vector<std::string> witness::imbalances(const std::string& fund) {
    std::map<std::string, fen> sums;
    for (const auto& each : entries(fund)) {
        sums[each.at("from")] -= amount_of(each.at("amount"));
        sums[each.at("to")] += amount_of(each.at("amount"));
    }
    const json balances = read(auditor, "/v1/funds/" + fund);
    std::vector<std::string> wrong;
    const auto expect = [&](const char* account, fen sum) {
        if (amount_of(balances.at(account)) != sum)
            wrong.push_back(fmt::format("{} is {}, its entries make {}", account, balances.at(account).dump(),
                                        money_to_json(sum).dump()));
    };
    expect("appropriated", fen{} - sums["appropriation"]); // money comes from it, so its entries count down
    for (const char* account : {"available", "reserved", "committed", "paid"})
        expect(account, sums[account]);
    return wrong;
}

} // namespace sluice::test

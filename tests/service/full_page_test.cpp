#include "engine/service/full_page.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <random>
#include <vector>

using namespace sluice;

namespace {

/// Numbers as a store would list them, behind a cursor.
store::page<int> list(const std::vector<int>& all, const store::page_request& want) {
    store::page<int> found;
    const auto begin = want.after ? static_cast<std::size_t>(want.after->first) : 0;
    for (auto i = begin; i < all.size() && found.items.size() < static_cast<std::size_t>(want.limit); ++i)
        found.items.push_back(all[i]);
    const auto end = begin + found.items.size();
    if (end < all.size()) found.next = store::cursor{static_cast<std::int64_t>(end), 0, {}, {}};
    return found;
}

std::optional<json> shown(int number) {
    return number > 0 ? std::optional<json>{number} : std::nullopt;
}

service::page page_after(const std::vector<int>& all, const std::string& cursor, int limit, std::size_t& fetches) {
    store::page_request want{std::nullopt, limit};
    if (!cursor.empty()) want.after = store::parse_cursor(cursor).value();
    return service::full_page(
        want, [&](const store::page_request& part) { return ++fetches, list(all, part); }, shown);
}

} // namespace

TEST_CASE("every page but the last is full, and nothing is lost or comes twice", "[lists]") {
    const unsigned seed = GENERATE(range(1u, 100u));
    INFO("seed " << seed);
    std::mt19937 random{seed};
    std::vector<int> all;
    for (auto left = random() % 60; left > 0; --left)
        all.push_back(random() % 3 == 0 ? static_cast<int>(all.size()) + 1 : 0);
    std::vector<int> wanted, got;
    for (const int each : all)
        if (each > 0) wanted.push_back(each);
    const int limit = 1 + static_cast<int>(random() % 7);
    std::string cursor;
    std::size_t fetches = 0;
    for (int pages = 0; pages < 100; ++pages) {
        const auto page = page_after(all, cursor, limit, fetches);
        for (const auto& item : page.items)
            got.push_back(item.get<int>());
        if (page.next.empty()) break;
        CHECK(page.items.size() == static_cast<std::size_t>(limit));
        cursor = page.next;
    }
    CHECK(got == wanted);
}

TEST_CASE("a page of a list without gaps takes two fetches", "[lists]") {
    std::size_t fetches = 0;
    const auto page = page_after(std::vector<int>(100, 1), "", 20, fetches);
    CHECK(page.items.size() == 20);
    CHECK_FALSE(page.next.empty());
    CHECK(fetches == 2);
}

TEST_CASE("where next to nothing may be shown the search for it has an end", "[lists]") {
    std::size_t fetches = 0;
    const std::vector<int> all(2 * service::looked_at_max, 0);
    const auto page = page_after(all, "", 50, fetches);
    CHECK(page.items.empty());
    CHECK_FALSE(page.next.empty());
    CHECK(fetches == service::looked_at_max / 50);
}

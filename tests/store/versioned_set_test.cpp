#include "engine/store/versioned_set.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <atomic>
#include <optional>
#include <random>
#include <set>
#include <thread>

using namespace sluice::store;

namespace {

/// Small nodes, so that few keys make a high tree.
using small_set = versioned_set<int, 4>;
using model = std::set<int>;

model all_of(const small_set::contents& contents) {
    model found;
    for (auto at = contents.at_or_after(std::numeric_limits<int>::min()); at.valid(); at.forward())
        CHECK(found.insert(*at).second);
    return found;
}

std::optional<int> value_at(const small_set::walk& at) {
    return at.valid() ? std::optional{*at} : std::nullopt;
}

std::optional<int> at_or_after(const model& all, int key) {
    const auto found = all.lower_bound(key);
    return found == all.end() ? std::nullopt : std::optional{*found};
}

std::optional<int> before(const model& all, int key) {
    const auto found = all.lower_bound(key);
    return found == all.begin() ? std::nullopt : std::optional{*std::prev(found)};
}

void check_same(const small_set::contents& contents, const model& expected) {
    REQUIRE(contents.size() == expected.size());
    REQUIRE(all_of(contents) == expected);
    auto back = expected.rbegin();
    for (auto at = contents.before(std::numeric_limits<int>::max()); at.valid(); at.back())
        REQUIRE(*at == *back++);
    REQUIRE(back == expected.rend());
}

/// Sometimes many keys in order, sometimes any, sometimes mostly taken away.
void change(small_set::draft& draft, model& expected, std::mt19937& random) {
    const unsigned manner = random() % 4;
    const int from = static_cast<int>(random() % 900);
    for (int i = 0; i < static_cast<int>(random() % 60); ++i) {
        const int key = manner == 0 ? from + i : static_cast<int>(random() % 1'000);
        if (manner == 3 || random() % 3 == 0)
            REQUIRE(draft.erase(key) == (expected.erase(key) == 1));
        else
            REQUIRE(draft.insert(key) == expected.insert(key).second);
    }
}

} // namespace

TEST_CASE("a versioned set holds what a set does, and every version what it held") {
    std::mt19937 random{static_cast<unsigned>(GENERATE(range(1, 9)))};
    small_set set;
    model expected;
    std::vector<std::pair<small_set::snapshot, model>> held;
    for (int round = 0; round < 300; ++round) {
        if (random() % 5 == 0) held.emplace_back(set.latest(), expected);
        small_set::draft draft{set};
        model changed = expected;
        change(draft, changed, random);
        check_same(draft, changed);
        for (int key = -1; key < 1'001; key += 13) {
            REQUIRE(draft.contains(key) == changed.contains(key));
            REQUIRE(value_at(draft.at_or_after(key)) == at_or_after(changed, key));
            REQUIRE(value_at(draft.before(key)) == before(changed, key));
        }
        if (random() % 4 == 0) continue; // it comes to nothing
        const auto sealed = draft.seal();
        if (random() % 5 == 0) {
            held.emplace_back(sealed, changed); // seen before it is published, or never is
            if (random() % 2 == 0) continue;
        }
        check_same(*set.latest(), expected);
        draft.publish();
        expected = changed;
        check_same(*set.latest(), expected);
        if (held.size() > 20) held.erase(held.begin() + static_cast<std::ptrdiff_t>(random() % held.size()));
    }
    for (const auto& [version, contents] : held)
        check_same(*version, contents);
}

TEST_CASE("a versioned set is made of sorted keys at once") {
    for (const int count : {0, 1, 3, 4, 5, 16, 100, 1'000}) {
        std::vector<int> keys;
        for (int i = 0; i < count; ++i)
            keys.push_back(2 * i);
        small_set set{keys};
        check_same(*set.latest(), {keys.begin(), keys.end()});
        small_set::draft draft{set};
        CHECK(draft.insert(2 * count + 1));
        CHECK(draft.insert(-1));
        CHECK(draft.size() == keys.size() + 2);
        CHECK(set.latest()->size() == keys.size());
    }
}

TEST_CASE("a version outlives its set, and many versions go at once") {
    std::optional<small_set> set{std::in_place, std::vector<int>{1, 2, 3, 4, 5, 6, 7, 8, 9}};
    const small_set::snapshot first = set->latest();
    for (int i = 0; i < 200'000; ++i) {
        small_set::draft draft{*set};
        draft.erase(i % 9 + 1);
        draft.insert(i % 9 + 1);
        draft.insert(10 + i % 2);
        draft.erase(11 - i % 2);
        draft.seal();
        draft.publish();
    }
    set.reset();
    CHECK(all_of(*first) == model{1, 2, 3, 4, 5, 6, 7, 8, 9});
}

TEST_CASE("versions are read beside the writer") {
    versioned_set<std::int64_t> set;
    std::atomic<bool> done = false;
    std::atomic<int> wrong = 0;
    std::vector<std::thread> watchers;
    for (int i = 0; i < 3; ++i)
        watchers.emplace_back([&] {
            while (!done) {
                const auto seen = set.latest();
                std::int64_t sum = 0;
                for (auto at = seen->at_or_after(0); at.valid(); at.forward())
                    sum += *at % 1'000;
                if (sum % 1'000 != 0) ++wrong;
            }
        });
    std::mt19937 random{7};
    for (int round = 0; round < 2'000; ++round) {
        versioned_set<std::int64_t>::draft draft{set};
        for (int i = 0; i < 5; ++i) {
            const std::int64_t pair = random() % 500;
            const std::int64_t left = pair * 10'000 + pair;
            const std::int64_t right = pair * 10'000 + 5'000 + 1'000 - pair;
            if (pair == 0) continue;
            if (!draft.insert(left)) draft.erase(left);
            if (!draft.insert(right)) draft.erase(right);
        }
        draft.seal();
        draft.publish();
    }
    done = true;
    for (std::thread& watcher : watchers)
        watcher.join();
    CHECK(wrong == 0);
}

#include "engine/similarity/shared_passages.hpp"
#include "tests/similarity/titles.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice::similarity;

namespace {

std::vector<std::string> passages(const std::string& first, std::string_view second, passage_bounds bounds = {}) {
    std::vector<std::string> found;
    for (const auto& each : shared_passages(normalise(first), normalise(second), bounds))
        found.push_back(first.substr(each.begin, each.end - each.begin));
    return found;
}

} // namespace

TEST_CASE("what stands in both is shown as it was written, the longest first") {
    CHECK(passages("面向 5G 的高精度电机，控制器研究", "高精度电机控制器；面向5g的") ==
          std::vector<std::string>{"高精度电机，控制器", "面向 5G 的"});
    CHECK(passages("高精度电机", "生物制药工艺").empty());
    CHECK(passages("高精度", "高精度").empty()); // too short to say anything
    CHECK(passages("高精度", "高精度", {3, 5}).size() == 1);
    CHECK(passages("", "高精度电机").empty());
}

TEST_CASE("passages are bounded and really stand in both") {
    const std::uint64_t seed = 20'260'313;
    CAPTURE(seed);
    sample::title_maker maker{seed};
    for (int i = 0; i < 300; ++i) {
        const auto shared = maker.letters(6 + maker.roll(20));
        normal_form first{maker.letters(maker.roll(50)) + shared + maker.letters(maker.roll(50)), {}, {}};
        for (std::uint32_t at = 0; at < first.letters.size(); ++at) {
            first.begins.push_back(at);
            first.ends.push_back(at + 1);
        }
        const normal_form second{maker.letters(maker.roll(50)) + shared + maker.letters(maker.roll(50)), {}, {}};
        const auto found = shared_passages(first, second);
        REQUIRE(!found.empty());
        CHECK(found.front().letters >= shared.size());
        for (const auto& each : found)
            CHECK(second.letters.find(first.letters.substr(each.begin, each.end - each.begin)) != std::u32string::npos);
    }
}

TEST_CASE("repetitive texts are compared in no time") {
    normal_form same;
    for (std::uint32_t i = 0; i < letters_max; ++i) {
        same.letters += U'重';
        same.begins.push_back(i);
        same.ends.push_back(i + 1);
    }
    CHECK(shared_passages(same, same).front().letters == letters_max);
}

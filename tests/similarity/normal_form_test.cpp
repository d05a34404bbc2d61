#include "engine/similarity/normal_form.hpp"

#include <catch2/catch_test_macros.hpp>

#include <array>

using namespace sluice::similarity;

namespace {

const std::array<std::string, 4> noise{"项目", "研发", "project", "research and development"};

std::string key(std::string_view text) {
    return normalise(text, noise).key();
}

} // namespace

TEST_CASE("texts that differ in writing only have one key") {
    CHECK(key("高精度电机（Ｖ２．０）") == key("高精度 电机 (v2.0)"));
    CHECK(key("智能-巡检　机器人") == key("智能巡检机器人"));
    CHECK(key("“云端”数据·平台") == key("云端数据平台"));
    CHECK(key("ÉCLAIR") == key("éclair"));
    CHECK(key("高精度电机") != key("高精度电器"));
}

TEST_CASE("noise words go where they are words") {
    CHECK(key("高精度电机研发项目") == "高精度电机");
    CHECK(key("Projector project") == "projector");
    CHECK(key("Research and Development: sensors") == "sensors");
    CHECK(key("项目") == "项目"); // nothing else would be left
    CHECK(key("Project, research-and-development!") == "projectresearchanddevelopment");
}

TEST_CASE("each letter knows where it stood") {
    const std::string original = "《高精度》 Ａ项目电机";
    const auto made = normalise(original, noise);
    REQUIRE(made.key() == "高精度a电机");
    CHECK(original.substr(made.begins[0], made.ends[2] - made.begins[0]) == "高精度");
    CHECK(original.substr(made.begins[3], made.ends[3] - made.begins[3]) == "Ａ");
    CHECK(original.substr(made.begins[4]) == "电机");
}

TEST_CASE("what cannot be read or is too long does no harm") {
    CHECK(normalise("").empty());
    CHECK(normalise("，。！？").empty());
    CHECK(normalise("\xFF\xFE高\x80").key() == "高");
    std::string long_text;
    for (std::size_t i = 0; i < letters_max + 100; ++i)
        long_text += "长";
    CHECK(normalise(long_text).letters.size() == letters_max);
}

#include "engine/schema/explanation.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace sluice::schema {
namespace {

text name_of(counted what) {
    switch (what) {
    case counted::characters: return {"个字", "characters"};
    case counted::items: return {"项", "items"};
    case counted::members: return {"个字段", "fields"};
    case counted::matching_items: return {"项符合要求的内容", "items that meet the requirement"};
    }
    return {};
}

text names_of(std::uint8_t types) {
    static const std::array<std::pair<std::uint8_t, text>, 7> names{{
        {type_string, {"文字", "text"}},
        {type_integer, {"整数", "a whole number"}},
        {type_number, {"数字", "a number"}},
        {type_boolean, {"是或否（true / false）", "true or false"}},
        {type_array, {"列表", "a list"}},
        {type_object, {"一组字段", "an object"}},
        {type_null, {"空值（null）", "null"}},
    }};
    text all;
    for (const auto& [bit, name] : names) {
        if ((types & bit) == 0) continue;
        all.zh += (all.zh.empty() ? "" : "或") + name.zh;
        all.en += (all.en.empty() ? "" : " or ") + name.en;
    }
    return all;
}

} // namespace

text explain_required(const text& label) {
    return {fmt::format("{}必填", label.zh), fmt::format("{} is required", label.en)};
}

text explain_required_because(const text& label, const text& other) {
    return {fmt::format("填写了{}，则{}必填", other.zh, label.zh),
            fmt::format("{} is required when {} is filled in", label.en, other.en)};
}

text explain_type(const text& label, std::uint8_t types) {
    const auto names = names_of(types);
    return {fmt::format("{}应为{}", label.zh, names.zh), fmt::format("{} must be {}", label.en, names.en)};
}

text explain_values(const text& label, const permitted_values& permitted) {
    if (permitted.canonical.size() == 1)
        return {fmt::format("{}应为 {}", label.zh, permitted.shown),
                fmt::format("{} must be {}", label.en, permitted.shown)};
    return {fmt::format("{}应为下列之一：{}", label.zh, permitted.shown),
            fmt::format("{} must be one of: {}", label.en, permitted.shown)};
}

text explain_format(const text& label, const format& wanted) {
    return {fmt::format("{}应为{}", label.zh, wanted.expected.zh),
            fmt::format("{} must be {}", label.en, wanted.expected.en)};
}

text explain_pattern(const text& label, const pattern& wanted) {
    const auto shown = wanted.written();
    return {fmt::format("{}的写法不对，应符合 {}", label.zh, shown),
            fmt::format("{} is not written as it should be: it must match {}", label.en, shown)};
}

text explain_money(const text& label) {
    return {fmt::format("{}应为金额，写成 {{\"amount\": \"150000.00\", \"currency\": \"CNY\"}}：非负，两位小数，不超过 900 亿元",
                        label.zh),
            fmt::format("{} must be money, written as {{\"amount\": \"150000.00\", \"currency\": \"CNY\"}}: not negative, "
                        "two decimal places, at most 90 billion yuan",
                        label.en)};
}

text explain_unknown_field(std::string_view name, std::string_view nearest, const text& nearest_label) {
    if (nearest.empty())
        return {fmt::format("没有“{}”这个字段", name), fmt::format("There is no field “{}”", name)};
    return {fmt::format("没有“{}”这个字段；是否想填 {}（{}）？", name, nearest, nearest_label.zh),
            fmt::format("There is no field “{}”; did you mean {} ({})?", name, nearest, nearest_label.en)};
}

text explain_too_few(const text& label, counted what, std::size_t wanted, std::size_t found) {
    const auto name = name_of(what);
    return {fmt::format("{}至少要有 {} {}，现有 {}", label.zh, wanted, name.zh, found),
            fmt::format("{} needs at least {} {} and has {}", label.en, wanted, name.en, found)};
}

text explain_too_many(const text& label, counted what, std::size_t wanted, std::size_t found) {
    const auto name = name_of(what);
    return {fmt::format("{}最多 {} {}，现有 {}", label.zh, wanted, name.zh, found),
            fmt::format("{} may have at most {} {} and has {}", label.en, wanted, name.en, found)};
}

text explain_limit(const text& label, const text& relation, const limit& bound) {
    return {fmt::format("{}应{} {}", label.zh, relation.zh, bound.written),
            fmt::format("{} must be {} {}", label.en, relation.en, bound.written)};
}

} // namespace sluice::schema

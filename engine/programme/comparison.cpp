#include "engine/programme/comparison.hpp"

#include "engine/programme/comparison_parts.hpp"

#include <fmt/format.h>

#include <array>

namespace sluice::programme {
namespace {

constexpr const char* workflow_file = "workflow.json";
constexpr json_limits definition_limits{64, 2'000};

/// The files were read when the versions were published.
ordered_json parsed(const programme& of, const std::string& file) {
    const auto found = of.files.find(file);
    if (found == of.files.end()) return nullptr;
    auto read = parse_ordered_json(found->second, definition_limits);
    return read ? std::move(*read) : ordered_json(nullptr);
}

struct section {
    const char* key;
    const char* subject;
    text words;
    bool by_name; ///< a map whose members are named
};

const std::array<section, 17>& sections() {
    static const std::array<section, 17> all{{
        {"title", "heading", {"项目名称", "the programme's title"}, false},
        {"summary", "heading", {"项目说明", "the summary"}, false},
        {"number_prefix", "heading", {"编号前缀", "the prefix of numbers"}, false},
        {"calendar", "heading", {"日历", "the calendar"}, false},
        {"fund", "heading", {"基金", "the fund"}, false},
        {"form", "heading", {"申请表文件", "the form's file"}, false},
        {"parameters", "parameter", {"参数", "parameter"}, true},
        {"variables", "variable", {"变量", "variable"}, true},
        {"roles", "role", {"角色", "role"}, true},
        {"documents", "document", {"材料", "document"}, true},
        {"panels", "panel", {"评审组", "panel"}, true},
        {"payments", "payments", {"拨付规则", "payments"}, false},
        {"allocation", "allocation", {"资金分配规则", "allocation"}, false},
        {"overlap", "overlap", {"重复项目认定规则", "overlap"}, false},
        {"match", "match", {"适用对象", "whom it is for"}, false},
        {"spot_checks", "spot_check", {"抽查", "spot check"}, true},
        {"laws", "law", {"次序规则", "laws of order"}, false},
    }};
    return all;
}

const ordered_json* find(const ordered_json& document, const std::string& key) {
    if (!document.is_object()) return nullptr;
    const auto found = document.find(key);
    return found == document.end() ? nullptr : &*found;
}

/// A part of the section: `“name”`, or with its title where it has one.
text named(const section& of, const std::string& name, const ordered_json* value) {
    text title;
    const auto* written = value && value->is_object() ? find(*value, "title") : nullptr;
    if (!written && value && value->is_object() && value->contains("zh")) written = value;
    if (written && written->is_object()) title = {written->value("zh", ""), written->value("en", "")};
    const auto words = quoted(title, name);
    return {of.words.zh + words.zh, of.words.en + " " + words.en};
}

void compare_named(const section& of, const value_pair& both, difference_list& found) {
    static const ordered_json nothing = ordered_json::object();
    const auto& before = both.before ? *both.before : nothing;
    const auto& after = both.after ? *both.after : nothing;
    const auto compare_one = [&](const std::string& name) {
        const auto *was = find(before, name), *is = find(after, name);
        const auto step = "/" + pointer_step(name);
        compare_values({was, is, both.before_pointer + step, both.after_pointer + step, ""}, of.subject, workflow_file,
                       named(of, name, is ? is : was), found);
    };
    for (const auto& [name, unused] : before.items())
        compare_one(name);
    for (const auto& [name, unused] : after.items())
        if (!before.contains(name)) compare_one(name);
}

void compare_sections(const ordered_json& before, const ordered_json& after, difference_list& found) {
    for (const auto& each : sections()) {
        const auto pointer = std::string{"/"} + each.key;
        const value_pair both{find(before, each.key), find(after, each.key), pointer, pointer, ""};
        if (!both.before && !both.after) continue;
        if (each.by_name)
            compare_named(each, both, found);
        else
            compare_values(both, each.subject, workflow_file, each.words, found);
    }
}

/// Rubrics, and whatever else belongs to a definition.
void compare_other_files(const programme& before, const programme& after, const std::string& form,
                         difference_list& found) {
    std::map<std::string, int> names;
    for (const auto* each : {&before, &after})
        for (const auto& [name, bytes] : each->files)
            if (name != workflow_file && name != form && name != "cases.json") names[name];
    for (const auto& [name, unused] : names) {
        const auto was = parsed(before, name), is = parsed(after, name);
        compare_values(
            {before.files.contains(name) ? &was : nullptr, after.files.contains(name) ? &is : nullptr, "", "", ""},
            "file", name, {name, name}, found);
    }
}

} // namespace

std::string_view name_of(difference_kind kind) {
    switch (kind) {
    case difference_kind::added:
        return "added";
    case difference_kind::removed:
        return "removed";
    case difference_kind::changed:
        return "changed";
    case difference_kind::renamed:
        return "renamed";
    }
    return "changed";
}

std::vector<difference> compare(const programme& before, const programme& after) {
    difference_list found;
    const auto was = parsed(before, workflow_file), is = parsed(after, workflow_file);
    compare_sections(was, is, found);
    compare_charts(before, after, found);
    const auto form = is.value("form", "form.schema.json");
    compare_forms(parsed(before, was.value("form", "form.schema.json")), parsed(after, form), form, found);
    compare_other_files(before, after, form, found);
    return found.take();
}

} // namespace sluice::programme

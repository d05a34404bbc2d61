// Values in words, and where two of them differ.

#include "engine/programme/comparison_parts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sluice::programme {
namespace {

constexpr std::size_t depth_max = 64;
constexpr std::size_t words_bytes_max = 300;

bool is_text(const ordered_json& value) {
    return value.is_object() && value.size() == 2 && value.contains("zh") && value.contains("en") &&
           value["zh"].is_string() && value["en"].is_string();
}

bool is_money(const ordered_json& value) {
    return value.is_object() && value.size() == 2 && value.contains("amount") && value.contains("currency") &&
           value["amount"].is_string();
}

/// Cuts behind a whole character.
std::string cut(std::string words) {
    if (words.size() <= words_bytes_max) return words;
    auto end = words_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xC0) == 0x80)
        --end;
    return words.substr(0, end) + "…";
}

text list_in_words(const ordered_json& value) {
    std::vector<std::string> zh, en;
    for (const auto& each : value) {
        auto words = in_words(each);
        zh.push_back(std::move(words.zh));
        en.push_back(std::move(words.en));
    }
    return {fmt::format("{}", fmt::join(zh, "、")), fmt::format("{}", fmt::join(en, ", "))};
}

text words_of(const ordered_json& value) {
    if (is_text(value))
        return {fmt::format("“{}”", value["zh"].get_ref<const std::string&>()),
                fmt::format("“{}”", value["en"].get_ref<const std::string&>())};
    if (is_money(value)) {
        const auto& amount = value["amount"].get_ref<const std::string&>();
        return {amount + " 元", amount + " yuan"};
    }
    if (value.is_boolean()) return value.get<bool>() ? text{"是", "yes"} : text{"否", "no"};
    if (value.is_string()) {
        const auto& written = value.get_ref<const std::string&>();
        return written.empty() ? text{"“”", "“”"} : text{written, written};
    }
    if (value.is_array() && !value.empty() && value.size() <= 20 && !value[0].is_object()) return list_in_words(value);
    if (value.is_object() && value.size() == 1 && value.contains("cel") && value["cel"].is_string())
        return {value["cel"], value["cel"]};
    const auto written = value.dump();
    return {written, written};
}

std::string below(const std::string& pointer, const std::string& step) {
    return pointer + "/" + pointer_step(step);
}

std::string path_below(const std::string& path, const std::string& step) {
    return path.empty() ? step : path + "." + step;
}

value_pair member_of(const value_pair& both, const std::string& name) {
    const auto find = [&](const ordered_json* value) -> const ordered_json* {
        const auto found = value->find(name);
        return found == value->end() ? nullptr : &*found;
    };
    return {find(both.before), find(both.after), below(both.before_pointer, name), below(both.after_pointer, name),
            path_below(both.path, name)};
}

value_pair item_of(const value_pair& both, std::size_t index) {
    const auto step = std::to_string(index);
    return {&(*both.before)[index], &(*both.after)[index], below(both.before_pointer, step),
            below(both.after_pointer, step), path_below(both.path, std::to_string(index + 1))};
}

void search(const value_pair& both, const std::function<void(const value_pair&)>& see, std::size_t depth) {
    if (both.before && both.after && *both.before == *both.after) return;
    const bool comparable = both.before && both.after && depth < depth_max && both.before->type() == both.after->type();
    const bool whole = comparable && (is_text(*both.before) || is_money(*both.before) || is_money(*both.after));
    if (comparable && !whole && both.before->is_object()) {
        for (const auto& [name, unused] : both.before->items())
            search(member_of(both, name), see, depth + 1);
        for (const auto& [name, unused] : both.after->items())
            if (!both.before->contains(name)) search(member_of(both, name), see, depth + 1);
    } else if (comparable && both.before->is_array() && both.before->size() == both.after->size() &&
               !both.before->empty() && (*both.before)[0].is_structured()) {
        for (std::size_t i = 0; i < both.before->size(); ++i)
            search(item_of(both, i), see, depth + 1);
    } else {
        see(both);
    }
}

/// “size”, said behind what it is a part of.
text with_path(const text& what, const std::string& path) {
    if (path.empty()) return what;
    return {fmt::format("{}的 {}", what.zh, path), fmt::format("{}, {}", what.en, path)};
}

} // namespace

text in_words(const ordered_json& value) {
    auto words = words_of(value);
    return {cut(std::move(words.zh)), cut(std::move(words.en))};
}

text quoted(const text& title, const std::string& id) {
    if (title.zh.empty() || title.zh == id) return {id, id};
    return {fmt::format("“{}”（{}）", title.zh, id), fmt::format("“{}” ({})", title.en, id)};
}

void for_each_difference(const value_pair& both, const std::function<void(const value_pair&)>& see) {
    search(both, see, 0);
}

void compare_values(const value_pair& both, const std::string& subject, const std::string& file, const text& what,
                    difference_list& found) {
    for_each_difference(both, [&](const value_pair& each) {
        const auto named = with_path(what, each.path);
        if (!each.before) {
            const auto now = in_words(*each.after);
            found.add({difference_kind::added,
                       subject,
                       file,
                       "",
                       each.after_pointer,
                       {fmt::format("新增{}：{}", named.zh, now.zh), fmt::format("Added: {}: {}", named.en, now.en)}});
        } else if (!each.after) {
            const auto was = in_words(*each.before);
            found.add({difference_kind::removed,
                       subject,
                       file,
                       each.before_pointer,
                       "",
                       {fmt::format("取消{}（原为 {}）", named.zh, was.zh),
                        fmt::format("Removed: {} (it was {})", named.en, was.en)}});
        } else {
            const auto was = in_words(*each.before), now = in_words(*each.after);
            found.add({difference_kind::changed,
                       subject,
                       file,
                       each.before_pointer,
                       each.after_pointer,
                       {fmt::format("{}由 {} 改为 {}", named.zh, was.zh, now.zh),
                        fmt::format("Changed: {}: from {} to {}", named.en, was.en, now.en)}});
        }
    });
}

std::vector<difference> difference_list::take() {
    if (more_)
        found_.push_back({difference_kind::changed,
                          "file",
                          "",
                          "",
                          "",
                          {fmt::format("还有更多不同，只列出前 {} 项", differences_max),
                           fmt::format("There is more: only the first {} differences are listed", differences_max)}});
    return std::move(found_);
}

} // namespace sluice::programme

// The form's fields, by where they stand in the form rather than in its schema.

#include "engine/programme/comparison_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::programme {
namespace {

constexpr std::size_t depth_max = 16;
constexpr std::size_t fields_max = 2'000;

struct field {
    ordered_json schema; ///< without what is inside
    std::string pointer; ///< of the schema
    bool required = false;
};

/// Every field in the order of the schema: `/organisation/code`; items of a list are `/people/*/name`.
class field_walk {
public:
    explicit field_walk(const ordered_json& document)
        : document_{document} {
        if (document.is_object()) walk(document, "", "", false, 0);
    }

    std::vector<std::pair<std::string, field>> fields;

    const field* find(const std::string& place) const {
        const auto found =
            std::find_if(fields.begin(), fields.end(), [&](const auto& each) { return each.first == place; });
        return found == fields.end() ? nullptr : &found->second;
    }

private:
    const ordered_json* resolve(const ordered_json& schema, std::string& pointer) const {
        const auto reference = schema.find("$ref");
        if (reference == schema.end() || !reference->is_string()) return &schema;
        const auto target = reference->get<std::string>();
        if (!target.starts_with("#/")) return &schema;
        const ordered_json::json_pointer there{target.substr(1)};
        if (!document_.contains(there)) return &schema;
        pointer = target.substr(1);
        return &document_.at(there);
    }

    void walk(const ordered_json& written, const std::string& place, std::string pointer, bool required,
              std::size_t depth) {
        if (depth > depth_max || fields.size() >= fields_max || !written.is_object()) return;
        const auto* schema = resolve(written, pointer);
        if (!schema->is_object()) return;
        ordered_json own = *schema;
        if (schema != &written)
            for (const auto& [name, value] : written.items())
                if (name != "$ref") own[name] = value;
        for (const char* inside : {"properties", "items", "required", "$defs", "$schema", "$id"})
            own.erase(inside);
        const bool money = own.value("x-money", false);
        fields.emplace_back(place, field{std::move(own), pointer, required});
        if (money) return;
        if (const auto items = schema->find("items"); items != schema->end())
            walk(*items, place + "/*", pointer + "/items", false, depth + 1);
        const auto properties = schema->find("properties");
        if (properties == schema->end()) return;
        const auto needed = schema->value("required", ordered_json::array());
        for (const auto& [name, each] : properties->items())
            walk(each, place + "/" + pointer_step(name), pointer + "/properties/" + pointer_step(name),
                 std::find(needed.begin(), needed.end(), name) != needed.end(), depth + 1);
    }

    const ordered_json& document_;
};

text words_for(const std::string& place, const field& of) {
    const auto title = of.schema.find("title");
    const bool has = title != of.schema.end() && title->is_object();
    if (place.empty()) return {"申请表", "the form"};
    const auto named = quoted(has ? text{title->value("zh", ""), title->value("en", "")} : text{}, place);
    return {"字段" + named.zh, "field " + named.en};
}

void compare_fields(const std::string& place, const field& before, const field& after, const std::string& file,
                    difference_list& found) {
    const auto what = words_for(place, after);
    if (before.required != after.required)
        found.add({difference_kind::changed,
                   "field",
                   file,
                   before.pointer,
                   after.pointer,
                   {what.zh + (after.required ? "改为必填" : "改为选填"),
                    fmt::format("Changed: {} is {} now", what.en, after.required ? "required" : "optional")}});
    compare_values({&before.schema, &after.schema, before.pointer, after.pointer, ""}, "field", file, what, found);
}

} // namespace

void compare_forms(const ordered_json& before, const ordered_json& after, const std::string& file,
                   difference_list& found) {
    const field_walk was{before}, is{after};
    for (const auto& [place, each] : was.fields) {
        if (const auto* now = is.find(place)) {
            compare_fields(place, each, *now, file, found);
            continue;
        }
        const auto what = words_for(place, each);
        found.add(
            {difference_kind::removed, "field", file, each.pointer, "", {"取消" + what.zh, "Removed: " + what.en}});
    }
    for (const auto& [place, each] : is.fields) {
        if (was.find(place)) continue;
        const auto what = words_for(place, each);
        found.add({difference_kind::added,
                   "field",
                   file,
                   "",
                   each.pointer,
                   {fmt::format("新增{}（{}）", what.zh, each.required ? "必填" : "选填"),
                    fmt::format("Added: {} ({})", what.en, each.required ? "required" : "optional")}});
    }
}

} // namespace sluice::programme

#include "engine/schema/keywords.hpp"

#include "engine/schema/canonical.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <re2/re2.h>

#include <functional>
#include <unordered_map>

namespace sluice::schema {
namespace {

/// A keyword's value on its way into a node.
struct reading {
    compiler& at_work;
    node& into;
    const ordered_json& value;
    const std::string& place;

    bool expect(bool holds, text explanation) const {
        if (!holds) at_work.fail(place, std::move(explanation));
        return holds;
    }
};

json plain(const ordered_json& value) {
    return json::parse(value.dump());
}

void read_schema(const reading& from, std::optional<node_id>& to) {
    to = from.at_work.compile_at(from.value, from.place);
}

void read_schemas(const reading& from, std::vector<node_id>& to) {
    if (!from.expect(from.value.is_array() && !from.value.empty(),
                     {"应为模式的非空数组", "A list of at least one schema is wanted here"}))
        return;
    for (std::size_t i = 0; i < from.value.size(); ++i)
        to.push_back(from.at_work.compile_at(from.value[i], fmt::format("{}/{}", from.place, i)));
}

/// Calls `each(name, member, place)` for the members of an object.
template<class Each>
void read_members(const reading& from, Each&& each) {
    if (!from.expect(from.value.is_object(), {"应为对象", "An object is wanted here"})) return;
    for (const auto& [name, member] : from.value.items())
        each(name, member, from.place + "/" + pointer_step(name));
}

void read_count(const reading& from, std::optional<std::size_t>& to) {
    constexpr double count_max = 4'294'967'295.0;
    const bool counts = from.value.is_number() && from.value.get<double>() >= 0 &&
                        from.value.get<double>() <= count_max && is_whole(to_decimal(plain(from.value)));
    if (from.expect(counts, {"应为非负整数", "A whole number that is not negative is wanted here"}))
        to = static_cast<std::size_t>(from.value.get<double>());
}

void read_limit(const reading& from, std::optional<limit>& to) {
    if (from.expect(from.value.is_number(), {"应为数字", "A number is wanted here"}))
        to = limit{to_decimal(plain(from.value)), from.value.dump()};
}

void read_multiple(const reading& from) {
    read_limit(from, from.into.numbers.multiple_of);
    if (const auto& step = from.into.numbers.multiple_of)
        from.expect(step->value > decimal{}, {"应大于零", "A number greater than zero is wanted here"});
}

void read_flag(const reading& from, bool& to) {
    if (from.expect(from.value.is_boolean(), {"应为 true 或 false", "True or false is wanted here"}))
        to = from.value.get<bool>();
}

std::vector<std::string> read_names(const reading& from, const ordered_json& written) {
    std::vector<std::string> names;
    std::set<std::string> seen;
    const text wanted{"应为互不相同的字段名的数组", "A list of different field names is wanted here"};
    if (!from.expect(written.is_array(), wanted)) return names;
    for (const auto& each : written) {
        if (!from.expect(each.is_string() && seen.insert(each.get<std::string>()).second, wanted)) return names;
        names.push_back(each.get<std::string>());
    }
    return names;
}

void read_text(const reading& from, text& to) {
    const auto& value = from.value;
    const auto filled = [](const ordered_json& each) {
        return each.is_string() && !each.get_ref<const std::string&>().empty();
    };
    if (value.is_string())
        to = {value.get<std::string>(), value.get<std::string>()};
    else if (from.expect(value.is_object() && value.size() == 2 && value.contains("zh") && value.contains("en") &&
                             filled(value["zh"]) && filled(value["en"]),
                         {"应为文字，或 {\"zh\": …, \"en\": …}", "A text is wanted here, or {\"zh\": …, \"en\": …}"}))
        to = {value["zh"].get<std::string>(), value["en"].get<std::string>()};
}

std::uint8_t type_named(const std::string& name) {
    static const std::unordered_map<std::string, std::uint8_t> bits{
        {"null", type_null},     {"boolean", type_boolean}, {"integer", type_integer}, {"number", type_number},
        {"string", type_string}, {"array", type_array},     {"object", type_object}};
    const auto found = bits.find(name);
    return found == bits.end() ? std::uint8_t{0} : found->second;
}

void read_types(const reading& from) {
    const auto names =
        from.value.is_string() ? std::vector<std::string>{from.value.get<std::string>()} : read_names(from, from.value);
    const text wanted{"应为类型名：null、boolean、integer、number、string、array、object",
                      "A type is wanted here: null, boolean, integer, number, string, array or object"};
    if (!from.expect(!names.empty(), wanted)) return;
    for (const auto& name : names) {
        const auto bit = type_named(name);
        if (!from.expect(bit != 0, wanted)) return;
        from.into.types = static_cast<std::uint8_t>(from.into.types | bit);
    }
}

constexpr std::size_t shown_values_max = 12;
constexpr std::size_t shown_bytes_max = 60;

std::string shown(const ordered_json& value) {
    auto written = value.is_string() ? value.get<std::string>()
                                     : value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
    return written.size() <= shown_bytes_max ? written : "…";
}

void note_value_type(node& into, const json& value) {
    auto type = value.type();
    if (type == json::value_t::number_unsigned) type = json::value_t::number_integer;
    if (into.value_type && *into.value_type != type) type = json::value_t::discarded; // more than one
    into.value_type = type;
}

permitted_values read_values(const reading& from, const ordered_json& list) {
    permitted_values permitted;
    std::size_t count = 0;
    for (const auto& each : list) {
        const json value = plain(each);
        permitted.canonical.insert(canonical(value));
        permitted.any_structured |= value.is_structured();
        note_value_type(from.into, value);
        if (++count <= shown_values_max) permitted.shown += (count > 1 ? ", " : "") + shown(each);
    }
    if (count > shown_values_max) permitted.shown += ", …";
    return permitted;
}

void read_enumeration(const reading& from) {
    if (from.expect(from.value.is_array(), {"应为数组", "A list is wanted here"}))
        from.into.enumeration = read_values(from, from.value);
}

void read_constant(const reading& from) {
    ordered_json list = ordered_json::array();
    list.push_back(from.value);
    from.into.constant = read_values(from, list);
}

std::optional<pattern> read_pattern(const reading& from, const std::string& written, const std::string& place) {
    auto compiled = pattern::compile(written);
    if (compiled) return *compiled;
    auto why = compiled.error();
    why.place = place;
    from.at_work.fail(std::move(why));
    return std::nullopt;
}

void read_string_pattern(const reading& from) {
    if (from.expect(from.value.is_string(), {"应为正则表达式", "A pattern is wanted here"}))
        from.into.strings.pattern = read_pattern(from, from.value.get<std::string>(), from.place);
}

void read_format(const reading& from) {
    from.into.strings.format = from.value.is_string() ? find_format(from.value.get<std::string>()) : nullptr;
    if (from.into.strings.format != nullptr || (from.value.is_string() && from.at_work.unknown_ignored())) return;
    const auto names = format_names();
    from.at_work.fail(from.place, {fmt::format("不支持的格式；支持 {}", fmt::join(names, "、")),
                                   fmt::format("This format is not supported; there are {}", fmt::join(names, ", "))});
}

void read_properties(const reading& from) {
    read_members(from, [&](const std::string& name, const ordered_json& member, const std::string& place) {
        auto& objects = from.into.objects;
        objects.properties.emplace(name, from.at_work.compile_at(member, place));
        objects.order.push_back(name);
    });
}

void read_pattern_properties(const reading& from) {
    read_members(from, [&](const std::string& name, const ordered_json& member, const std::string& place) {
        const auto compiled = read_pattern(from, name, place);
        if (!compiled) return;
        from.into.objects.pattern_properties.emplace_back(*compiled, from.at_work.compile_at(member, place));
    });
}

void read_dependent_schemas(const reading& from) {
    read_members(from, [&](const std::string& name, const ordered_json& member, const std::string& place) {
        from.into.objects.dependent_schemas.emplace(name, from.at_work.compile_at(member, place));
    });
}

void read_dependent_required(const reading& from) {
    read_members(from, [&](const std::string& name, const ordered_json& member, const std::string&) {
        from.into.objects.dependent_required.emplace(name, read_names(from, member));
    });
}

void read_definitions(const reading& from) {
    read_members(from, [&](const std::string&, const ordered_json& member, const std::string& place) {
        from.at_work.compile_at(member, place);
    });
}

void read_reference(const reading& from) {
    if (from.expect(from.value.is_string(), {"应为引用", "A reference is wanted here"}))
        from.into.combined.reference = from.at_work.resolve(from.value.get_ref<const std::string&>(), from.place);
}

void read_dialect(const reading& from) {
    from.expect(from.value == "https://json-schema.org/draft/2020-12/schema",
                {"只支持 JSON Schema 2020-12", "Only JSON Schema 2020-12 is supported"});
}

void read_identifier(const reading& from) {
    const bool names = from.value.is_string() && !from.value.get_ref<const std::string&>().empty();
    const auto fragment = names ? from.value.get_ref<const std::string&>().find('#') : std::string::npos;
    const bool is_whole = names && (fragment == std::string::npos ||
                                    (fragment > 0 && fragment + 1 == from.value.get_ref<const std::string&>().size()));
    from.expect(is_whole, {"$id 应为不带片段的地址", "$id must be an address without a fragment"});
}

void read_anchor(const reading& from) {
    static const re2::RE2 name{"[A-Za-z_][-A-Za-z0-9._]*"};
    from.expect(from.value.is_string() && re2::RE2::FullMatch(from.value.get_ref<const std::string&>(), name),
                {"$anchor 应为名称：字母开头，其后为字母、数字、-、_、.",
                 "$anchor must be a name: a letter, then letters, digits, -, _ and ."});
}

void annotate(const reading&) {}

using reader = std::function<void(const reading&)>;

const std::unordered_map<std::string, reader>& readers() {
    // clang-format off
    static const std::unordered_map<std::string, reader> all{
        {"$schema", read_dialect}, {"$id", read_identifier}, {"$anchor", read_anchor}, {"$ref", read_reference}, {"$defs", read_definitions},
        {"title", [](const reading& from) { read_text(from, from.into.title); }},
        {"description", [](const reading& from) { text unused; read_text(from, unused); }},
        {"default", annotate}, {"examples", annotate}, {"$comment", annotate}, {"deprecated", annotate},
        {"readOnly", annotate}, {"writeOnly", annotate}, {"contentEncoding", annotate}, {"contentMediaType", annotate},
        {"contentSchema", [](const reading& from) { std::optional<node_id> unused; read_schema(from, unused); }},
        {"type", read_types}, {"enum", read_enumeration}, {"const", read_constant},
        {"minimum", [](const reading& from) { read_limit(from, from.into.numbers.minimum); }},
        {"maximum", [](const reading& from) { read_limit(from, from.into.numbers.maximum); }},
        {"exclusiveMinimum", [](const reading& from) { read_limit(from, from.into.numbers.exclusive_minimum); }},
        {"exclusiveMaximum", [](const reading& from) { read_limit(from, from.into.numbers.exclusive_maximum); }},
        {"multipleOf", read_multiple},
        {"minLength", [](const reading& from) { read_count(from, from.into.strings.length_min); }},
        {"maxLength", [](const reading& from) { read_count(from, from.into.strings.length_max); }},
        {"pattern", read_string_pattern}, {"format", read_format},
        {"minItems", [](const reading& from) { read_count(from, from.into.arrays.items_min); }},
        {"maxItems", [](const reading& from) { read_count(from, from.into.arrays.items_max); }},
        {"minContains", [](const reading& from) { read_count(from, from.into.arrays.contains_min); }},
        {"maxContains", [](const reading& from) { read_count(from, from.into.arrays.contains_max); }},
        {"uniqueItems", [](const reading& from) { read_flag(from, from.into.arrays.unique); }},
        {"items", [](const reading& from) { read_schema(from, from.into.arrays.items); }},
        {"contains", [](const reading& from) { read_schema(from, from.into.arrays.contains); }},
        {"prefixItems", [](const reading& from) { read_schemas(from, from.into.arrays.prefix_items); }},
        {"minProperties", [](const reading& from) { read_count(from, from.into.objects.members_min); }},
        {"maxProperties", [](const reading& from) { read_count(from, from.into.objects.members_max); }},
        {"required", [](const reading& from) { from.into.objects.required = read_names(from, from.value); }},
        {"properties", read_properties}, {"patternProperties", read_pattern_properties},
        {"unevaluatedProperties", [](const reading& from) { read_schema(from, from.into.objects.unevaluated); }},
        {"unevaluatedItems", [](const reading& from) { read_schema(from, from.into.arrays.unevaluated); }},
        {"additionalProperties", [](const reading& from) { read_schema(from, from.into.objects.additional); }},
        {"propertyNames", [](const reading& from) { read_schema(from, from.into.objects.names); }},
        {"dependentRequired", read_dependent_required}, {"dependentSchemas", read_dependent_schemas},
        {"allOf", [](const reading& from) { read_schemas(from, from.into.combined.all_of); }},
        {"anyOf", [](const reading& from) { read_schemas(from, from.into.combined.any_of); }},
        {"oneOf", [](const reading& from) { read_schemas(from, from.into.combined.one_of); }},
        {"not", [](const reading& from) { read_schema(from, from.into.combined.negated); }},
        {"if", [](const reading& from) { read_schema(from, from.into.combined.condition); }},
        {"then", [](const reading& from) { read_schema(from, from.into.combined.then_branch); }},
        {"else", [](const reading& from) { read_schema(from, from.into.combined.else_branch); }},
        {"x-money", [](const reading& from) { read_flag(from, from.into.money); }},
        {"x-identity", [](const reading& from) { read_flag(from, from.into.identity); }},
        {"x-confidential", [](const reading& from) { read_flag(from, from.into.confidential); }},
    };
    // clang-format on
    return all;
}

} // namespace

bool read_keyword(compiler& at_work, node& into, const std::string& name, const ordered_json& value,
                  const std::string& place) {
    const auto found = readers().find(name);
    if (found == readers().end()) return false;
    found->second({at_work, into, value, place});
    return true;
}

bool read_extension(compiler& at_work, node& into, const std::string& name, const ordered_json& value,
                    const std::string& place) {
    read_keyword(at_work, into, name, value, place);
    return true;
}

} // namespace sluice::schema

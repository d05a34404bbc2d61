#include "engine/schema/resources.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace sluice::schema {
namespace {

/// What the document is called where it does not say.
constexpr std::string_view unnamed = "schema:/";

constexpr std::array<std::string_view, 4> with_named_schemas{"$defs", "properties", "patternProperties",
                                                             "dependentSchemas"};
constexpr std::array<std::string_view, 4> with_listed_schemas{"allOf", "anyOf", "oneOf", "prefixItems"};
constexpr std::array<std::string_view, 11> with_one_schema{
    "items", "contains", "additionalProperties", "propertyNames",         "not",          "if",
    "then",  "else",     "unevaluatedItems",     "unevaluatedProperties", "contentSchema"};

template<std::size_t Count>
bool is_one_of(const std::array<std::string_view, Count>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Percent-decoding of a URI fragment; nothing when it is not well-formed.
std::optional<std::string> decode_fragment(std::string_view written) {
    std::string decoded;
    for (std::size_t i = 0; i < written.size(); ++i) {
        if (written[i] != '%') {
            decoded += written[i];
            continue;
        }
        unsigned value = 0;
        const auto hex = written.substr(i + 1, 2);
        const auto read = std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
        if (hex.size() != 2 || read.ptr != hex.data() + hex.size()) return std::nullopt;
        decoded += static_cast<char>(value);
        i += 2;
    }
    return decoded;
}

/// The URI that the reference means within the base.
std::optional<std::string> absolute(const std::string& base, std::string_view reference) {
    if (reference.empty()) return base;
    const auto wanted = boost::urls::parse_uri_reference({reference.data(), reference.size()});
    const auto from = boost::urls::parse_uri(base);
    if (!wanted || !from) return std::nullopt;
    if (wanted->has_scheme()) return std::string{reference};
    boost::urls::url made;
    if (boost::urls::resolve(*from, *wanted, made).has_error()) return std::nullopt;
    return std::string{made.buffer()};
}

const std::string* text_at(const ordered_json& schema, const char* key) {
    const auto found = schema.find(key);
    return found != schema.end() && found->is_string() ? &found->get_ref<const std::string&>() : nullptr;
}

} // namespace

resources::resources(const ordered_json& document, const ordered_json& root, const std::string& place,
                     std::size_t depth_max) {
    const std::string outermost{unnamed};
    bases_.emplace("", outermost);
    places_.emplace(outermost, "");
    look_at(root, place, outermost, depth_max);
    if (place.empty() || !document.is_object() || !document.contains("$defs")) return;
    const auto& definitions = document["$defs"];
    if (!definitions.is_object()) return;
    for (const auto& [name, inner] : definitions.items())
        look_at(inner, "/$defs/" + pointer_step(name), outermost, depth_max);
}

void resources::look_at(const ordered_json& schema, const std::string& place, std::string base,
                        std::size_t depth_left) {
    if (!schema.is_object() || depth_left == 0) return;
    if (const auto* id = text_at(schema, "$id")) {
        const auto named = absolute(base, std::string_view{*id}.substr(0, id->find('#')));
        if (named) {
            base = *named;
            bases_.insert_or_assign(place, base);
            places_.insert_or_assign(base, place);
        }
    }
    if (const auto* anchor = text_at(schema, "$anchor")) anchors_.emplace(std::pair{base, *anchor}, place);
    look_at_parts(schema, place, base, depth_left - 1);
}

void resources::look_at_parts(const ordered_json& schema, const std::string& place, const std::string& base,
                              std::size_t depth_left) {
    for (const auto& [name, value] : schema.items()) {
        const auto here = place + "/" + pointer_step(name);
        if (is_one_of(with_one_schema, name)) {
            look_at(value, here, base, depth_left);
        } else if (is_one_of(with_named_schemas, name) && value.is_object()) {
            for (const auto& [key, inner] : value.items())
                look_at(inner, here + "/" + pointer_step(key), base, depth_left);
        } else if (is_one_of(with_listed_schemas, name) && value.is_array()) {
            for (std::size_t i = 0; i < value.size(); ++i)
                look_at(value[i], here + "/" + std::to_string(i), base, depth_left);
        }
    }
}

const std::string& resources::base_at(std::string_view place) const {
    for (auto around = place; !around.empty(); around = around.substr(0, around.rfind('/')))
        if (const auto found = bases_.find(around); found != bases_.end()) return found->second;
    return bases_.find("")->second;
}

std::optional<std::string> resources::resolve(std::string_view reference, std::string_view place) const {
    const auto mark = reference.find('#');
    const auto uri = absolute(base_at(place), reference.substr(0, mark));
    const auto fragment = mark == std::string_view::npos ? std::string{} : decode_fragment(reference.substr(mark + 1));
    if (!uri || !fragment) return std::nullopt;
    if (!fragment->empty() && fragment->front() != '/') {
        const auto anchor = anchors_.find({*uri, *fragment});
        return anchor == anchors_.end() ? std::nullopt : std::optional{anchor->second};
    }
    const auto resource = places_.find(*uri);
    if (resource == places_.end()) return std::nullopt;
    return resource->second + *fragment;
}

} // namespace sluice::schema

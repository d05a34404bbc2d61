#include "engine/cel/value.hpp"

#include "engine/cel/comparison.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace sluice::cel {
namespace {

constexpr bool can_be_key(value_kind kind) {
    return kind == value_kind::boolean || kind == value_kind::integer || kind == value_kind::unsigned_integer ||
           kind == value_kind::string;
}

} // namespace

/// Entries in the order written, with an index sorted by key.
struct value::mapping {
    std::vector<std::pair<value, value>> entries;
    std::vector<std::size_t> by_key;

    std::vector<std::size_t>::const_iterator lower_bound(const value& key) const {
        return std::lower_bound(by_key.begin(), by_key.end(), key, [&](std::size_t position, const value& wanted) {
            return key_less(entries[position].first, wanted);
        });
    }
};

value value::boolean(bool truth) {
    value made{value_kind::boolean};
    made.content_.boolean = truth;
    return made;
}

value value::integer(std::int64_t number) {
    value made{value_kind::integer};
    made.content_.integer = number;
    return made;
}

value value::unsigned_integer(std::uint64_t number) {
    value made{value_kind::unsigned_integer};
    made.content_.unsigned_integer = number;
    return made;
}

value value::floating(double number) {
    value made{value_kind::floating};
    made.content_.floating = number;
    return made;
}

value value::borrowed_string(std::string_view text) {
    value made{value_kind::string};
    made.content_.text = {text.data(), text.size()};
    return made;
}

value value::borrowed_bytes(std::string_view octets) {
    value made{value_kind::bytes};
    made.content_.text = {octets.data(), octets.size()};
    return made;
}

value value::string(std::string text) {
    auto kept = std::make_shared<const std::string>(std::move(text));
    value made = borrowed_string(*kept);
    made.owner_ = std::move(kept);
    return made;
}

value value::bytes(std::string octets) {
    auto kept = std::make_shared<const std::string>(std::move(octets));
    value made = borrowed_bytes(*kept);
    made.owner_ = std::move(kept);
    return made;
}

value value::list(std::vector<value> elements) {
    auto kept = std::make_shared<const std::vector<value>>(std::move(elements));
    value made{value_kind::list};
    made.content_.elements = kept.get();
    made.owner_ = std::move(kept);
    return made;
}

result<value> value::map(std::vector<std::pair<value, value>> entries) {
    for (const auto& [key, mapped] : entries)
        if (!can_be_key(key.kind()))
            return refuse(reason::guard_failed, {fmt::format("不能作映射的键：{}", key.type_name()),
                                                 fmt::format("unsupported key type: {}", key.type_name())});
    auto kept = std::make_shared<mapping>();
    kept->entries = std::move(entries);
    kept->by_key.resize(kept->entries.size());
    std::iota(kept->by_key.begin(), kept->by_key.end(), std::size_t{0});
    const auto less = [&](std::size_t left, std::size_t right) {
        return key_less(kept->entries[left].first, kept->entries[right].first);
    };
    std::sort(kept->by_key.begin(), kept->by_key.end(), less);
    const auto repeated = std::adjacent_find(kept->by_key.begin(), kept->by_key.end(),
                                             [&](std::size_t left, std::size_t right) { return !less(left, right); });
    if (repeated != kept->by_key.end()) {
        const std::string key = kept->entries[*repeated].first.to_json().dump();
        return refuse(reason::guard_failed, {"映射的键重复：" + key, "repeated key: " + key});
    }
    value made{value_kind::map};
    made.content_.entries = kept.get();
    made.owner_ = std::move(kept);
    return made;
}

value value::of_type(type_kind kind) {
    value made{value_kind::type};
    made.content_.denoted = kind;
    return made;
}

value value::time(timestamp when) {
    value made{value_kind::timestamp};
    made.content_.when = when;
    return made;
}

value value::time(instant when) {
    return time(to_timestamp(when));
}

value value::length(duration span) {
    value made{value_kind::duration};
    made.content_.length = span;
    return made;
}

value value::optional(std::optional<value> held) {
    value made{value_kind::optional};
    made.content_.held = nullptr;
    if (held) {
        auto kept = std::make_shared<const value>(std::move(*held));
        made.content_.held = kept.get();
        made.owner_ = std::move(kept);
    }
    return made;
}

const value* value::as_optional() const {
    return expect(value_kind::optional).held;
}

std::string_view value::type_name() const {
    return runtime_name(kind_of_type(kind_));
}

std::size_t value::size() const {
    if (kind_ != value_kind::map) expect(value_kind::list);
    if (is_view_) return content_.document->size();
    return kind_ == value_kind::list ? content_.elements->size() : content_.entries->entries.size();
}

value value::at(std::size_t index) const {
    const auto& content = expect(value_kind::list);
    if (is_view_) return view((*content.document)[index]);
    return (*content.elements)[index];
}

std::optional<value> value::find(std::string_view key) const {
    const auto& content = expect(value_kind::map);
    if (!is_view_) return find(borrowed_string(key));
    const auto& members = *content.document->get_ptr<const json::object_t*>();
    const auto found = members.find(key);
    if (found == members.end()) return std::nullopt;
    return view(found->second);
}

std::optional<value> value::find(const value& key) const {
    const auto& content = expect(value_kind::map);
    if (is_view_) return key.kind() == value_kind::string ? find(key.as_string()) : std::nullopt;
    const auto wanted = key.kind() == value_kind::floating ? whole_number(key.as_floating()) : key;
    if (!wanted || !can_be_key(wanted->kind())) return std::nullopt;
    const auto& entries = *content.entries;
    const auto found = entries.lower_bound(*wanted);
    if (found == entries.by_key.end() || key_less(*wanted, entries.entries[*found].first)) return std::nullopt;
    return entries.entries[*found].second;
}

std::vector<value> value::keys() const {
    const auto& content = expect(value_kind::map);
    std::vector<value> all;
    all.reserve(size());
    if (is_view_)
        for (const auto& [name, member] : *content.document->get_ptr<const json::object_t*>())
            all.push_back(borrowed_string(name));
    else
        for (const auto& [key, mapped] : content.entries->entries) all.push_back(key);
    return all;
}

value value::view(const json& document) {
    switch (document.type()) {
    case json::value_t::boolean: return boolean(*document.get_ptr<const bool*>());
    case json::value_t::number_integer: return integer(*document.get_ptr<const std::int64_t*>());
    case json::value_t::number_unsigned: {
        const auto number = *document.get_ptr<const std::uint64_t*>();
        return number <= INT64_MAX ? integer(static_cast<std::int64_t>(number)) : unsigned_integer(number);
    }
    case json::value_t::number_float: return floating(*document.get_ptr<const double*>());
    case json::value_t::string: return borrowed_string(*document.get_ptr<const std::string*>());
    case json::value_t::array:
    case json::value_t::object: {
        value made{document.is_array() ? value_kind::list : value_kind::map};
        made.content_.document = &document;
        made.is_view_ = true;
        return made;
    }
    case json::value_t::null:
    case json::value_t::binary:
    case json::value_t::discarded: break;
    }
    return {};
}

void value::wrong_kind(value_kind wanted) const {
    throw std::logic_error{fmt::format("a CEL value of type {} was read as {}", type_name(),
                                       runtime_name(kind_of_type(wanted)))};
}

type_kind kind_of_type(value_kind kind) {
    switch (kind) {
    case value_kind::null: return type_kind::null;
    case value_kind::boolean: return type_kind::boolean;
    case value_kind::integer: return type_kind::integer;
    case value_kind::unsigned_integer: return type_kind::unsigned_integer;
    case value_kind::floating: return type_kind::floating;
    case value_kind::string: return type_kind::string;
    case value_kind::bytes: return type_kind::bytes;
    case value_kind::list: return type_kind::list;
    case value_kind::map: return type_kind::map;
    case value_kind::type: return type_kind::type;
    case value_kind::timestamp: return type_kind::timestamp;
    case value_kind::duration: return type_kind::duration;
    case value_kind::optional: return type_kind::optional;
    }
    return type_kind::dynamic;
}

std::string_view runtime_name(type_kind kind) {
    switch (kind) {
    case type_kind::null: return "null_type";
    case type_kind::boolean: return "bool";
    case type_kind::integer: return "int";
    case type_kind::unsigned_integer: return "uint";
    case type_kind::floating: return "double";
    case type_kind::string: return "string";
    case type_kind::bytes: return "bytes";
    case type_kind::list: return "list";
    case type_kind::map:
    case type_kind::object: return "map";
    case type_kind::type: return "type";
    case type_kind::timestamp: return "google.protobuf.Timestamp";
    case type_kind::duration: return "google.protobuf.Duration";
    case type_kind::optional: return "optional_type";
    case type_kind::dynamic:
    case type_kind::parameter: break;
    }
    return "dyn";
}

} // namespace sluice::cel

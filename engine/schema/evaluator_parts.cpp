#include "engine/base/fen.hpp"
#include "engine/schema/evaluator.hpp"
#include "engine/schema/explanation.hpp"

#include <algorithm>
#include <unordered_set>

// The keywords that look at one type of value; what combines schemas is in evaluator.cpp.
namespace sluice::schema {
namespace {

std::uint8_t types_of(const json& data) {
    switch (data.type()) {
    case json::value_t::boolean:
        return type_boolean;
    case json::value_t::number_integer:
    case json::value_t::number_unsigned:
        return type_integer | type_number;
    case json::value_t::number_float:
        return is_whole(to_decimal(data)) ? std::uint8_t{type_integer | type_number} : std::uint8_t{type_number};
    case json::value_t::string:
        return type_string;
    case json::value_t::array:
        return type_array;
    case json::value_t::object:
        return type_object;
    case json::value_t::null:
    case json::value_t::binary:
    case json::value_t::discarded:
        break;
    }
    return type_null;
}

std::size_t characters_in(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// What is much too long is refused without being looked at.
std::size_t format_steps(const format& wanted, std::string_view written) {
    constexpr std::size_t bytes_looked_at_max = 1'500;
    return wanted.steps_a_byte * std::min(written.size(), bytes_looked_at_max);
}

} // namespace

bool evaluator::check_type(const node& rule, const json& data, const location& at) {
    if (rule.types != 0 && (rule.types & types_of(data)) == 0)
        return fail("type", at, [&](const text& label) { return explain_type(label, rule.types); });
    if (rule.money && !money_from_json(data, ""))
        return fail("x-money", at, [](const text& label) { return explain_money(label); });
    return true;
}

bool evaluator::check_values(const node& rule, const json& data, const location& at) {
    const bool unfilled = is_draft() && data.is_string() && data.get_ref<const std::string&>().empty();
    if (unfilled) return true;
    bool valid = true;
    if (rule.constant && !is_same(*rule.constant, data))
        valid = fail("const", at, [&](const text& label) { return explain_values(label, *rule.constant); });
    if (rule.enumeration && !is_same(*rule.enumeration, data))
        valid = fail("enum", at, [&](const text& label) { return explain_values(label, *rule.enumeration); });
    return valid;
}

bool evaluator::check_number(const node& rule, const json& data, const location& at) {
    if (!data.is_number()) return true;
    const auto value = to_decimal(data);
    const auto& rules = rule.numbers;
    bool valid = true;
    const auto check_limit = [&](const char* keyword, const std::optional<limit>& bound, bool met, text relation) {
        if (bound && !met)
            valid = fail(keyword, at, [&](const text& label) { return explain_limit(label, relation, *bound); });
    };
    check_limit("minimum", rules.minimum, !rules.minimum || value >= rules.minimum->value, {"不小于", "at least"});
    check_limit("maximum", rules.maximum, !rules.maximum || value <= rules.maximum->value, {"不大于", "at most"});
    check_limit("exclusiveMinimum", rules.exclusive_minimum,
                !rules.exclusive_minimum || value > rules.exclusive_minimum->value, {"大于", "greater than"});
    check_limit("exclusiveMaximum", rules.exclusive_maximum,
                !rules.exclusive_maximum || value < rules.exclusive_maximum->value, {"小于", "less than"});
    check_limit("multipleOf", rules.multiple_of, !rules.multiple_of || is_multiple(value, rules.multiple_of->value),
                {"是下列数的整数倍：", "a whole multiple of"});
    return valid;
}

bool evaluator::check_string(const node& rule, const json& data, const location& at) {
    if (!data.is_string()) return true;
    const auto& written = data.get_ref<const std::string&>();
    const auto& rules = rule.strings;
    if (is_draft() && written.empty()) return true;
    bool valid = true;
    if (rules.length_min || rules.length_max) {
        constexpr std::size_t bytes_of_a_step = 64;
        spend(written.size() / bytes_of_a_step);
        const auto length = characters_in(written);
        if (rules.length_max && length > *rules.length_max)
            return fail("maxLength", at, [&](const text& label) {
                return explain_too_many(label, counted::characters, *rules.length_max, length);
            });
        if (!is_draft() && rules.length_min && length < *rules.length_min)
            valid = fail("minLength", at, [&](const text& label) {
                return explain_too_few(label, counted::characters, *rules.length_min, length);
            });
    }
    if (rules.pattern && !matches(*rules.pattern, written))
        valid = fail("pattern", at, [&](const text& label) { return explain_pattern(label, *rules.pattern); });
    if (rules.format != nullptr && (!spend(format_steps(*rules.format, written)) || !rules.format->matches(written)))
        valid = fail("format", at, [&](const text& label) { return explain_format(label, *rules.format); });
    return valid;
}

bool evaluator::check_array(const node& rule, const json& data, const location& at) {
    if (!data.is_array()) return true;
    const auto& rules = rule.arrays;
    // Of a list that is too long the items are not looked at.
    if (rules.items_max && data.size() > *rules.items_max)
        return fail("maxItems", at, [&](const text& label) {
            return explain_too_many(label, counted::items, *rules.items_max, data.size());
        });
    bool valid = true;
    if (!is_draft() && rules.items_min && data.size() < *rules.items_min)
        valid = fail("minItems", at, [&](const text& label) {
            return explain_too_few(label, counted::items, *rules.items_min, data.size());
        });
    valid &= check_items(rules, data, at);
    if (rules.unique) valid &= check_unique(data, at);
    if (rules.contains && !is_draft()) valid &= check_contains(rules, data, at);
    return valid;
}

bool evaluator::check_items(const array_rules& rules, const json& data, const location& at) {
    bool valid = true;
    for (std::size_t i = 0; i < data.size(); ++i) {
        const location item{&at, nullptr, i};
        if (i < rules.prefix_items.size())
            valid &= check(rules.prefix_items[i], data[i], item);
        else if (rules.items)
            valid &= check(*rules.items, data[i], item);
        else
            return valid;
        if (!valid && enough()) return false;
    }
    return valid;
}

bool evaluator::check_unique(const json& data, const location& at) {
    constexpr std::size_t steps_of_an_item = 6;
    std::unordered_set<std::string> seen;
    for (std::size_t i = 0; i < data.size(); ++i) {
        auto written = canonical_text(data[i]);
        if (!spend(steps_of_an_item)) return false;
        if (seen.insert(std::move(written)).second) continue;
        const location item{&at, nullptr, i};
        return fail("uniqueItems", item, [](const text& label) {
            return text{label.zh + "与前面的重复", label.en + " occurs twice"};
        });
    }
    return true;
}

bool evaluator::check_contains(const array_rules& rules, const json& data, const location& at) {
    std::size_t matching = 0;
    for (std::size_t i = 0; i < data.size(); ++i) {
        const location item{&at, nullptr, i};
        matching += check_silently(*rules.contains, data[i], item) ? 1 : 0;
        if (exhausted_) return false;
    }
    const auto least = rules.contains_min.value_or(1);
    if (matching < least)
        return fail("contains", at, [&](const text& label) {
            return explain_too_few(label, counted::matching_items, least, matching);
        });
    if (rules.contains_max && matching > *rules.contains_max)
        return fail("maxContains", at, [&](const text& label) {
            return explain_too_many(label, counted::matching_items, *rules.contains_max, matching);
        });
    return true;
}

bool evaluator::check_object(const node& rule, const json& data, const location& at) {
    if (!data.is_object()) return true;
    const auto& rules = rule.objects;
    if (rules.members_max && data.size() > *rules.members_max)
        return fail("maxProperties", at, [&](const text& label) {
            return explain_too_many(label, counted::members, *rules.members_max, data.size());
        });
    bool valid = is_draft() || check_presence(rules, data, at);
    if (!valid && enough()) return false;
    valid &= check_members(rules, data, at);
    if (!valid && enough()) return false;
    return check_dependents(rules, data, at) && valid;
}

bool evaluator::check_presence(const object_rules& rules, const json& data, const location& at) {
    bool valid = true;
    if (rules.members_min && data.size() < *rules.members_min)
        valid = fail("minProperties", at, [&](const text& label) {
            return explain_too_few(label, counted::members, *rules.members_min, data.size());
        });
    for (const auto& name : rules.required) {
        if (data.contains(name)) continue;
        const location missing{&at, &name, 0};
        valid = fail("required", missing, explain_required);
    }
    for (const auto& [present, names] : rules.dependent_required) {
        if (!data.contains(present)) continue;
        for (const auto& name : names) {
            if (data.contains(name)) continue;
            const location missing{&at, &name, 0}, other{&at, &present, 0};
            valid = fail("dependentRequired", missing, [&](const text& label) {
                return explain_required_because(label, label_of(*rules_.root_shape, other));
            });
        }
    }
    return valid;
}

bool evaluator::check_members(const object_rules& rules, const json& data, const location& at) {
    if (rules.properties.empty() && rules.pattern_properties.empty() && !rules.additional && !rules.names) return true;
    bool valid = true;
    for (const auto& [name, value] : data.get_ref<const json::object_t&>()) {
        if (!spend(1)) return false;
        const location member{&at, &name, 0};
        if (rules.names) valid &= check(*rules.names, json(name), member);
        valid &= check_member(rules, name, value, member);
        if (!valid && enough()) return false;
    }
    return valid;
}

bool evaluator::check_member(const object_rules& rules, const std::string& name, const json& value,
                             const location& at) {
    bool valid = true, known = false;
    const auto property = rules.properties.find(name);
    if (property != rules.properties.end()) {
        known = true;
        valid &= check(property->second, value, at);
    }
    for (const auto& [pattern, id] : rules.pattern_properties) {
        if (!matches(pattern, name)) continue;
        known = true;
        valid &= check(id, value, at);
    }
    if (known || !rules.additional) return valid;
    if (rules_.nodes[*rules.additional].always == false) return fail_unknown_field(*at.outer, at, name);
    return check(*rules.additional, value, at);
}

bool evaluator::check_dependents(const object_rules& rules, const json& data, const location& at) {
    bool valid = true;
    for (const auto& [present, id] : rules.dependent_schemas)
        if (data.contains(present)) valid &= check(id, data, at);
    return valid;
}

} // namespace sluice::schema

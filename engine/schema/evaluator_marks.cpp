#include "engine/schema/evaluator.hpp"

#include <algorithm>

// unevaluatedItems and unevaluatedProperties: what no schema that applies in place has looked at.
namespace sluice::schema {

bool evaluator::check_unevaluated(const node& rule, const json& data, const location& at) {
    const auto& rest = data.is_array() ? rule.arrays.unevaluated : rule.objects.unevaluated;
    if (!rest || !data.is_structured()) return true;
    marks seen(data.size(), false);
    mark_items(rule.arrays, data, at, seen);
    mark_members(rule.objects, data, seen);
    mark_by_combined(rule, data, at, seen);
    bool valid = true;
    std::size_t number = 0;
    for (auto part = data.begin(); part != data.end(); ++part, ++number) {
        if (seen[number]) continue;
        if (!spend(1)) return false;
        const location here{&at, data.is_object() ? &part.key() : nullptr, number};
        if (data.is_object() && rules_.nodes[*rest].always == false)
            valid &= fail_unknown_field(at, here, part.key());
        else
            valid &= check(*rest, *part, here);
        if (!valid && enough()) return false;
    }
    return valid;
}

/// The schema is known to fit the data. The recursion follows schemas that apply in place, of which the compiler bounds
/// every run.
void evaluator::mark_evaluated(node_id id, const json& data, const location& at, marks& seen) {
    if (!spend(1)) return;
    const node& rule = rules_.nodes[id];
    const bool marks_all =
        (data.is_array() && rule.arrays.unevaluated) || (data.is_object() && rule.objects.unevaluated);
    if (marks_all) {
        seen.assign(seen.size(), true);
        return;
    }
    mark_items(rule.arrays, data, at, seen);
    mark_members(rule.objects, data, seen);
    mark_by_combined(rule, data, at, seen);
}

/// A draft is not asked for its conditions, so that in one any branch may be the one that is meant.
void evaluator::mark_if_fits(node_id id, const json& data, const location& at, marks& seen) {
    if (is_draft() || check_silently(id, data, at)) mark_evaluated(id, data, at, seen);
}

void evaluator::mark_by_combined(const node& rule, const json& data, const location& at, marks& seen) {
    const auto& combined = rule.combined;
    if (combined.reference) mark_evaluated(*combined.reference, data, at, seen);
    for (const auto id : combined.all_of)
        mark_evaluated(id, data, at, seen);
    for (const auto* branches : {&combined.any_of, &combined.one_of})
        for (const auto id : *branches)
            mark_if_fits(id, data, at, seen);
    for (const auto& [present, id] : rule.objects.dependent_schemas)
        if (data.is_object() && data.contains(present)) mark_evaluated(id, data, at, seen);
    if (!combined.condition) return;
    const bool holds = is_draft() || check_silently(*combined.condition, data, at);
    if (holds) mark_evaluated(*combined.condition, data, at, seen);
    if (combined.then_branch && holds) mark_evaluated(*combined.then_branch, data, at, seen);
    if (combined.else_branch && (is_draft() || !holds)) mark_evaluated(*combined.else_branch, data, at, seen);
}

void evaluator::mark_items(const array_rules& rules, const json& data, const location& at, marks& seen) {
    if (!data.is_array() || !spend(data.size() / 8)) return;
    if (rules.items) return seen.assign(seen.size(), true);
    std::fill_n(seen.begin(), static_cast<std::ptrdiff_t>(std::min(rules.prefix_items.size(), seen.size())), true);
    if (!rules.contains) return;
    for (std::size_t i = 0; i < data.size() && !exhausted_; ++i) {
        const location item{&at, nullptr, i};
        if (!seen[i]) seen[i] = check_silently(*rules.contains, data[i], item);
    }
}

void evaluator::mark_members(const object_rules& rules, const json& data, marks& seen) {
    if (!data.is_object() || !spend(data.size())) return;
    if (rules.additional) return seen.assign(seen.size(), true);
    std::size_t number = 0;
    for (auto member = data.begin(); member != data.end() && !exhausted_; ++member, ++number) {
        if (seen[number]) continue;
        seen[number] = rules.properties.contains(member.key()) ||
                       std::any_of(rules.pattern_properties.begin(), rules.pattern_properties.end(),
                                   [&](const auto& each) { return matches(each.first, member.key()); });
    }
}

} // namespace sluice::schema

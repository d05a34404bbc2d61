#include "engine/schema/program.hpp"

namespace sluice::schema {
namespace {

void add(std::vector<node_id>& to, const std::optional<node_id>& each) {
    if (each) to.push_back(*each);
}

void add(std::vector<node_id>& to, const std::vector<node_id>& all) {
    to.insert(to.end(), all.begin(), all.end());
}

} // namespace

std::vector<node_id> applied_in_place(const node& of) {
    const auto& combined = of.combined;
    std::vector<node_id> ids;
    for (const auto& one :
         {combined.reference, combined.negated, combined.condition, combined.then_branch, combined.else_branch})
        add(ids, one);
    for (const auto* some : {&combined.all_of, &combined.any_of, &combined.one_of})
        add(ids, *some);
    for (const auto& [name, id] : of.objects.dependent_schemas)
        ids.push_back(id);
    return ids;
}

std::vector<node_id> all_applied(const node& of) {
    auto ids = applied_in_place(of);
    add(ids, of.arrays.prefix_items);
    for (const auto& one : {of.arrays.items, of.arrays.contains, of.arrays.unevaluated, of.objects.additional,
                            of.objects.names, of.objects.unevaluated})
        add(ids, one);
    for (const auto& [name, id] : of.objects.properties)
        ids.push_back(id);
    for (const auto& [pattern, id] : of.objects.pattern_properties)
        ids.push_back(id);
    return ids;
}

} // namespace sluice::schema

#include "tests/mutation/operators.hpp"

#include "engine/base/digest.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace sluice::mutation {

std::vector<mutant> every_mutant(const original& whole) {
    mutants all;
    damage_transitions(whole, all);
    damage_states(whole, all);
    damage_timers(whole, all);
    damage_actions(whole, all);
    damage_permissions(whole, all);
    damage_requirements(whole, all);
    damage_expressions(whole, all);
    damage_numbers(whole, all);
    damage_sections(whole, all);
    damage_schemas(whole, all);
    damage_types(whole, all);
    std::set<std::string> seen;
    std::erase_if(all, [&](const mutant& each) { return !seen.insert(each.key()).second; });
    return all;
}

std::vector<mutant> sample(std::vector<mutant> all, std::size_t each_max) {
    std::map<std::string, std::vector<std::pair<std::string, std::size_t>>> ranked; // operator → (digest of key, index)
    for (std::size_t i = 0; i < all.size(); ++i)
        ranked[all[i].way].emplace_back(to_hex(sha256(all[i].key())), i);
    std::vector<std::size_t> chosen;
    for (auto& [way, candidates] : ranked) {
        std::sort(candidates.begin(), candidates.end());
        for (std::size_t i = 0; i < std::min(each_max, candidates.size()); ++i)
            chosen.push_back(candidates[i].second);
    }
    std::sort(chosen.begin(), chosen.end());
    std::vector<mutant> few;
    for (const auto index : chosen)
        few.push_back(std::move(all[index]));
    return few;
}

} // namespace sluice::mutation

#pragma once

#include "engine/review/expert_pool.hpp"

#include <string>
#include <unordered_map>
#include <vector>

namespace sluice::review {

/// Finds quickly who in a pool could have a conflict with an applicant, so that `detect_conflicts` need not be asked
/// for every pair. Built once for a pool, which must outlive it.
class conflict_index {
public:
    explicit conflict_index(const std::vector<pool_expert>& pool);

    /// Positions in the pool, rising, each once. Whoever is left out has no conflict under any rules; whoever is named
    /// may have one.
    std::vector<std::size_t> suspects(const applicant_facts& applicant) const;

private:
    std::unordered_map<std::string, std::vector<std::size_t>> by_token_;
};

} // namespace sluice::review

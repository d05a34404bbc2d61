#include "engine/review/conflict_index.hpp"

#include <algorithm>

namespace sluice::review {
namespace {

/// What two mail domains have in common when one is the other or lies below it: the last two labels.
std::string domain_token(std::string_view mail) {
    const auto domain = mail_domain(mail);
    const auto last = domain.rfind('.');
    if (last == domain.npos) return {};
    const auto before = last == 0 ? domain.npos : domain.rfind('.', last - 1);
    return "@" + (before == domain.npos ? domain : domain.substr(before + 1));
}

} // namespace

conflict_index::conflict_index(const std::vector<pool_expert>& pool) {
    for (std::size_t at = 0; at < pool.size(); ++at) {
        const auto add = [&](const std::string& token) {
            if (!token.empty()) by_token_[token].push_back(at);
        };
        const auto& who = pool[at].who;
        add(comparable(who.person));
        add(comparable(who.organisation));
        add(domain_token(who.mail));
        for (const auto& each : who.relations)
            add(comparable(each.with));
    }
}

std::vector<std::size_t> conflict_index::suspects(const applicant_facts& applicant) const {
    std::vector<std::size_t> found;
    const auto look = [&](const std::string& token) {
        if (const auto at = by_token_.find(token); at != by_token_.end())
            found.insert(found.end(), at->second.begin(), at->second.end());
    };
    for (const auto& each : applicant.organisations)
        look(comparable(each));
    for (const auto& each : applicant.people)
        look(comparable(each));
    for (const auto& each : applicant.mails)
        look(domain_token(each));
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

} // namespace sluice::review

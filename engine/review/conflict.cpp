#include "engine/review/conflict.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <utility>

namespace sluice::review {
namespace {

constexpr std::array every_ground{
    conflict_ground::applicant,  conflict_ground::same_organisation, conflict_ground::same_mail_domain,
    conflict_ground::employment, conflict_ground::shareholder,       conflict_ground::co_applicant,
    conflict_ground::kin,        conflict_ground::teacher_student,   conflict_ground::paid};

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

std::string normal(std::string_view written) {
    const auto first = written.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    std::string kept{written.substr(first, written.find_last_not_of(" \t\r\n") - first + 1)};
    std::transform(kept.begin(), kept.end(), kept.begin(), lower);
    return kept;
}

std::string domain_of(std::string_view mail) {
    const auto at = mail.rfind('@');
    return at == std::string_view::npos ? std::string{} : normal(mail.substr(at + 1));
}

bool is_or_is_below(const std::string& domain, const std::string& parent) {
    return domain == parent || domain.ends_with("." + parent);
}

bool is_public(const std::string& domain, const conflict_rules& rules) {
    return std::any_of(rules.public_mail_domains.begin(), rules.public_mail_domains.end(),
                       [&](const std::string& provider) { return is_or_is_below(domain, normal(provider)); });
}

bool contains(const std::vector<std::string>& list, std::string_view wanted) {
    const auto sought = normal(wanted);
    return !sought.empty() &&
           std::any_of(list.begin(), list.end(), [&](const std::string& one) { return normal(one) == sought; });
}

text title_of(conflict_ground ground) {
    switch (ground) {
    case conflict_ground::applicant:
        return {"专家是本申请的参与人", "the expert takes part in the application"};
    case conflict_ground::same_organisation:
        return {"专家与申请单位同属一个单位", "same organisation as the applicant"};
    case conflict_ground::same_mail_domain:
        return {"专家与申请方使用同一邮箱域名", "same e-mail domain as the applicant"};
    case conflict_ground::employment:
        return {"专家受雇于申请方", "employed by the applicant"};
    case conflict_ground::shareholder:
        return {"专家与申请方有持股关系", "shareholder of the applicant"};
    case conflict_ground::co_applicant:
        return {"专家与申请方共同申报项目", "co-applicant with the applicant"};
    case conflict_ground::kin:
        return {"专家与申请方有亲属关系", "kin of the applicant"};
    case conflict_ground::teacher_student:
        return {"专家与申请方有师生关系", "teacher or student of the applicant"};
    case conflict_ground::paid:
        return {"专家近年从申请方取得报酬", "paid by the applicant in recent years"};
    }
    throw std::logic_error("review: a conflict ground that does not exist");
}

void add(std::vector<conflict>& found, conflict_ground ground, const std::string& evidence) {
    const auto title = title_of(ground);
    found.push_back({ground, {title.zh + "：" + evidence, title.en + ": " + evidence}});
}

/// The shared domain, or empty.
std::string shared_domain(const expert& candidate, const applicant_facts& applicant, const conflict_rules& rules) {
    const auto own = domain_of(candidate.mail);
    if (own.empty() || is_public(own, rules)) return {};
    for (const auto& mail : applicant.mails) {
        const auto theirs = domain_of(mail);
        if (theirs.empty() || is_public(theirs, rules)) continue;
        if (is_or_is_below(own, theirs)) return theirs;
        if (is_or_is_below(theirs, own)) return own;
    }
    return {};
}

bool still_counts(const declared_relation& declared, const conflict_rules& rules, date today) {
    if (declared.ground != conflict_ground::paid || !declared.last) return true;
    using namespace std::chrono;
    const year_month_day now{today};
    auto limit = now - years{rules.paid_within_years};
    if (!limit.ok()) limit = limit.year() / limit.month() / last; // 29 February
    return *declared.last >= sys_days{limit};
}

} // namespace

std::string_view name_of(conflict_ground ground) {
    switch (ground) {
    case conflict_ground::applicant:
        return "applicant";
    case conflict_ground::same_organisation:
        return "same_organisation";
    case conflict_ground::same_mail_domain:
        return "same_mail_domain";
    case conflict_ground::employment:
        return "employment";
    case conflict_ground::shareholder:
        return "shareholder";
    case conflict_ground::co_applicant:
        return "co_applicant";
    case conflict_ground::kin:
        return "kin";
    case conflict_ground::teacher_student:
        return "teacher_student";
    case conflict_ground::paid:
        return "paid";
    }
    throw std::logic_error("review: a conflict ground that does not exist");
}

std::optional<conflict_ground> conflict_ground_named(std::string_view name) {
    for (const auto ground : every_ground)
        if (name_of(ground) == name) return ground;
    return std::nullopt;
}

std::vector<conflict> detect_conflicts(const expert& candidate, const applicant_facts& applicant,
                                       const conflict_rules& rules, date today) {
    std::vector<conflict> found;
    if (contains(applicant.people, candidate.person)) add(found, conflict_ground::applicant, candidate.person);
    if (contains(applicant.organisations, candidate.organisation))
        add(found, conflict_ground::same_organisation, candidate.organisation);
    if (const auto domain = shared_domain(candidate, applicant, rules); !domain.empty())
        add(found, conflict_ground::same_mail_domain, domain);
    for (const auto& declared : candidate.relations) {
        const bool theirs =
            contains(applicant.organisations, declared.with) || contains(applicant.people, declared.with);
        if (theirs && still_counts(declared, rules, today))
            add(found, declared.ground, declared.last ? declared.with + ", " + to_iso(*declared.last) : declared.with);
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const conflict& one, const conflict& other) { return one.ground < other.ground; });
    return found;
}

} // namespace sluice::review

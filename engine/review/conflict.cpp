#include "engine/review/conflict.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <utility>

namespace sluice::review {
namespace {

constexpr std::array every_ground{
    conflict_ground::applicant,     conflict_ground::same_organisation, conflict_ground::same_mail_domain,
    conflict_ground::employment,    conflict_ground::shareholder,       conflict_ground::co_applicant,
    conflict_ground::kin,           conflict_ground::teacher_student,   conflict_ground::paid,
    conflict_ground::shared_project};

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool is_or_is_below(const std::string& domain, const std::string& parent) {
    return domain == parent || domain.ends_with("." + parent);
}

bool is_public(const std::string& domain, const conflict_rules& rules) {
    return std::any_of(rules.public_mail_domains.begin(), rules.public_mail_domains.end(),
                       [&](const std::string& provider) { return is_or_is_below(domain, comparable(provider)); });
}

bool contains(const std::vector<std::string>& list, std::string_view wanted) {
    const auto sought = comparable(wanted);
    return !sought.empty() &&
           std::any_of(list.begin(), list.end(), [&](const std::string& one) { return comparable(one) == sought; });
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
    case conflict_ground::shared_project:
        return {"专家与申请方有共同项目", "shared project with the applicant"};
    }
    throw std::logic_error("review: a conflict ground that does not exist");
}

void add(std::vector<conflict>& found, conflict_ground ground, const std::string& evidence) {
    const auto title = title_of(ground);
    found.push_back({ground, {title.zh + "：" + evidence, title.en + ": " + evidence}});
}

/// The shared domain, or empty.
std::string shared_domain(const expert& candidate, const applicant_facts& applicant, const conflict_rules& rules) {
    const auto own = mail_domain(candidate.mail);
    if (own.find('.') == own.npos || is_public(own, rules)) return {};
    for (const auto& mail : applicant.mails) {
        const auto theirs = mail_domain(mail);
        if (theirs.find('.') == theirs.npos || is_public(theirs, rules)) continue;
        if (is_or_is_below(own, theirs)) return theirs;
        if (is_or_is_below(theirs, own)) return own;
    }
    return {};
}

/// The years for which a relation that has ended still counts; 0: for ever.
std::int64_t term_of(conflict_ground ground, const conflict_rules& rules) {
    if (ground == conflict_ground::paid) return rules.paid_within_years;
    if (ground == conflict_ground::employment) return rules.employed_within_years;
    if (ground == conflict_ground::shared_project) return rules.shared_within_years;
    return 0;
}

bool still_counts(const declared_relation& declared, const conflict_rules& rules, date today) {
    const auto term = term_of(declared.ground, rules);
    if (!declared.last || (term == 0 && declared.ground != conflict_ground::paid)) return true;
    using namespace std::chrono;
    const year_month_day now{today};
    auto limit = now - years{term};
    if (!limit.ok()) limit = limit.year() / limit.month() / last; // 29 February
    return *declared.last >= sys_days{limit};
}

} // namespace

std::string comparable(std::string_view written) {
    const auto first = written.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    std::string kept{written.substr(first, written.find_last_not_of(" \t\r\n") - first + 1)};
    std::transform(kept.begin(), kept.end(), kept.begin(), lower);
    return kept;
}

std::string mail_domain(std::string_view mail) {
    const auto at = mail.rfind('@');
    return at == std::string_view::npos ? std::string{} : comparable(mail.substr(at + 1));
}

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
    case conflict_ground::shared_project:
        return "shared_project";
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

#include "engine/application/parties.hpp"

#include "engine/base/social_credit_code.hpp"

#include <utility>

namespace sluice::application {
namespace {

constexpr std::size_t parties_max = 1'000;
constexpr int depth_max = 64;

bool is_mail(const std::string& written) {
    const auto at = written.find('@');
    return at != 0 && at != written.npos && written.find('.', at) != written.npos &&
           written.find_first_of(" \t\r\n") == written.npos;
}

void collect(const json& part, review::applicant_facts& found, int depth) {
    if (depth > depth_max || found.organisations.size() + found.mails.size() > parties_max) return;
    if (part.is_structured()) {
        for (const auto& each : part)
            collect(each, found, depth + 1);
    } else if (part.is_string()) {
        const auto& written = part.get_ref<const std::string&>();
        if (is_social_credit_code(written)) found.organisations.push_back(written);
        if (is_mail(written)) found.mails.push_back(written);
    }
}

} // namespace

review::applicant_facts parties_of(const application_state& state, const applicant_facts& applicant) {
    review::applicant_facts found{{applicant.code}, {state.created_by}, applicant.mails};
    collect(*state.form, found, 0);
    return found;
}

std::vector<std::string> fields_of(const json& form, const std::string& pointer) {
    std::vector<std::string> fields;
    const json::json_pointer at{pointer};
    if (!form.contains(at)) return fields;
    const auto& named = form.at(at);
    const auto add = [&](const json& each) {
        if (each.is_string() && fields.size() < review::fields_max) fields.push_back(each.get<std::string>());
    };
    if (!named.is_array()) add(named);
    if (named.is_array())
        for (const auto& each : named)
            add(each);
    return fields;
}

review::review_wish wish_of(const application_state& state, const applicant_facts& applicant,
                            const review::panel_rules& rules, const review::panel& seats, date today, date until) {
    return {parties_of(state, applicant), fields_of(*state.form, rules.field_at), seats, today, until};
}

} // namespace sluice::application

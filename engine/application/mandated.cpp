#include "engine/application/mandated.hpp"

#include <algorithm>

namespace sluice::application {
namespace {

constexpr std::string_view form_prefix = "form.";

/// What stands in the form at a path such as `form.bank_account.number`; null where there is nothing.
const json* at_path(const json& form, std::string_view path) {
    const json* at = &form;
    for (std::string_view rest = path; at && !rest.empty();) {
        const auto dot = std::min(rest.find('.'), rest.size());
        const auto found = at->is_object() ? at->find(rest.substr(0, dot)) : at->end();
        at = at->is_object() && found != at->end() ? &*found : nullptr;
        rest.remove_prefix(std::min(dot + 1, rest.size()));
    }
    return at && !at->is_null() ? at : nullptr;
}

bool differs(const json& before, const json& after, const std::string& path) {
    if (path == "form") return before != after;
    if (!path.starts_with(form_prefix)) return false;
    const auto within = std::string_view{path}.substr(form_prefix.size());
    const auto* was = at_path(before, within);
    const auto* is = at_path(after, within);
    return !was != !is || (was && *was != *is);
}

} // namespace

result<void> check_mandate(const procedure& under_way) {
    if (under_way.known().actor.acting.agent.empty() || under_way.tagged("editable")) return {};
    return refuse(reason::not_permitted,
                  {"受托单位只能填写、修改和提交申请表；此事项须由申报单位自己的人员办理",
                   "An agent fills in, changes and submits the form; this is for the applicant's own people"});
}

result<void> check_payee(const procedure& under_way, const json& before, const json& after) {
    const auto& payee = under_way.rules().payments.payee;
    const auto& actor = under_way.known().actor;
    if (actor.acting.agent.empty() || actor.may_name_payee || !payee) return {};
    for (const auto* each : {&payee->holder, &payee->number, &payee->bank})
        for (const auto& path : each->reads())
            if (differs(before, after, path))
                return refuse(reason::not_permitted,
                              {"收款账户须由申报单位自己的人员填写，或由其在委托书中授权（may_name_payee）",
                               "The account for payment is named by the applicant's own people, or by an agent whose "
                               "mandate says so (may_name_payee)"},
                              "/form");
    return {};
}

} // namespace sluice::application

#include "engine/programme/role_names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace sluice::programme {
namespace {

const std::map<std::string, text>& built_in_roles() {
    static const std::map<std::string, text> names{
        {"applicant", {"申报人", "applicant"}}, {"reviewer", {"评审专家", "expert"}},
        {"officer", {"经办人", "officer"}},     {"director", {"负责人", "director"}},
        {"finance", {"财务", "finance"}},       {"auditor", {"审计", "auditor"}},
        {"admin", {"管理员", "administrator"}}, {"public", {"社会公众", "public"}},
        {"system", {"系统", "system"}},
    };
    return names;
}

} // namespace

std::map<std::string, text> role_names(const programme& of) {
    auto names = of.roles;
    names.insert(built_in_roles().begin(), built_in_roles().end());
    return names;
}

text names_of_roles(const programme& of, const std::vector<std::string>& roles) {
    const auto names = role_names(of);
    std::vector<std::string> zh, en;
    for (const auto& each : roles) {
        const auto known = names.find(each);
        const text name = known == names.end() ? text{each, each} : known->second;
        if (std::find(zh.begin(), zh.end(), name.zh) != zh.end()) continue;
        zh.push_back(name.zh);
        en.push_back(name.en);
    }
    return {fmt::format("{}", fmt::join(zh, "、")), fmt::format("{}", fmt::join(en, " or "))};
}

text name_of_payment_step(const std::string& step) {
    if (step == "prepare") return {"经办", "Preparing"};
    if (step == "approve") return {"审批", "Approving"};
    if (step == "record") return {"登记", "Recording"};
    if (step == "send_back") return {"退回", "Sending back"};
    if (step == "send") return {"送银行", "Sending"};
    if (step == "settle") return {"登记", "Recording"};
    if (step == "fail") return {"登记失败", "Recording the failure of"};
    if (step == "bounce") return {"登记退票", "Recording the return of"};
    return {step, step};
}

} // namespace sluice::programme

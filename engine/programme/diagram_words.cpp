#include "engine/programme/diagram_words.hpp"

namespace sluice::programme {
namespace {

const std::map<std::string, text>& built_in_roles() {
    static const std::map<std::string, text> names{
        {"applicant", {"申报人", "applicant"}}, {"reviewer", {"评审专家", "expert"}}, {"officer", {"经办人", "officer"}},
        {"director", {"负责人", "director"}},   {"finance", {"财务", "finance"}},     {"auditor", {"审计", "auditor"}},
        {"admin", {"管理员", "administrator"}}, {"public", {"社会公众", "public"}},   {"system", {"系统", "system"}},
    };
    return names;
}

} // namespace

statechart::diagram_options diagram_words(const programme& of, language wanted) {
    statechart::diagram_options words;
    words.language = wanted;
    words.roles = of.roles;
    words.roles.insert(built_in_roles().begin(), built_in_roles().end());
    for (const auto& [name, value] : of.parameters.items()) {
        if (value.is_string()) words.values.emplace("parameters." + name, value.get<std::string>());
    }
    return words;
}

} // namespace sluice::programme

#include "engine/service/verified_definition.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::service {

examination examine(programme::definition_files files, const calendar::calendar& days, const prove_definition& prove) {
    examination made{prove(files, days), nullptr};
    if (made.report.read && made.report.sound())
        made.sound.reset(new verified_definition{made.report.read, std::move(files), made.report.findings});
    return made;
}

refusal unsound(const verifier::report& found) {
    const auto errors = std::count_if(found.findings.begin(), found.findings.end(), [](const verifier::finding& each) {
        return each.weight == verifier::severity::error;
    });
    auto why = refuse(reason::definition_invalid,
                      {fmt::format("项目定义有 {} 处错误，不能发布", errors),
                       fmt::format("The definition has {} errors and cannot be published", errors)});
    for (const auto& each : found.findings)
        if (each.weight == verifier::severity::error)
            why.requirements.push_back({each.rule, each.file + "#" + each.pointer, each.sentence});
    return why;
}

} // namespace sluice::service

#include "engine/schema/schema.hpp"

#include "engine/schema/compiler.hpp"
#include "engine/schema/evaluator.hpp"
#include "engine/schema/program.hpp"

#include <algorithm>

namespace sluice::schema {

result<schema> schema::compile(const ordered_json& document, compile_options options) {
    auto compiled = compiler{document, std::move(options)}.run();
    if (!compiled) return compiled.error();
    return schema{std::move(*compiled)};
}

std::vector<unmet_requirement> schema::validate(const json& data, completeness wanted) const {
    return evaluator{*program_, wanted}.run(data);
}

const sluice::schema::shape& schema::shape() const {
    return *program_->root_shape;
}

refusal form_refusal(std::vector<unmet_requirement> violations) {
    const bool unknown = std::any_of(violations.begin(), violations.end(),
                                     [](const auto& each) { return each.id == "additionalProperties"; });
    const auto place = violations.empty() ? std::string{} : violations.front().place;
    auto why = unknown ? refuse(reason::unknown_field,
                                {"填写的内容里有表单没有的字段，请按提示改正", "There are fields that the form does not have; see each of them"},
                                place)
                       : refuse(reason::form_invalid,
                                {"填写的内容不符合要求，请按提示逐项改正", "What was filled in does not meet the requirements; see each of them"},
                                place);
    why.requirements = std::move(violations);
    return why;
}

} // namespace sluice::schema

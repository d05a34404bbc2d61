// The section `spot_checks` of workflow.json.

#include "engine/programme/definition_reader.hpp"

#include <fmt/format.h>

namespace sluice::programme {

using value_t = ordered_json::value_t;

namespace {

constexpr int at_least_max = 1'000;

} // namespace

/// A number, or the parameter that holds it: `5`, `"parameters.audit_percent"`.
int definition_reader::whole_number_at(const ordered_json& object, const char* name, const std::string& place,
                                       int least, int most, int otherwise) {
    const auto found = object.find(name);
    if (found == object.end()) return otherwise;
    json number = *found;
    constexpr std::string_view prefix = "parameters.";
    if (found->is_string())
        if (const auto written = found->get<std::string>(); written.starts_with(prefix))
            number = made_->parameters.value(written.substr(prefix.size()), json(nullptr));
    if (number.is_number_integer() && number >= least && number <= most) return number.get<int>();
    defect_at(place + "/" + name,
              {fmt::format("须为 {} 至 {} 的整数，或这样的参数，如“parameters.audit_percent”", least, most),
               fmt::format("This is an integer from {} to {}, or a parameter that is one, for instance "
                           "“parameters.audit_percent”",
                           least, most)});
    return otherwise;
}

void definition_reader::read_spot_checks() {
    const auto* section = member(document_, "spot_checks", "", value_t::object, false);
    if (!section) return;
    for (const auto& [name, value] : section->items()) {
        const auto place = "/spot_checks/" + pointer_step(name);
        if (!value.is_object()) {
            defect_at(place, {"须为对象", "This has to be an object"});
            continue;
        }
        has_only(value, {"title", "state", "percent", "at_least", "decide"}, place);
        spot_check_rules rules;
        rules.title = text_at(value, "title", place);
        rules.state = string_at(value, "state", place);
        if (!rules.state.empty() && !made_->chart->find(rules.state))
            defect_at(place + "/state",
                      {fmt::format("没有状态“{}”", rules.state), fmt::format("There is no state “{}”", rules.state)});
        if (!value.contains("percent")) defect_at(place, {"缺少“percent”", "“percent” is missing"});
        rules.percent = whole_number_at(value, "percent", place, 1, 100, 100);
        rules.at_least = whole_number_at(value, "at_least", place, 0, at_least_max, 1);
        rules.decide = roles_at(value, "decide", place);
        made_->spot_checks.emplace(name, std::move(rules));
    }
}

} // namespace sluice::programme

// What transitions, actions and timers say beyond the statechart's own vocabulary.

#include "engine/calendar/delay.hpp"
#include "engine/programme/action_vocabulary.hpp"
#include "engine/programme/definition_reader.hpp"
#include "engine/programme/vocabulary.hpp"
#include "engine/statechart/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sluice::programme {
namespace {

using value_t = ordered_json::value_t;
using kind = requirement::kind;

bool one_of(const ordered_json& value, std::initializer_list<const char*> allowed) {
    return std::any_of(allowed.begin(), allowed.end(), [&](const char* each) { return value == each; });
}

cel::type type_of_variable(variable_type type) {
    switch (type) {
    case variable_type::money:
    case variable_type::integer:
        return cel::type::integer();
    case variable_type::number:
        return cel::type::floating();
    case variable_type::boolean:
        return cel::type::boolean();
    case variable_type::string:
        return cel::type::string();
    case variable_type::timestamp:
        return cel::type::timestamp();
    }
    return cel::type::dynamic();
}

/// A state's id is its name, so that "#name" reaches it from anywhere; names are unique in a programme.
void name_states(ordered_json& parent) {
    const auto states = parent.find("states");
    if (states == parent.end() || !states->is_object()) return;
    for (const auto& [name, state] : states->items()) {
        if (!state.is_object()) continue;
        if (!state.contains("id")) state["id"] = name;
        name_states(state);
    }
}

/// Events that only the engine itself sends.
bool is_internal(const std::string& event) {
    static constexpr std::array internal{"payment.paid", "panel.completed", "allocation.decided", "spot_check.drawn",
                                         "spot_check.passed"};
    return event.empty() || event.starts_with("done.") ||
           std::find(internal.begin(), internal.end(), event) != internal.end();
}

bool is_delay(const ordered_json& value) {
    return value.is_string() && calendar::parse_delay(value.get_ref<const std::string&>()).has_value();
}

/// A text, or an expression that gives one.
bool is_words(const ordered_json& value, const char* language) {
    const auto words = value.find(language);
    return words != value.end() && (words->is_string() || (words->is_object() && words->contains("cel")));
}

} // namespace

void definition_reader::read_chart() {
    const auto* machine = member(document_, "workflow", "", value_t::object);
    if (!machine) return;
    ordered_json named = *machine;
    name_states(named);
    auto read = statechart::chart::read(named, "/workflow");
    if (!read) return defect_from(read.error());
    made_->chart = std::make_shared<const statechart::chart>(std::move(*read));
    for (const auto& finding : statechart::check_rules(*made_->chart))
        defect_at(finding.pointer,
                  {finding.rule + "：" + finding.sentence.zh, finding.rule + ": " + finding.sentence.en});
}

void definition_reader::read_transitions(const cel::environment& vocabulary) {
    const auto& chart = *made_->chart;
    made_->transitions.resize(chart.transitions().size());
    made_->actions.resize(chart.action_count());
    for (const auto& each : chart.transitions())
        read_transition(each, vocabulary);
    for (const auto& state : chart.states()) {
        text_at(state.definition, "title", state.pointer, false);
        read_actions(state.entry, vocabulary);
        read_actions(state.exit, vocabulary);
        read_actions(state.initial_actions, vocabulary);
    }
}

void definition_reader::read_transition(const statechart::transition& each, const cel::environment& vocabulary) {
    auto& rules = made_->transitions[each.index];
    rules.title = text_at(each.definition, "title", each.pointer, false);
    const bool from_people = !each.timer && !is_internal(each.event);
    if (each.descriptor == statechart::descriptor_kind::any || each.descriptor == statechart::descriptor_kind::prefix)
        defect_at(each.pointer,
                  {"每个操作须写明名称，不能用通配符", "Write out the name of each event, without wildcards"});
    if (each.definition.contains("by")) rules.by = roles_at(each.definition, "by", each.pointer);
    if (from_people && rules.title.zh.empty() && !rules.by.empty())
        defect_at(each.pointer, {"人可以进行的操作须有标题", "An event that people send needs a title"});
    if (!from_people && !rules.by.empty())
        defect_at(each.pointer + "/by", {"内部事件不由人发出", "An internal event is sent by nobody"});
    read_data(rules, each);
    const auto environment = from_people ? with_event(vocabulary, rules.data.get()) : vocabulary;
    if (!each.guard.empty())
        rules.guard = expression_at(each.guard, environment, cel::type::boolean(), each.pointer + "/guard");
    if (const auto* separate = member(each.definition, "separate_from", each.pointer, value_t::array, false))
        for (const auto& event : *separate) {
            const std::string name = event.is_string() ? event.get<std::string>() : "";
            if (!name.starts_with("payment:") && !made_->knows_event(name))
                defect_at(each.pointer + "/separate_from",
                          {fmt::format("没有事件“{}”", name), fmt::format("There is no event “{}”", name)});
            rules.separate_from.push_back(name);
        }
    read_requirements(rules, each, environment);
    read_actions(each.actions, environment);
}

void definition_reader::read_data(transition_rules& rules, const statechart::transition& each) {
    if (!each.definition.contains("data")) return;
    schema::compile_options options;
    options.place = each.pointer + "/data";
    auto compiled = schema::schema::compile(document_, options);
    if (!compiled) return defect_from(compiled.error());
    rules.data = std::make_shared<const schema::schema>(std::move(*compiled));
}

void definition_reader::read_requirements(transition_rules& rules, const statechart::transition& each,
                                          const cel::environment& environment) {
    const auto* section = member(each.definition, "requires", each.pointer, value_t::array, false);
    if (!section) return;
    for (std::size_t i = 0; i < section->size(); ++i)
        rules.requirements.push_back(
            read_requirement((*section)[i], environment, fmt::format("{}/requires/{}", each.pointer, i)));
}

requirement definition_reader::read_requirement(const ordered_json& value, const cel::environment& environment,
                                                const std::string& place) {
    requirement made;
    if (!value.is_object()) {
        defect_at(place, {"须为对象", "This has to be an object"});
        return made;
    }
    struct special {
        const char* key;
        const char* must_be;
        kind of;
    };
    static constexpr std::array specials{special{"window", "open", kind::window},
                                         special{"form", "complete", kind::form},
                                         special{"documents", "complete", kind::documents}};
    for (const auto& each : specials)
        if (value.contains(each.key)) {
            has_only(value, {each.key}, place);
            if (value[each.key] != each.must_be)
                defect_at(place + "/" + each.key,
                          {fmt::format("须为“{}”", each.must_be), fmt::format("This has to be “{}”", each.must_be)});
            made.of = each.of;
            made.id = std::string{each.key} + "_" + each.must_be;
            return made;
        }
    has_only(value, {"id", "that", "else"}, place);
    made.id = string_at(value, "id", place);
    made.that = expression_at(string_at(value, "that", place), environment, cel::type::boolean(), place + "/that");
    if (const auto* words = member(value, "else", place, value_t::object)) {
        auto read = bilingual_template::read(*words, environment, place + "/else");
        if (read)
            made.otherwise = std::move(*read);
        else
            defect_from(read.error());
    }
    return made;
}

void definition_reader::read_actions(const std::vector<statechart::action>& actions,
                                     const cel::environment& environment) {
    for (const auto& each : actions)
        read_action(each, environment);
}

void definition_reader::read_action(const statechart::action& action, const cel::environment& environment) {
    const auto* known = find_action(action.type);
    if (!known)
        return defect_at(action.pointer + "/type", {fmt::format("没有动作“{}”", action.type),
                                                    fmt::format("There is no action “{}”", action.type)});
    const ordered_json params = action.params.is_null() ? ordered_json::object() : action.params;
    const auto place = action.pointer + "/params";
    if (!params.is_object()) return defect_at(place, {"须为对象", "This has to be an object"});
    auto read = value_template::read(params, environment, place);
    if (!read) return defect_from(read.error());
    for (const auto& [name, value] : params.items()) {
        if (known->names_variables) {
            check_assignment(action, name, *read);
            continue;
        }
        const auto parameter =
            std::find_if(known->parameters.begin(), known->parameters.end(),
                         [&, &wanted = name](const action_parameter& each) { return each.name == wanted; });
        if (parameter == known->parameters.end())
            defect_at(place + "/" + pointer_step(name),
                      {fmt::format("动作“{}”没有参数“{}”", action.type, name),
                       fmt::format("The action “{}” has no parameter “{}”", action.type, name)});
        else
            check_parameter(action, *parameter, value);
    }
    for (const auto& parameter : known->parameters)
        if (parameter.required && !params.contains(std::string{parameter.name}))
            defect_at(place, {fmt::format("动作“{}”缺少参数“{}”", action.type, parameter.name),
                              fmt::format("The action “{}” lacks its parameter “{}”", action.type, parameter.name)});
    made_->actions[action.index].params = std::move(*read);
}

void definition_reader::check_parameter(const statechart::action& action, const action_parameter& parameter,
                                        const ordered_json& value) {
    const auto place = fmt::format("{}/params/{}", action.pointer, parameter.name);
    const bool computed = value.is_object() && value.contains("cel");
    const auto complain = [&](const char* zh, const char* en) { defect_at(place, {zh, en}); };
    switch (parameter.kind) {
    case parameter_kind::money:
        if (!computed && !money_from_json(json(value), place))
            complain("须为金额", "This has to be an amount of money");
        break;
    case parameter_kind::integer:
        if (!computed && !value.is_number_integer()) complain("须为整数", "This has to be an integer");
        break;
    case parameter_kind::string:
        if (!computed && !value.is_string()) complain("须为文字", "This has to be a text");
        break;
    case parameter_kind::timestamp:
        if (!computed && !(value.is_string() && parse_rfc3339(value.get<std::string>())))
            complain("须为时间，如 {\"cel\": \"add_months(time, 24)\"}",
                     "This has to be an instant, for instance {\"cel\": \"add_months(time, 24)\"}");
        break;
    case parameter_kind::text:
        if (!value.is_object() || !is_words(value, "zh") || !is_words(value, "en"))
            complain("须有 zh 和 en", "This needs zh and en");
        break;
    case parameter_kind::panel:
        if (!value.is_string() || !made_->panels.contains(value.get<std::string>()))
            complain("没有这个评审组", "There is no such panel");
        break;
    case parameter_kind::receipt:
        if (!one_of(value, {"recovery", "surplus", "principal", "gain"}))
            complain("须为 recovery、surplus、principal 或 gain", "This is recovery, surplus, principal or gain");
        break;
    case parameter_kind::outcome:
        if (!computed && !one_of(value, {"confirmed", "upheld", "ended"}))
            complain("须为 confirmed、upheld 或 ended", "This is confirmed, upheld or ended");
        break;
    case parameter_kind::audience:
        if (!one_of(value, {"applicant", "reviewers"}) && !(value.is_string() && known_role(value.get<std::string>())))
            complain("须为 applicant、reviewers 或角色", "This is applicant, reviewers or a role");
        break;
    case parameter_kind::anything:
        break;
    case parameter_kind::boolean:
        if (!value.is_boolean()) complain("须为 true 或 false", "This is true or false");
        break;
    case parameter_kind::document:
        if (!value.is_string() || !made_->documents.contains(value.get<std::string>()))
            complain("没有这种材料", "There is no such document");
        break;
    case parameter_kind::role:
        if (!value.is_string() || !known_role(value.get<std::string>()))
            complain("没有这个角色", "There is no such role");
        break;
    case parameter_kind::roles:
    case parameter_kind::events:
    case parameter_kind::terms:
        check_list(parameter.kind, value, place);
        break;
    case parameter_kind::term:
        if (!computed && !is_delay(value))
            complain("须为“5 working days”之类的期限", "This has to be a delay such as “5 working days”");
        break;
    case parameter_kind::settlement:
        if (!one_of(value, {"dismissed", "upheld", "settled"}))
            complain("须为 dismissed、upheld 或 settled", "This is dismissed, upheld or settled");
        break;
    }
}

/// A list each of whose members is a role, an event that is sent, or a delay.
void definition_reader::check_list(parameter_kind kind, const ordered_json& value, const std::string& place) {
    if (!value.is_array() || value.empty()) return defect_at(place, {"须为非空列表", "This has to be a list"});
    for (std::size_t i = 0; i < value.size(); ++i) {
        const auto& each = value[i];
        const std::string name = each.is_string() ? each.get<std::string>() : "";
        const bool fits = kind == parameter_kind::roles    ? known_role(name)
                          : kind == parameter_kind::events ? name.starts_with("payment:") || made_->knows_event(name)
                                                           : is_delay(each);
        if (!fits)
            defect_at(fmt::format("{}/{}", place, i),
                      {fmt::format("“{}”不是这里要的角色、事件或期限", name),
                       fmt::format("“{}” is not a role, event or delay as is asked for here", name)});
    }
}

void definition_reader::check_assignment(const statechart::action& action, const std::string& variable,
                                         const value_template& params) {
    const auto place = action.pointer + "/params/" + pointer_step(variable);
    const auto declared = made_->variables.find(variable);
    if (declared == made_->variables.end())
        return defect_at(place,
                         {fmt::format("没有变量“{}”", variable), fmt::format("There is no variable “{}”", variable)});
    const auto* source = params.expression_of(variable);
    if (!source || source->result_type().is_dynamic()) return;
    const auto wanted = type_of_variable(declared->second.type);
    if (!(source->result_type() == wanted))
        defect_at(place, {fmt::format("变量“{}”为 {}，表达式却得到 {}", variable, wanted.to_string(),
                                      source->result_type().to_string()),
                          fmt::format("The variable “{}” is {}, but the expression gives {}", variable,
                                      wanted.to_string(), source->result_type().to_string())});
}

void definition_reader::read_timers(const cel::environment& vocabulary) {
    const auto& chart = *made_->chart;
    made_->timers.resize(chart.timers().size());
    for (const auto& each : chart.timers()) {
        const auto& place = chart.transitions()[each.transition].pointer;
        auto& rules = made_->timers[each.index];
        rules.title = text_at(each.definition, "title", place, false);
        if (const auto* pausable = member(each.definition, "pausable", place, value_t::boolean, false))
            rules.pausable = pausable->get<bool>();
        auto delay = value_template::read(each.delay, vocabulary, place + "/delay");
        if (delay)
            rules.delay = std::move(*delay);
        else
            defect_from(delay.error());
    }
}

} // namespace sluice::programme

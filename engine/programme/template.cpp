#include "engine/programme/template.hpp"

#include "engine/base/instant.hpp"

#include <fmt/format.h>

namespace sluice::programme {
namespace {

using shared_expression = std::shared_ptr<const cel::expression>;

result<shared_expression> compile(std::string_view source, const cel::environment& environment,
                                  const std::string& place) {
    auto compiled = cel::expression::compile(source, environment);
    if (!compiled) {
        refusal wrong = compiled.error();
        wrong.place = place;
        return wrong;
    }
    return std::make_shared<const cel::expression>(std::move(*compiled));
}

refusal not_an_expression(const std::string& place) {
    return refuse(reason::definition_invalid,
                  {"“cel”的值须为文字，且是对象的唯一成员", "“cel” is a text, and the only member of its object"},
                  place);
}

std::string written(const cel::value& value) {
    if (value.kind() == cel::value_kind::string) return std::string{value.as_string()};
    if (value.kind() == cel::value_kind::timestamp)
        return to_rfc3339({value.as_timestamp().seconds * 1000 + value.as_timestamp().nanoseconds / 1'000'000});
    const json plain = value.to_json();
    return plain.is_string() ? plain.get<std::string>() : plain.dump();
}

bool has_braces(std::string_view text) {
    return text.find("{{") != std::string_view::npos;
}

} // namespace

result<std::vector<text_template::piece>>
text_template::split(std::string_view text, const cel::environment& environment, const std::string& place) {
    std::vector<piece> pieces;
    while (!text.empty()) {
        const auto open = text.find("{{");
        if (const auto literal = text.substr(0, open); !literal.empty())
            pieces.push_back({std::string{literal}, nullptr});
        if (open == std::string_view::npos) break;
        const auto close = text.find("}}", open);
        if (close == std::string_view::npos)
            return refuse(reason::definition_invalid, {"“{{”没有对应的“}}”", "“{{” without its “}}”"}, place);
        auto compiled = compile(text.substr(open + 2, close - open - 2), environment, place);
        if (!compiled) return compiled.error();
        pieces.push_back({"", std::move(*compiled)});
        text.remove_prefix(close + 2);
    }
    return pieces;
}

result<text_template> text_template::read(std::string_view text, const cel::environment& environment,
                                          const std::string& place) {
    auto pieces = split(text, environment, place);
    if (!pieces) return pieces.error();
    text_template made;
    made.pieces_ = std::move(*pieces);
    return made;
}

std::string text_template::render(const cel::activation& values) const {
    std::string rendered;
    for (const auto& each : pieces_) {
        if (!each.expression) {
            rendered += each.literal;
            continue;
        }
        const auto value = each.expression->evaluate(values);
        rendered += value ? written(*value) : "–";
    }
    return rendered;
}

result<bilingual_template> bilingual_template::read(const ordered_json& value, const cel::environment& environment,
                                                    const std::string& place) {
    if (!value.is_object() || value.size() != 2 || !value.contains("zh") || !value.contains("en") ||
        !value["zh"].is_string() || !value["en"].is_string())
        return refuse(reason::definition_invalid, {"须写成 {\"zh\": …, \"en\": …}", "Write {\"zh\": …, \"en\": …}"},
                      place);
    auto zh = text_template::read(value["zh"].get_ref<const std::string&>(), environment, place + "/zh");
    if (!zh) return zh.error();
    auto en = text_template::read(value["en"].get_ref<const std::string&>(), environment, place + "/en");
    if (!en) return en.error();
    bilingual_template made;
    made.zh_ = std::move(*zh);
    made.en_ = std::move(*en);
    return made;
}

text bilingual_template::render(const cel::activation& values) const {
    return {zh_.render(values), en_.render(values)};
}

/// A literal, an expression, a text with expressions, or a container of these.
struct value_template::node {
    json literal;
    shared_expression expression;
    std::optional<text_template> words;
    std::vector<std::pair<std::string, std::shared_ptr<const node>>> members;
    std::vector<std::shared_ptr<const node>> elements;

    result<json> evaluate(const cel::activation& values) const;
};

result<std::shared_ptr<const value_template::node>>
value_template::read_node(const ordered_json& value, const cel::environment& environment, const std::string& place) {
    auto made = std::make_shared<node>();
    if (value.is_object() && value.contains("cel")) {
        if (value.size() != 1 || !value["cel"].is_string()) return not_an_expression(place);
        auto compiled = compile(value["cel"].get_ref<const std::string&>(), environment, place + "/cel");
        if (!compiled) return compiled.error();
        made->expression = std::move(*compiled);
    } else if (value.is_object()) {
        made->literal = json::object();
        for (const auto& [name, member] : value.items()) {
            auto read = read_node(member, environment, place + "/" + pointer_step(name));
            if (!read) return read.error();
            made->members.emplace_back(name, std::move(*read));
        }
    } else if (value.is_array()) {
        made->literal = json::array();
        for (std::size_t i = 0; i < value.size(); ++i) {
            auto read = read_node(value[i], environment, place + "/" + std::to_string(i));
            if (!read) return read.error();
            made->elements.push_back(std::move(*read));
        }
    } else if (value.is_string() && has_braces(value.get_ref<const std::string&>())) {
        auto words = text_template::read(value.get_ref<const std::string&>(), environment, place);
        if (!words) return words.error();
        made->words = std::move(*words);
    } else {
        made->literal = json(value);
    }
    return std::shared_ptr<const node>{std::move(made)};
}

result<value_template> value_template::read(const ordered_json& value, const cel::environment& environment,
                                            const std::string& place) {
    auto root = read_node(value, environment, place);
    if (!root) return root.error();
    value_template made;
    made.root_ = std::move(*root);
    return made;
}

result<json> value_template::node::evaluate(const cel::activation& values) const {
    if (expression) {
        const auto value = expression->evaluate(values);
        if (!value) return {boost::system::in_place_error, value.error()};
        return {boost::system::in_place_value, value->to_json()};
    }
    if (words) return {boost::system::in_place_value, words->render(values)};
    json made = literal;
    for (const auto& [name, member] : members) {
        auto value = member->evaluate(values);
        if (!value) return value;
        made[name] = std::move(*value);
    }
    for (const auto& element : elements) {
        auto value = element->evaluate(values);
        if (!value) return value;
        made.push_back(std::move(*value));
    }
    return {boost::system::in_place_value, std::move(made)};
}

result<json> value_template::evaluate(const cel::activation& values) const {
    if (!root_) return {boost::system::in_place_value, json::object()};
    return root_->evaluate(values);
}

const cel::expression* value_template::expression_of(std::string_view member) const {
    if (!root_) return nullptr;
    if (member.empty()) return root_->expression.get();
    for (const auto& [name, value] : root_->members)
        if (name == member) return value->expression.get();
    return nullptr;
}

} // namespace sluice::programme

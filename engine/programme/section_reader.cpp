// The sections of workflow.json beside the statechart.

#include "engine/programme/definition_reader.hpp"

#include <fmt/format.h>

#include <map>

namespace sluice::programme {
namespace {

constexpr std::int64_t document_bytes_max = 20 * 1024 * 1024;

/// Money written out becomes fen, at any depth; places of amounts that are none are collected.
json in_fen(const ordered_json& value, const std::string& place, std::vector<std::pair<std::string, refusal>>& wrong) {
    if (value.is_object() && value.contains("amount")) {
        const auto amount = money_from_json(json(value), place);
        if (amount) return amount->count();
        wrong.emplace_back(place, amount.error());
        return 0;
    }
    if (!value.is_structured()) return json(value);
    json converted = value.is_object() ? json::object() : json::array();
    for (const auto& [name, each] : value.items()) {
        json inner = in_fen(each, place + "/" + pointer_step(name), wrong);
        if (value.is_object())
            converted[name] = std::move(inner);
        else
            converted.push_back(std::move(inner));
    }
    return converted;
}

const std::map<std::string, std::pair<variable_type, json>>& variable_types() {
    static const std::map<std::string, std::pair<variable_type, json>> all{
        {"money", {variable_type::money, 0}},     {"integer", {variable_type::integer, 0}},
        {"number", {variable_type::number, 0.0}}, {"boolean", {variable_type::boolean, false}},
        {"string", {variable_type::string, ""}},  {"timestamp", {variable_type::timestamp, 0}},
    };
    return all;
}

bool fits(variable_type type, const json& initial) {
    switch (type) {
    case variable_type::money:
    case variable_type::integer:
    case variable_type::timestamp:
        return initial.is_number_integer();
    case variable_type::number:
        return initial.is_number();
    case variable_type::boolean:
        return initial.is_boolean();
    case variable_type::string:
        return initial.is_string();
    }
    return false;
}

} // namespace

using value_t = ordered_json::value_t;

void definition_reader::read_heading() {
    has_only(document_,
             {"$schema",    "$defs",       "id",         "version",   "title", "summary",   "number_prefix", "calendar",
              "fund",       "form",        "parameters", "variables", "roles", "documents", "panels",        "payments",
              "allocation", "spot_checks", "overlap",    "match",     "laws",  "workflow",  "description"},
             "");
    made_->id = string_at(document_, "id", "");
    made_->version = string_at(document_, "version", "");
    made_->title = text_at(document_, "title", "");
    made_->summary = text_at(document_, "summary", "");
    made_->number_prefix = string_at(document_, "number_prefix", "");
    made_->calendar = string_at(document_, "calendar", "");
    made_->fund = string_at(document_, "fund", "", false);
}

void definition_reader::read_form() {
    const auto name = string_at(document_, "form", "");
    const auto file = files_.find(name);
    if (file == files_.end()) {
        defect_at("/form", {fmt::format("没有文件“{}”", name), fmt::format("There is no file “{}”", name)});
        return;
    }
    const auto parsed = parse_ordered_json(file->second, {64, 2'000});
    if (!parsed) return defect_from(parsed.error(), "", name);
    auto compiled = schema::schema::compile(*parsed);
    if (!compiled) return defect_from(compiled.error(), "", name);
    made_->form = std::make_shared<const schema::schema>(std::move(*compiled));
}

void definition_reader::read_parameters() {
    made_->parameters = json::object();
    const auto* section = member(document_, "parameters", "", value_t::object, false);
    if (!section) return;
    std::vector<std::pair<std::string, refusal>> wrong;
    made_->parameters = in_fen(*section, "/parameters", wrong);
    for (const auto& [place, why] : wrong)
        defect_at(place, why.explanation);
}

void definition_reader::read_variables() {
    const auto* section = member(document_, "variables", "", value_t::object, false);
    if (!section) return;
    for (const auto& [name, value] : section->items()) {
        const auto place = "/variables/" + pointer_step(name);
        if (!value.is_object()) {
            defect_at(place, {"须为对象", "This has to be an object"});
            continue;
        }
        has_only(value, {"type", "initial", "title", "description"}, place);
        const auto type = variable_types().find(string_at(value, "type", place));
        if (type == variable_types().end()) {
            defect_at(place + "/type", {"类型须为 money、integer、number、boolean、string 或 timestamp",
                                        "The types are money, integer, number, boolean, string and timestamp"});
            continue;
        }
        variable_rules rules{type->second.first, type->second.second};
        if (value.contains("initial")) {
            std::vector<std::pair<std::string, refusal>> wrong;
            rules.initial = in_fen(value["initial"], place + "/initial", wrong);
            for (const auto& [where, why] : wrong)
                defect_at(where, why.explanation);
            if (!fits(rules.type, rules.initial))
                defect_at(place + "/initial", {"初值与类型不符", "The initial value is not of the type"});
        }
        made_->variables.emplace(name, std::move(rules));
    }
}

void definition_reader::read_roles() {
    const auto* section = member(document_, "roles", "", value_t::object, false);
    if (!section) return;
    for (const auto& [name, title] : section->items()) {
        const auto colon = name.find(':');
        const bool qualified =
            colon != std::string::npos && colon + 1 < name.size() && known_role(name.substr(0, colon));
        if (!qualified)
            defect_at("/roles/" + pointer_step(name),
                      {"自定角色须写成“officer:tax”的样子", "A role of one's own is written like “officer:tax”"});
        made_->roles.emplace(name, text_at(*section, name.c_str(), "/roles"));
    }
}

void definition_reader::read_documents(const cel::environment& vocabulary) {
    const auto* section = member(document_, "documents", "", value_t::object, false);
    if (!section) return;
    for (const auto& [name, value] : section->items()) {
        const auto place = "/documents/" + pointer_step(name);
        if (!value.is_object()) {
            defect_at(place, {"须为对象", "This has to be an object"});
            continue;
        }
        has_only(value, {"title", "description", "required_when", "media_types", "max_bytes"}, place);
        document_rules rules;
        rules.title = text_at(value, "title", place);
        if (const auto source = string_at(value, "required_when", place, false); !source.empty())
            rules.required_when = expression_at(source, vocabulary, cel::type::boolean(), place + "/required_when");
        if (const auto* types = member(value, "media_types", place, value_t::array, false))
            for (const auto& each : *types)
                rules.media_types.push_back(each.is_string() ? each.get<std::string>() : "");
        const auto* bytes = member(value, "max_bytes", place, value_t::number_integer, false);
        rules.bytes_max = bytes ? bytes->get<std::int64_t>() : document_bytes_max;
        if (rules.bytes_max <= 0 || rules.bytes_max > document_bytes_max)
            defect_at(place + "/max_bytes", {fmt::format("须在 1 与 {} 之间", document_bytes_max),
                                             fmt::format("This has to be between 1 and {}", document_bytes_max)});
        made_->documents.emplace(name, std::move(rules));
    }
}

void definition_reader::read_panels() {
    const auto* section = member(document_, "panels", "", value_t::object, false);
    if (!section) return;
    review::named_rubrics rubrics;
    for (const auto& [name, bytes] : files_) {
        if (!name.starts_with("rubric")) continue;
        const auto parsed = parse_ordered_json(bytes);
        if (!parsed) {
            defect_from(parsed.error(), "", name);
            continue;
        }
        auto read = review::read_rubric(*parsed, "");
        if (read)
            rubrics.emplace(name, std::move(*read));
        else
            defect_from(read.error(), "", name);
    }
    for (const auto& [name, value] : section->items()) {
        const auto place = "/panels/" + pointer_step(name);
        if (!value.is_object()) {
            defect_at(place, {"须为对象", "This has to be an object"});
            continue;
        }
        panel_rules rules;
        rules.assign = roles_at(value, "assign", place);
        ordered_json own = value;
        for (const char* key : {"assign", "title"})
            own.erase(key);
        auto read = review::read_panel_rules(own, place, rubrics);
        if (!read) {
            defect_from(read.error());
            continue;
        }
        rules.rules = std::move(*read);
        made_->panels.emplace(name, std::move(rules));
    }
}

void definition_reader::read_laws() {
    const auto* section = member(document_, "laws", "", value_t::array, false);
    if (!section) return;
    for (std::size_t i = 0; i < section->size(); ++i) {
        const auto place = fmt::format("/laws/{}", i);
        const auto& value = (*section)[i];
        if (!value.is_object()) {
            defect_at(place, {"须为对象", "This has to be an object"});
            continue;
        }
        has_only(value, {"before", "pass", "title", "because"}, place);
        order_law law{string_at(value, "before", place), string_at(value, "pass", place)};
        for (const auto& name : {law.before, law.pass})
            if (!made_->chart->find(name))
                defect_at(place, {fmt::format("没有状态“{}”", name), fmt::format("There is no state “{}”", name)});
        made_->laws.push_back(std::move(law));
    }
}

} // namespace sluice::programme

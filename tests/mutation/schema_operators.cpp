#include "tests/mutation/operators.hpp"
#include "tests/mutation/places.hpp"

#include <map>

namespace sluice::mutation {
namespace {

struct schema_place {
    std::string file, pointer;
    const ordered_json* schema;
};

void say(const original& whole, mutants& made, const char* way, const schema_place& where, const std::string& what,
         edit change) {
    made.push_back({way, whole.folder, where.file, where.pointer, what, {std::move(change)}});
}

void change_bounds(const original& whole, const schema_place& where, mutants& made) {
    for (const char* bound :
         {"minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum", "exclusiveMinimum"}) {
        const auto value = where.schema->find(bound);
        if (value == where.schema->end() || !value->is_number_integer()) continue;
        const auto place = where.pointer + "/" + bound;
        say(whole, made, "bound dropped", where, std::string{bound} + " is not asked", remove(place));
        for (const auto wrong : {value->get<std::int64_t>() + 1, value->get<std::int64_t>() - 1})
            if (wrong >= 0 || std::string{bound}.find("m") == 0)
                say(whole, made, "bound changed", where, std::string{bound} + " is " + std::to_string(wrong),
                    replace(place, wrong));
    }
}

void change_words(const original& whole, const schema_place& where, mutants& made) {
    if (where.schema->contains("pattern")) {
        say(whole, made, "pattern dropped", where, "any text will do", remove(where.pointer + "/pattern"));
        say(whole, made, "pattern changed", where, "no text fits", replace(where.pointer + "/pattern", "^$"));
    }
    if (where.schema->contains("format")) {
        say(whole, made, "format dropped", where, "any text will do", remove(where.pointer + "/format"));
        say(whole, made, "format changed", where, "a URI", replace(where.pointer + "/format", "uri"));
    }
    if (where.schema->contains("enum"))
        for (std::size_t i = 0; i < where.schema->at("enum").size(); ++i) {
            const auto place = where.pointer + "/enum/" + std::to_string(i);
            say(whole, made, "choice dropped", where, where.schema->at("enum")[i].dump() + " is no choice",
                remove(place));
            say(whole, made, "choice renamed", where, where.schema->at("enum")[i].dump() + " has another name",
                replace(place, "unheard_of"));
        }
    for (const char* mark : {"x-money", "x-identity", "x-confidential"})
        if (where.schema->contains(mark))
            say(whole, made, std::string{mark} == "x-money" ? "money unmarked" : "confidence dropped", where,
                std::string{mark} + " is not said", remove(where.pointer + "/" + mark));
}

void change_members(const original& whole, const schema_place& where, mutants& made) {
    if (where.schema->contains("additionalProperties"))
        say(whole, made, "anything allowed", where, "unknown members are taken",
            remove(where.pointer + "/additionalProperties"));
    if (where.schema->contains("required")) {
        const auto& required = where.schema->at("required");
        for (std::size_t i = 0; i < required.size(); ++i)
            say(whole, made, "required field dropped", where, required[i].get<std::string>() + " is optional",
                remove(where.pointer + "/required/" + std::to_string(i)));
    }
    if (!where.schema->contains("properties")) return;
    for (const auto& [name, ignored] : where.schema->at("properties").items()) {
        const auto place = where.pointer + "/properties/" + name;
        say(whole, made, "field removed", where, name + " is gone", remove(place));
        say(whole, made, "field renamed", where, name + " has another name", rename(place, name + "_x"));
    }
}

void change_type(const original& whole, const schema_place& where, mutants& made) {
    static const std::map<std::string, std::string> others{{"string", "integer"}, {"integer", "string"},
                                                           {"boolean", "string"}, {"number", "string"},
                                                           {"array", "object"},   {"object", "string"}};
    const auto type = where.schema->find("type");
    if (type != where.schema->end() && type->is_string() && others.contains(type->get<std::string>()))
        say(whole, made, "field retyped", where, "is a " + others.at(type->get<std::string>()),
            replace(where.pointer + "/type", others.at(type->get<std::string>())));
    const auto reference = where.schema->find("$ref");
    if (reference != where.schema->end())
        say(whole, made, "reference broken", where, "refers to nothing",
            replace(where.pointer + "/$ref", "#/$defs/nothing"));
}

bool is_schema(const ordered_json& value) {
    if (!value.is_object()) return false;
    for (const char* key : {"type", "$ref", "enum", "const"})
        if (const auto found = value.find(key); found != value.end())
            return std::string{key} != "type" || found->is_string();
    return false;
}

void damage_schema(const original& whole, const std::string& file, const std::string& pointer, const ordered_json& root,
                   mutants& made) {
    walk(root, pointer, [&](const std::string& place, const ordered_json& value) {
        if (!is_schema(value)) return;
        const schema_place where{file, place, &value};
        change_bounds(whole, where, made);
        change_words(whole, where, made);
        change_members(whole, where, made);
        change_type(whole, where, made);
    });
}

void damage_data(const original& whole, const transition_place& where, mutants& made) {
    const auto data = where.value->find("data");
    if (data == where.value->end()) return;
    const auto place = where.pointer + "/data";
    made.push_back(
        {"data dropped", whole.folder, "workflow.json", place, where.event + " takes no data", {remove(place)}});
    if (!data->contains("$ref")) return damage_schema(whole, "workflow.json", place, *data, made);
    for (const char* other : {"reason", "opinion", "answer", "items"}) {
        const auto reference = std::string{"#/$defs/"} + other;
        if (data->at("$ref") == reference || !whole.documents.at("workflow.json").at("$defs").contains(other)) continue;
        made.push_back({"data schema swapped",
                        whole.folder,
                        "workflow.json",
                        place,
                        where.event + " takes " + other,
                        {replace(place + "/$ref", reference)}});
        break;
    }
}

} // namespace

void damage_schemas(const original& whole, mutants& made) {
    const auto& workflow = whole.documents.at("workflow.json");
    damage_schema(whole, "form.schema.json", "", whole.documents.at("form.schema.json"), made);
    if (workflow.contains("$defs")) damage_schema(whole, "workflow.json", "/$defs", workflow.at("$defs"), made);
    for (const auto& where : find_places(workflow).transitions)
        damage_data(whole, where, made);
}

void damage_types(const original& whole, mutants& made) {
    for (const auto& [file, document] : whole.documents)
        walk(document, "", [&](const std::string& pointer, const ordered_json& value) {
            const auto say_type = [&, &in = file](const char* what, const ordered_json& wrong) {
                made.push_back({"wrong type", whole.folder, in, pointer, what, {replace(pointer, wrong)}});
            };
            if (pointer.empty()) return;
            if (value.is_number()) say_type("a text for a number", "1");
            if (value.is_boolean()) say_type("a text for yes or no", value.get<bool>() ? "true" : "false");
            if (value.is_string()) say_type("a number for a text", 1);
            if (value.is_array()) say_type("an object for a list", ordered_json::object());
            if (value.is_object()) say_type("a list for an object", ordered_json::array());
        });
}

} // namespace sluice::mutation

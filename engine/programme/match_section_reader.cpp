// The section `match` of workflow.json: for whom the programme is.

#include "engine/programme/definition_reader.hpp"
#include "engine/programme/vocabulary.hpp"

#include <fmt/format.h>

#include <set>

namespace sluice::programme {

using value_t = ordered_json::value_t;

void definition_reader::read_match() {
    const auto* section = member(document_, "match", "", value_t::object, false);
    if (!section) return;
    const std::string place = "/match";
    has_only(*section, {"conditions", "amount", "documents", "routes"}, place);
    match_rules rules;
    rules.vocabulary = match_vocabulary(*made_);
    const auto& known = rules.vocabulary;
    read_match_part(rules.all, *section, known, place);
    if (const auto* routes = member(*section, "routes", place, value_t::object, false))
        for (const auto& [id, value] : routes->items()) {
            const auto where = place + "/routes/" + pointer_step(id);
            if (!value.is_object()) {
                defect_at(where, {"须为对象", "This has to be an object"});
                continue;
            }
            has_only(value, {"title", "conditions", "amount", "documents"}, where);
            match_route route{id, text_at(value, "title", where), {}};
            read_match_part(route.part, value, known, where);
            rules.routes.push_back(std::move(route));
        }
    made_->match = std::move(rules);
}

void definition_reader::read_match_part(match_part& part, const ordered_json& section, const cel::environment& known,
                                        const std::string& place) {
    if (const auto* conditions = member(section, "conditions", place, value_t::array, false))
        for (std::size_t i = 0; i < conditions->size(); ++i)
            read_match_condition(part, (*conditions)[i], known, fmt::format("{}/conditions/{}", place, i));
    std::set<std::string> ids;
    for (const auto& each : part.conditions)
        if (!ids.insert(each.id).second)
            defect_at(place + "/conditions",
                      {fmt::format("条件“{}”有两个", each.id), fmt::format("There are two conditions “{}”", each.id)});
    read_match_amount(part, section, known, place);
    if (const auto* documents = member(section, "documents", place, value_t::array, false))
        for (std::size_t i = 0; i < documents->size(); ++i)
            read_match_document(part, (*documents)[i], known, fmt::format("{}/documents/{}", place, i));
}

void definition_reader::read_match_condition(match_part& part, const ordered_json& value, const cel::environment& known,
                                             const std::string& place) {
    if (!value.is_object()) return defect_at(place, {"须为对象", "This has to be an object"});
    has_only(value, {"id", "that", "else"}, place);
    match_condition made;
    made.id = string_at(value, "id", place);
    const auto source = string_at(value, "that", place);
    if (source.find("has(") != std::string::npos)
        defect_at(place + "/that", {"不要用 has()：没填的就是未知，须照此问下去",
                                    "Do not use has(): what is left out is unknown, and will be asked for"});
    made.that = expression_at(source, known, cel::type::boolean(), place + "/that");
    if (const auto* otherwise = member(value, "else", place, value_t::object)) {
        auto read = bilingual_template::read(*otherwise, known, place + "/else");
        if (read)
            made.otherwise = std::move(*read);
        else
            defect_from(read.error());
    }
    if (made.that) part.conditions.push_back(std::move(made));
}

void definition_reader::read_match_amount(match_part& part, const ordered_json& section, const cel::environment& known,
                                          const std::string& place) {
    const auto* amount = member(section, "amount", place, value_t::object, false);
    if (!amount) return;
    const auto where = place + "/amount";
    const auto read = [&](const ordered_json& holder, const std::string& at) {
        return expression_at(string_at(holder, "cel", at), known, cel::type::integer(), at + "/cel");
    };
    match_amount made;
    made.note = text_at(*amount, "note", where, false);
    if (amount->contains("cel")) {
        has_only(*amount, {"cel", "note"}, where);
        made.exact = read(*amount, where);
    } else {
        has_only(*amount, {"from", "to", "note"}, where);
        for (const auto& [name, end] : {std::pair{"from", &made.from}, std::pair{"to", &made.to}})
            if (const auto* holder = member(*amount, name, where, value_t::object)) {
                has_only(*holder, {"cel"}, where + "/" + name);
                *end = read(*holder, where + "/" + name);
            }
    }
    if (made.exact || (made.from && made.to)) part.amount = std::move(made);
}

void definition_reader::read_match_document(match_part& part, const ordered_json& value, const cel::environment& known,
                                            const std::string& place) {
    match_document made;
    if (value.is_string()) {
        made.name = value.get<std::string>();
    } else if (value.is_object()) {
        has_only(value, {"document", "required_when"}, place);
        made.name = string_at(value, "document", place);
        made.when = expression_at(string_at(value, "required_when", place), known, cel::type::boolean(),
                                  place + "/required_when");
    } else {
        return defect_at(place, {"须为材料名称或对象", "This is the name of a document, or an object"});
    }
    if (!made_->documents.contains(made.name))
        defect_at(place, {fmt::format("没有材料“{}”", made.name), fmt::format("There is no document “{}”", made.name)});
    part.documents.push_back(std::move(made));
}

} // namespace sluice::programme

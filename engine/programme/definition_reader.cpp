#include "engine/programme/definition_reader.hpp"

#include "engine/programme/vocabulary.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace sluice::programme {
namespace {

/// Definitions are deeper than data: states in states in states, with schemas inside.
constexpr json_limits definition_limits{64, 2'000};

constexpr std::array plain_roles{"applicant", "reviewer", "officer", "director",
                                 "finance",   "auditor",  "admin",   "public"};

/// Scenarios say how a definition is tried; they are no part of it.
constexpr const char* cases_file = "cases.json";

digest fingerprint_of(const definition_files& files) {
    std::string all;
    for (const auto& [name, bytes] : files)
        if (name != cases_file) all += fmt::format("{} {}\n", name, to_hex(sha256(bytes)));
    return sha256(all);
}

} // namespace

reading read_programme(definition_files files) {
    return definition_reader{std::move(files)}.read();
}

bool programme::knows_event(const std::string& type) const {
    const auto& all = chart->transitions();
    return std::any_of(all.begin(), all.end(), [&](const statechart::transition& each) { return each.event == type; });
}

text programme::title_of_state(std::size_t state) const {
    const auto& each = chart->states()[state];
    const auto given = each.definition.find("title");
    if (given == each.definition.end()) return {each.id, each.id};
    return {given->value("zh", each.id), given->value("en", each.id)};
}

definition_reader::definition_reader(definition_files files)
    : files_{std::move(files)}
    , made_{std::make_shared<programme>()} {}

reading definition_reader::read() {
    const auto workflow = files_.find(workflow_file);
    if (workflow == files_.end()) {
        defect_at("", {"缺少 workflow.json", "There is no workflow.json"});
        return {nullptr, std::move(defects_)};
    }
    auto parsed = parse_ordered_json(workflow->second, definition_limits);
    if (!parsed || !parsed->is_object()) {
        if (parsed)
            defect_at("", {"须为 JSON 对象", "This has to be a JSON object"});
        else
            defect_from(parsed.error());
        return {nullptr, std::move(defects_)};
    }
    document_ = std::move(*parsed);
    made_->files = files_;
    made_->fingerprint = fingerprint_of(files_);
    read_heading();
    read_form();
    read_parameters();
    read_variables();
    read_roles();
    read_panels();
    read_payments();
    read_chart();
    if (!made_->form || !made_->chart) return {nullptr, std::move(defects_)};
    made_->vocabulary = vocabulary_of(*made_);
    const auto& vocabulary = made_->vocabulary;
    read_documents(vocabulary);
    read_payee(vocabulary);
    read_allocation(vocabulary);
    read_overlap();
    read_match();
    read_spot_checks();
    read_laws();
    read_transitions(vocabulary);
    read_timers(vocabulary);
    if (!defects_.empty()) return {nullptr, std::move(defects_)};
    return {std::move(made_), {}};
}

// ── defects and pieces ───────────────────────────────────────────────────────────────────────────────────────────────

void definition_reader::defect_at(std::string pointer, text explanation, std::string file) {
    defects_.push_back({std::move(file), std::move(pointer), std::move(explanation)});
}

void definition_reader::defect_from(const refusal& wrong, std::string prefix, std::string file) {
    defect_at(std::move(prefix) + wrong.place, wrong.explanation, std::move(file));
    for (const auto& each : wrong.requirements)
        defect_at(each.place, each.explanation);
}

bool definition_reader::has_only(const ordered_json& value, std::initializer_list<const char*> allowed,
                                 const std::string& place) {
    bool clean = true;
    for (const auto& [name, unused] : value.items()) {
        if (std::find(allowed.begin(), allowed.end(), name) != allowed.end()) continue;
        defect_at(place + "/" + pointer_step(name),
                  {fmt::format("不认识的键“{}”；可用：{}", name, fmt::join(allowed, "、")),
                   fmt::format("Unknown key “{}”; known: {}", name, fmt::join(allowed, ", "))});
        clean = false;
    }
    return clean;
}

const ordered_json* definition_reader::member(const ordered_json& object, const char* name, const std::string& place,
                                              ordered_json::value_t type, bool required) {
    const auto found = object.find(name);
    if (found == object.end()) {
        if (required) defect_at(place, {fmt::format("缺少“{}”", name), fmt::format("“{}” is missing", name)});
        return nullptr;
    }
    const bool integer = type == ordered_json::value_t::number_integer && found->is_number_integer();
    if (found->type() == type || integer) return &*found;
    defect_at(place + "/" + name, {fmt::format("“{}”须为 {}", name, ordered_json(type).type_name()),
                                   fmt::format("“{}” has to be of type {}", name, ordered_json(type).type_name())});
    return nullptr;
}

std::string definition_reader::string_at(const ordered_json& object, const char* name, const std::string& place,
                                         bool required) {
    const auto* found = member(object, name, place, ordered_json::value_t::string, required);
    return found ? found->get<std::string>() : std::string{};
}

text definition_reader::text_at(const ordered_json& object, const char* name, const std::string& place, bool required) {
    const auto* found = member(object, name, place, ordered_json::value_t::object, required);
    if (!found) return {};
    const text both{string_at(*found, "zh", place + "/" + name), string_at(*found, "en", place + "/" + name)};
    has_only(*found, {"zh", "en"}, place + "/" + name);
    return both;
}

bool definition_reader::known_role(const std::string& role) const {
    return std::find(plain_roles.begin(), plain_roles.end(), role) != plain_roles.end() || made_->roles.contains(role);
}

std::vector<std::string> definition_reader::roles_at(const ordered_json& object, const char* name,
                                                     const std::string& place, bool required) {
    std::vector<std::string> roles;
    const auto* found = member(object, name, place, ordered_json::value_t::array, required);
    if (!found) return roles;
    for (std::size_t i = 0; i < found->size(); ++i) {
        const auto& each = (*found)[i];
        const auto where = fmt::format("{}/{}/{}", place, name, i);
        if (!each.is_string() || !known_role(each.get<std::string>()))
            defect_at(where,
                      {fmt::format("没有角色 {}", each.dump()), fmt::format("There is no role {}", each.dump())});
        else
            roles.push_back(each.get<std::string>());
    }
    if (roles.empty() && found->empty())
        defect_at(place + "/" + name, {"至少须有一个角色", "At least one role is needed"});
    return roles;
}

std::optional<cel::expression> definition_reader::expression_at(const std::string& source,
                                                                const cel::environment& environment,
                                                                const cel::type& wanted, const std::string& place) {
    auto compiled = cel::expression::compile(source, environment);
    if (!compiled) {
        defect_from(compiled.error(), place);
        return std::nullopt;
    }
    if (!compiled->result_type().is_dynamic() && !(compiled->result_type() == wanted)) {
        defect_at(place,
                  {fmt::format("表达式须得到 {}，实为 {}", wanted.to_string(), compiled->result_type().to_string()),
                   fmt::format("The expression has to give {}, but gives {}", wanted.to_string(),
                               compiled->result_type().to_string())});
        return std::nullopt;
    }
    return std::move(*compiled);
}

} // namespace sluice::programme

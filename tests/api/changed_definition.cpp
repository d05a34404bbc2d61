#include "tests/api/changed_definition.hpp"

#include "engine/service/library.hpp"

#include <stdexcept>

namespace sluice::test {
namespace {

constexpr const char* workflow_file = "workflow.json";

std::string folder() {
    return std::string{"workflows/"} + dream_fund::programme;
}

} // namespace

changed_definition::changed_definition(const std::string& version) {
    for (const auto& [name, bytes] : service::read_folder(folder()))
        files_[name] = bytes;
    in_workflow("\"version\": \"" + first_version() + "\"", "\"version\": \"" + version + "\"");
}

changed_definition& changed_definition::replace(const char* file, const std::string& from, const std::string& to) {
    std::string text = files_.at(file);
    auto at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error(std::string{file} + " does not say " + from);
    for (; at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    files_[file] = std::move(text);
    return *this;
}

changed_definition& changed_definition::in_workflow(const std::string& from, const std::string& to) {
    return replace(workflow_file, from, to);
}

changed_definition& changed_definition::in_cases(const std::string& from, const std::string& to) {
    return replace("cases.json", from, to);
}

changed_definition& changed_definition::in_form(const std::string& from, const std::string& to) {
    return replace("form.schema.json", from, to);
}

changed_definition& changed_definition::edit(const std::function<void(ordered_json&)>& change) {
    auto workflow = ordered_json::parse(files_.at(workflow_file).get_ref<const std::string&>());
    change(workflow);
    files_[workflow_file] = workflow.dump(2);
    return *this;
}

changed_definition with_desk_check() {
    return changed_definition{"2.0.0"}
        .in_workflow(R"("formal_check_term": "5 working days")", R"("formal_check_term": "10 working days")")
        .in_workflow(R"("formal_check")", R"("desk_check")")
        .in_cases(R"("formal_check")", R"("desk_check")")
        .in_cases(R"("wait": "5 working days", "state": "verification")",
                  R"("wait": "10 working days", "state": "verification")");
}

std::string first_version() {
    return ordered_json::parse(service::read_folder(folder()).at(workflow_file)).at("version");
}

json publish(test_bureau& bureau, const changed_definition& definition) {
    const auto answer = bureau.post("adam", versions_path(), definition.body());
    if (answer.status != 201) throw std::runtime_error("publishing: " + answer.body);
    return answer.data();
}

std::string versions_path() {
    return std::string{"/v1/programmes/"} + dream_fund::programme + "/versions";
}

std::string migrations_path() {
    return std::string{"/v1/programmes/"} + dream_fund::programme + "/migrations";
}

} // namespace sluice::test

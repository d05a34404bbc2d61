#include "tests/api/openapi_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace sluice::test {
namespace {

using fault_list = std::vector<std::string>;

constexpr std::size_t depth_max = 64;

bool is_method(const std::string& name) {
    static constexpr std::array methods{"get", "post", "put", "patch", "delete"};
    return std::find(methods.begin(), methods.end(), name) != methods.end();
}

bool says(const ordered_json& written, const char* member) {
    return written.is_object() && written.contains(member) && written.at(member).is_string() &&
           !written.at(member).get<std::string>().empty();
}

/// The value that the pointer of a local `$ref` leads to.
const ordered_json* target_of(const ordered_json& document, const std::string& reference) {
    if (!reference.starts_with("#/")) return nullptr;
    const ordered_json::json_pointer pointer{reference.substr(1)};
    return document.contains(pointer) ? &document.at(pointer) : nullptr;
}

const ordered_json& followed(const ordered_json& document, const ordered_json& written) {
    if (!written.contains("$ref")) return written;
    const auto* target = target_of(document, written.at("$ref"));
    return target ? *target : written;
}

void check_references(const ordered_json& document, const ordered_json& within, const std::string& place,
                      std::size_t depth, fault_list& faults) {
    if (depth > depth_max) return faults.push_back(place + ": too deep");
    if (!within.is_structured()) return;
    for (const auto& [name, each] : within.items()) {
        const auto below = place + "/" + pointer_step(name);
        if (name == "$ref" && each.is_string()) {
            if (!target_of(document, each)) faults.push_back(below + ": leads nowhere");
        } else {
            check_references(document, each, below, depth + 1, faults);
        }
    }
}

std::set<std::string> names_in(const std::string& path) {
    std::set<std::string> names;
    for (auto begin = path.find('{'); begin != std::string::npos; begin = path.find('{', begin + 1))
        names.insert(path.substr(begin + 1, path.find('}', begin) - begin - 1));
    return names;
}

/// Holds one operation against the rules.
class operation_check {
public:
    operation_check(const ordered_json& document, std::string name, const ordered_json& written, fault_list& faults)
        : document_{document}
        , name_{std::move(name)}
        , written_{written}
        , faults_{faults} {}

    void run(const std::string& path, std::set<std::string>& ids) {
        if (!says(written_, "operationId"))
            fault("has no operationId");
        else if (!ids.insert(written_.at("operationId")).second)
            fault("has another's operationId");
        if (!says(written_, "summary")) fault("has no summary");
        if (!written_.contains("security") && !document_.contains("security")) fault("states no security");
        check_tags();
        check_path(names_in(path));
        check_responses();
    }

private:
    void fault(const std::string& what) { faults_.push_back(name_ + " " + what); }

    void check_tags() {
        if (!written_.contains("tags") || written_.at("tags").empty()) return fault("has no tag");
        const auto declared = document_.value("tags", ordered_json::array());
        for (const auto& tag : written_.at("tags"))
            if (std::none_of(declared.begin(), declared.end(),
                             [&](const auto& each) { return each.value("name", "") == tag.get<std::string>(); }))
                fault(fmt::format("has the undeclared tag {}", tag.dump()));
    }

    void check_path(const std::set<std::string>& wanted) {
        std::set<std::string> described;
        for (const auto& each : written_.value("parameters", ordered_json::array())) {
            const auto& parameter = followed(document_, each);
            if (!says(parameter, "name") || !says(parameter, "in") || !parameter.contains("schema"))
                fault("has a parameter without name, in or schema");
            else if (parameter.at("in") == "path")
                described.insert(parameter.at("name"));
        }
        if (described != wanted) fault("does not describe the names in its path");
    }

    void check_responses() {
        if (!written_.contains("responses") || written_.at("responses").empty()) return fault("has no responses");
        const auto& responses = written_.at("responses");
        for (const auto& [status, each] : responses.items())
            if (!says(followed(document_, each), "description")) fault("does not describe its response " + status);
        if (!responses.contains("default")) return fault("has no default response");
        const auto& others = followed(document_, responses.at("default"));
        if (!others.contains("content") || !others.at("content").contains("application/problem+json"))
            fault("has a default response that is no problem");
    }

    const ordered_json& document_;
    std::string name_;
    const ordered_json& written_;
    fault_list& faults_;
};

} // namespace

fault_list faults_of(const ordered_json& document) {
    fault_list faults;
    if (!says(document, "openapi") || !document.at("openapi").get<std::string>().starts_with("3.1."))
        faults.push_back("it is not OpenAPI 3.1");
    if (!document.contains("info") || !says(document.at("info"), "title") || !says(document.at("info"), "version"))
        faults.push_back("info has no title or version");
    check_references(document, document, "", 0, faults);
    std::set<std::string> ids;
    const auto paths = document.value("paths", ordered_json::object());
    for (const auto& [path, methods] : paths.items()) {
        if (!path.starts_with("/")) faults.push_back(path + " does not begin with /");
        for (const auto& [method, written] : methods.items())
            if (is_method(method))
                operation_check{document, method + " " + path, written, faults}.run(path, ids);
            else
                faults.push_back(fmt::format("{} has the unknown member {}", path, method));
    }
    if (ids.empty()) faults.push_back("there are no operations");
    return faults;
}

} // namespace sluice::test

// Runs the public conformance cases of the Common Expression Language: conform_cel FILE…, or `conform_cel --shared NAME`
// for SLUICE_SHARED/conformance/NAME, which may be absent.
#include "engine/cel/expression.hpp"
#include "engine/cel/names.hpp"
#include "tests/conformance/cel/encoded_value.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>

namespace {

using namespace sluice;
using namespace sluice::cel;
using namespace sluice::cel::conformance;

struct tally {
    std::size_t passed = 0, failed = 0, skipped = 0;
};

bool needs_messages(const json& test) {
    const std::string file = test.at("file");
    return file == "proto2" || file == "dynamic";
}

environment declared_in(const json& test) {
    environment known;
    known.container(test.value("container", std::string{}));
    for (const auto& variable : test.value("typeEnv", json::array()))
        known.declare(variable.at("name"), decode_type(variable.at("type").get<std::string>()));
    return known;
}

activation bound_in(const json& test, const environment& known) {
    activation bound{known};
    const json bindings = test.value("bindings", json::object());
    for (const auto& [name, encoded] : bindings.items())
        if (known.shared()->slot_of(name)) bound.bind(name, decode_value(encoded));
    return bound;
}

/// What the checker deduces, as against the specification's own expectation or, failing that, the reference's. Nothing
/// when it is as expected.
std::optional<std::string> wrong_type(const json& test, const environment& known) {
    const auto checked = expression::compile(test.at("expr").get<std::string>(), known);
    std::string wanted;
    if (test.contains("expectType"))
        wanted = test.at("expectType");
    else if (test.contains("goType"))
        wanted = test.at("goType");
    if (wanted == "null_type") wanted = "null";
    if (wanted.empty()) return std::nullopt;
    if (!checked) return fmt::format("type {}, got {}", wanted, checked.error().explanation.en);
    const std::string got = checked->result_type().to_string();
    return got == wanted ? std::nullopt : std::optional{fmt::format("type {}, got {}", wanted, got)};
}

/// The reference checker's words, without the place (it points at brackets, we at names) and the container.
std::optional<std::string> wrong_check_error(const json& test, const environment& known) {
    if (!test.contains("goCheckError")) return std::nullopt;
    std::string wanted = test.at("goCheckError");
    const bool is_limit_of_reference = wanted.find("unsupported syntax") != std::string::npos ||
                                       wanted.find("recursion limit") != std::string::npos;
    if (is_limit_of_reference) return std::nullopt;
    wanted = wanted.substr(wanted.find(' ', wanted.find("ERROR: ") + 7) + 1);
    wanted = wanted.substr(0, wanted.find(" (in container"));
    const auto checked = expression::compile(test.at("expr").get<std::string>(), known);
    if (checked) return fmt::format("checker error “{}”, got type {}", wanted, checked->result_type().to_string());
    if (checked.error().explanation.en.find(wanted) != std::string::npos) return std::nullopt;
    return fmt::format("checker error “{}”, got {}", wanted, checked.error().explanation.en);
}

std::optional<std::string> wrong_outcome(const json& test, const environment& known) {
    if (test.value("check_only", false)) return std::nullopt;
    compile_limits limits;
    limits.check_types = !test.value("disable_check", false);
    const auto compiled = expression::compile(test.at("expr").get<std::string>(), known, limits);
    if (!compiled) return fmt::format("{}, got {}", test.at("expect").dump(), compiled.error().explanation.en);
    std::uint64_t steps = 0;
    const auto got = compiled->evaluate(bound_in(test, known), {}, &steps);
    if (steps > compiled->cost_max())
        return fmt::format("at most {} steps as bounded, took {}", compiled->cost_max(), steps);
    if (test.at("expect").contains("error"))
        return got ? std::optional{fmt::format("an error, got {}", got->to_json().dump())} : std::nullopt;
    const auto& wanted = test.at("expect").at("value");
    if (!got) return fmt::format("{}, got {}", wanted.dump(), got.error().explanation.en);
    if (is_encoded(*got, wanted)) return std::nullopt;
    return fmt::format("{}, got {} {}", wanted.dump(), got->type_name(), got->to_json().dump());
}

void run_case(const json& test, tally& counts) {
    const auto known = declared_in(test);
    for (const auto& wrong : {wrong_type(test, known), wrong_check_error(test, known), wrong_outcome(test, known)}) {
        if (!wrong) continue;
        fmt::print("{}/{}/{}: {}\n    expected {}\n", test.at("file").get<std::string>(),
                   test.at("section").get<std::string>(), test.at("name").get<std::string>(),
                   test.at("expr").get<std::string>(), *wrong);
        ++counts.failed;
        return;
    }
    ++counts.passed;
}

void run_file(const std::filesystem::path& path, tally& counts) {
    std::ifstream file{path};
    const json suite = json::parse(file);
    for (const auto& test : suite.at("cases")) {
        if (needs_messages(test)) {
            fmt::print("skipped {}: needs protobuf messages\n", test.at("expr").get<std::string>());
            ++counts.skipped;
        } else {
            run_case(test, counts);
        }
    }
}

} // namespace

int main(int count, char** arguments) {
    std::vector<std::filesystem::path> paths(arguments + 1, arguments + count);
    if (paths.size() == 2 && paths[0] == "--shared") {
        const char* shared = std::getenv("SLUICE_SHARED");
        const auto path = std::filesystem::path{shared ? shared : "../shared"} / "conformance" / paths[1];
        if (!std::filesystem::exists(path)) {
            fmt::print("SKIPPED: {} absent\n", path.string());
            return 0;
        }
        paths = {path};
    }
    if (paths.empty()) {
        fmt::print(stderr, "usage: conform_cel FILE…\n");
        return 2;
    }
    tally counts;
    for (const auto& path : paths) run_file(path, counts);
    fmt::print("{} passed, {} failed, {} skipped\n", counts.passed, counts.failed, counts.skipped);
    return counts.failed == 0 ? 0 : 1;
}

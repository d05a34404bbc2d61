// Runs the public conformance cases of the Common Expression Language: conform_cel FILE…, or `conform_cel --shared
// NAME` for SLUICE_SHARED/conformance/NAME, which may be absent.
#include "engine/cel/expression.hpp"
#include "engine/cel/names.hpp"
#include "tests/conformance/cel/encoded_value.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

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

/// The expression without comments and without what stands in quotes.
std::string bare(const std::string& source) {
    static const re2::RE2 quoted{R"("([^"\\\n]|\\.)*"|'([^'\\\n]|\\.)*')"}, comment{"//[^\n]*"};
    std::string kept = source;
    re2::RE2::GlobalReplace(&kept, quoted, "''");
    re2::RE2::GlobalReplace(&kept, comment, "");
    return kept;
}

/// A message is built (`TestAllTypes{…}`), bound, or named as a type; enumerations are of protobuf too. Times,
/// durations and the wrappers' plain values are no messages.
bool needs_messages(const json& test) {
    static const std::set<std::string> of_protobuf{"proto2", "proto2_ext", "proto3", "dynamic", "enums", "wrappers"};
    if (test.contains("file") && test["file"].is_string() && of_protobuf.contains(test["file"])) return true;
    static const re2::RE2 member{R"(\bin\s*\{)"}, built{R"([A-Za-z_][A-Za-z0-9_.]*\s*\{)"};
    static const re2::RE2 named{
        R"(cel\.expr\.conformance\.|google\.protobuf\.([A-Z][A-Za-z0-9]*Value|Value|Struct|Any|Empty|FieldMask)\b)"};
    std::string mentioned = test.value("typeEnv", json::array()).dump() + test.value("bindings", json::object()).dump();
    if (test.contains("expect")) mentioned += test["expect"].dump();
    auto source = bare(test.at("expr").get<std::string>());
    if (re2::RE2::PartialMatch(source, named) || re2::RE2::PartialMatch(mentioned, named)) return true;
    re2::RE2::GlobalReplace(&source, member, "in (");
    return re2::RE2::PartialMatch(source, built);
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
    // Where the suite has the case checked, an error of the reference's checker is a limit of the reference.
    if (!test.value("disable_check", false)) return std::nullopt;
    std::string wanted = test.at("goCheckError");
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

/// What is wrong with the case; a case that cannot be read is wrong too.
std::optional<std::string> wrong_in(const json& test) try {
    const auto known = declared_in(test);
    if (auto wrong = wrong_type(test, known)) return wrong;
    if (auto wrong = wrong_check_error(test, known)) return wrong;
    return wrong_outcome(test, known);
} catch (const std::exception& unread) {
    return fmt::format("a case that this programme can read ({})", unread.what());
}

std::string name_of(const json& test) {
    const auto text = [&](const char* key) {
        const bool is_text = test.is_object() && test.contains(key) && test[key].is_string();
        return is_text ? test[key].get<std::string>() : std::string{"?"};
    };
    return fmt::format("{}/{}/{}: {}", text("file"), text("section"), text("name"), text("expr"));
}

void run_case(const json& test, tally& counts) {
    if (const auto wrong = wrong_in(test)) {
        fmt::print("{}\n    expected {}\n", name_of(test), *wrong);
        ++counts.failed;
        return;
    }
    ++counts.passed;
}

void run_file(const std::filesystem::path& path, tally& counts) {
    std::ifstream file{path};
    const json suite = json::parse(file, nullptr, false);
    const auto& cases = suite.is_object() && suite.contains("cases") ? suite["cases"] : suite;
    if (!cases.is_array()) {
        fmt::print("{}: cannot be read, or holds no list of cases\n", path.string());
        ++counts.failed;
        return;
    }
    for (const auto& test : cases) {
        const bool is_case = test.is_object() && test.contains("expr") && test["expr"].is_string();
        if (is_case && needs_messages(test)) {
            fmt::print("skipped {}: needs protobuf messages\n", test["expr"].get<std::string>());
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
    for (const auto& path : paths)
        run_file(path, counts);
    fmt::print("{} passed, {} failed, {} skipped\n", counts.passed, counts.failed, counts.skipped);
    return counts.failed == 0 ? 0 : 1;
}

// Runs the JSON Schema Test Suite's files: conform_json_schema [DIR or FILE…]
//
// Every *.json below the folders is a list of groups, each with a schema and tests that say whether their data is
// valid. Without arguments the suite is looked for in $SLUICE_SHARED, or ../shared. Prints each failure, and last “N
// passed, M failed”; exits with 1 when there are failures, or nothing to run.
#include "engine/schema/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <span>
#include <sstream>

namespace {

using namespace sluice;

struct tally {
    std::size_t passed = 0;
    std::size_t failed = 0;
};

/// The suite has files that our own reader refuses on purpose (U+0000 in strings), hence the library's.
ordered_json read(const std::filesystem::path& path) {
    std::ifstream file{path};
    std::stringstream bytes;
    bytes << file.rdbuf();
    return ordered_json::parse(bytes.str(), nullptr, false);
}

void fail(const std::string& name, const std::string& why, tally& counted) {
    ++counted.failed;
    std::cout << "FAILED " << name << ": " << why << '\n';
}

void run_test(const std::string& name, const result<schema::schema>& compiled, const ordered_json& test,
              tally& counted) {
    if (!compiled) {
        const auto& why = compiled.error();
        return fail(name, fmt::format("does not compile: {} at “{}”", why.explanation.en, why.place), counted);
    }
    const auto violations = compiled->validate(json::parse(test.at("data").dump()));
    if (violations.empty() == test.at("valid").get<bool>()) {
        ++counted.passed;
        return;
    }
    fail(name, violations.empty() ? "should be invalid" : violations.front().explanation.en, counted);
}

/// The standard has unknown keywords passed over, which a form must not have.
void run_group(const std::string& file, const ordered_json& group, tally& counted) try {
    schema::compile_options options;
    options.unknown_ignored = true;
    const auto compiled = schema::schema::compile(group.at("schema"), options);
    const auto about = fmt::format("{}: {}", file, group.value("description", "?"));
    for (const auto& test : group.at("tests"))
        try {
            run_test(fmt::format("{}: {}", about, test.value("description", "?")), compiled, test, counted);
        } catch (const std::exception& unread) {
            fail(about, fmt::format("a test that cannot be read: {}", unread.what()), counted);
        }
} catch (const std::exception& unread) {
    fail(file, fmt::format("a group that cannot be read: {}", unread.what()), counted);
}

void run_file(const std::filesystem::path& path, tally& counted) {
    const auto groups = read(path);
    const auto name = path.filename().string();
    if (!groups.is_array()) return fail(name, "cannot be read, or is no list of groups", counted);
    for (const auto& group : groups)
        run_group(name, group, counted);
}

void run_folder(const std::filesystem::path& folder, tally& counted) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder})
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& path : files)
        run_file(path, counted);
}

std::filesystem::path shared_suite() {
    const char* shared = std::getenv("SLUICE_SHARED");
    return std::filesystem::path{shared != nullptr ? shared : "../shared"} / "conformance" / "json-schema-2020-12";
}

} // namespace

int main(int count, char** arguments) {
    const std::span given{arguments + 1, static_cast<std::size_t>(std::max(count - 1, 0))};
    std::vector<std::filesystem::path> folders{given.begin(), given.end()};
    if (folders.empty()) {
        if (!std::filesystem::exists(shared_suite())) {
            std::cout << "SKIPPED: " << shared_suite().string() << " absent\n";
            return 0;
        }
        folders.push_back(shared_suite());
    }
    tally counted;
    for (const auto& folder : folders) {
        if (std::filesystem::is_directory(folder))
            run_folder(folder, counted);
        else if (std::filesystem::exists(folder))
            run_file(folder, counted);
        else
            fail(folder.string(), "there is no such folder or file", counted);
    }
    std::cout << counted.passed << " passed, " << counted.failed << " failed\n";
    return counted.failed > 0 || counted.passed == 0 ? 1 : 0;
}

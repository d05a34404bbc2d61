// Runs the JSON Schema Test Suite's files: conform_json_schema [DIR…]
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
    return ordered_json::parse(bytes.str());
}

void run_group(const std::string& file, const ordered_json& group, tally& counted) {
    const auto compiled = schema::schema::compile(group["schema"]);
    for (const auto& test : group["tests"]) {
        const auto name = fmt::format("{}: {}: {}", file, group["description"].get<std::string>(),
                                      test["description"].get<std::string>());
        if (!compiled) {
            ++counted.failed;
            std::cout << "FAILED " << name << ": does not compile: " << compiled.error().explanation.en << " at “"
                      << compiled.error().place << "”\n";
            continue;
        }
        const auto violations = compiled->validate(json::parse(test["data"].dump()));
        if (violations.empty() == test["valid"].get<bool>()) {
            ++counted.passed;
            continue;
        }
        ++counted.failed;
        std::cout << "FAILED " << name << ": "
                  << (violations.empty() ? "should be invalid" : violations.front().explanation.en) << '\n';
    }
}

void run_folder(const std::filesystem::path& folder, tally& counted) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder})
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& path : files)
        for (const auto& group : read(path))
            run_group(path.filename().string(), group, counted);
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
        if (!std::filesystem::is_directory(folder)) {
            std::cout << "FAILED: there is no folder " << folder.string() << '\n';
            ++counted.failed;
            continue;
        }
        run_folder(folder, counted);
    }
    std::cout << counted.passed << " passed, " << counted.failed << " failed\n";
    return counted.failed > 0 || counted.passed == 0 ? 1 : 0;
}

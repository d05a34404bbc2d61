#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace sluice::test {

/// A file of the project: its path from the root, with `/`, and what it holds.
struct source_file {
    std::string path;
    std::string text;
};

/// Every `.hpp` and `.cpp` below the folder, by path. Throws if the folder or a file cannot be read.
std::vector<source_file> sources_below(const std::filesystem::path& root, const std::string& folder);

std::string bytes_of(const std::filesystem::path& file);

/// The names of the programmes: the folders of `workflows/` that hold a definition. They are the funds' ids, too.
std::vector<std::string> programme_names(const std::filesystem::path& root);

} // namespace sluice::test

#include "tests/architecture/source_tree.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace sluice::test {

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    if (!stream) throw std::runtime_error{"cannot read " + file.string()};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

std::vector<source_file> sources_below(const std::filesystem::path& root, const std::string& folder) {
    std::vector<source_file> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{root / folder}) {
        const auto extension = entry.path().extension();
        if (entry.is_regular_file() && (extension == ".hpp" || extension == ".cpp"))
            found.push_back({entry.path().lexically_relative(root).generic_string(), bytes_of(entry.path())});
    }
    std::sort(found.begin(), found.end(), [](const auto& left, const auto& right) { return left.path < right.path; });
    return found;
}

std::vector<std::string> programme_names(const std::filesystem::path& root) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{root / "workflows"})
        if (std::filesystem::exists(entry.path() / "workflow.json")) names.push_back(entry.path().filename().string());
    return names;
}

} // namespace sluice::test

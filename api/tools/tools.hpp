#pragma once

#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

/// What the program does beside serving: for people who write definitions.
namespace sluice::tools {

/// Reads each folder, reports every defect with file, pointer and sentence, and runs its scenarios. Returns the exit
/// status: 0 when all are sound, 1 otherwise.
int check(const std::vector<std::filesystem::path>& folders, const std::filesystem::path& calendars, std::ostream&);

/// Writes the folder's workflow as Graphviz DOT or Mermaid. Returns the exit status.
int diagram(const std::filesystem::path& folder, const std::string& language, const std::string& format, std::ostream&);

} // namespace sluice::tools

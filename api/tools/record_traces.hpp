#pragma once

#include <filesystem>
#include <ostream>
#include <vector>

namespace sluice::tools {

/// Runs the scenarios of each folder and writes what they do to its `traces.json`, for people to review as a difference
/// before they keep it. Writes nothing for a folder whose definition cannot be read or whose scenarios fail. Returns
/// the exit status: 0 when all were written.
int record_traces(const std::vector<std::filesystem::path>& folders, const std::filesystem::path& calendars,
                  std::ostream&);

} // namespace sluice::tools

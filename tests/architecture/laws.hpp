#pragma once

#include "tests/architecture/source_tree.hpp"

#include <span>
#include <string>
#include <vector>

/// The laws of the architecture. Each takes one file and returns a sentence for every place that breaks it.
namespace sluice::test {

/// No file is longer.
inline constexpr std::size_t file_lines_max = 450;

/// A module includes only itself and modules below it; a file that belongs to no known module is a fault, too.
std::vector<std::string> dependencies_that_point_upward(const source_file&);

/// Own headers are included by their full path from the root.
std::vector<std::string> includes_by_short_path(const source_file&);

/// Asio and Beast appear only in `api/http/`.
std::vector<std::string> networking_outside_http(const source_file&);

/// SQL and its libraries appear only in `engine/store/`.
std::vector<std::string> sql_outside_the_store(const source_file&);

/// SQLite and its wrapper are included by one backend, `engine/store/sqlite/`, so that others can stand beside it.
std::vector<std::string> sqlite_outside_its_backend(const source_file&);

/// Everything from `base` to `verifier` is pure: no files, streams, threads, clocks, randomness, environment.
std::vector<std::string> impurities(const source_file&);

/// Every header begins with `#pragma once`.
std::vector<std::string> unguarded_header(const source_file&);

std::vector<std::string> too_long(const source_file&);

/// No C++ names a programme or its fund.
std::vector<std::string> programmes_named(const source_file&, std::span<const std::string> programmes);

/// A CMake file lists its sources.
std::vector<std::string> gathered_by_glob(const source_file&);

} // namespace sluice::test

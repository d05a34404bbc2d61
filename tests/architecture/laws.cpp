#include "tests/architecture/laws.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <regex>
#include <string_view>

namespace sluice::test {
namespace {

/// Each may use those before it.
constexpr std::array<std::string_view, 24> modules_in_order{
    "engine/base",     "engine/calendar", "engine/schema",     "engine/cel",       "engine/statechart",
    "engine/review",   "engine/ledger",   "engine/similarity", "engine/programme", "engine/application",
    "engine/verifier", "engine/store",    "engine/service",    "api/http",         "api/auth",
    "api/delivery",    "api/pages",       "api/workers",       "api/routes",       "api/composition",
    "api/demo",        "api/tools",       "api/memory",        "api/main.cpp"};

constexpr std::string_view last_pure_module = "engine/verifier";

struct include_line {
    std::size_t number;
    std::string header; ///< with its quotes or brackets
};

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const auto end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

std::vector<include_line> includes_of(const source_file& file) {
    static const std::regex written{R"re(^\s*#\s*include\s*(<[^>]+>|"[^"]+"))re"};
    std::vector<include_line> found;
    const auto lines = lines_of(file.text);
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (std::smatch match; std::regex_search(lines[i], match, written)) found.push_back({i + 1, match[1]});
    return found;
}

/// The module that a path belongs to, as its position in the order.
std::optional<std::size_t> module_of(std::string_view path) {
    for (std::size_t i = 0; i < modules_in_order.size(); ++i) {
        const auto name = modules_in_order[i];
        if (path == name || (path.starts_with(name) && path.substr(name.size()).starts_with('/'))) return i;
    }
    return std::nullopt;
}

bool is_own(std::string_view header) {
    return header.starts_with("\"engine/") || header.starts_with("\"api/");
}

std::string complaint(const source_file& file, std::size_t line, std::string_view what) {
    return fmt::format("{}:{}: {}", file.path, line, what);
}

/// A complaint for each line that the pattern is found on.
std::vector<std::string> lines_with(const source_file& file, const std::regex& pattern, std::string_view what) {
    std::vector<std::string> wrong;
    const auto lines = lines_of(file.text);
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (std::regex_search(lines[i], pattern)) wrong.push_back(complaint(file, i + 1, what));
    return wrong;
}

void append(std::vector<std::string>& to, std::vector<std::string> more) {
    std::move(more.begin(), more.end(), std::back_inserter(to));
}

} // namespace

std::vector<std::string> dependencies_that_point_upward(const source_file& file) {
    const auto own = module_of(file.path);
    if (!own) return {file.path + ": belongs to no module of the architecture"};
    std::vector<std::string> wrong;
    for (const auto& [line, header] : includes_of(file)) {
        if (header.starts_with("\"tests/")) wrong.push_back(complaint(file, line, "uses a test"));
        if (!is_own(header)) continue;
        const auto used = module_of(header.substr(1, header.size() - 2));
        if (!used || *used > *own) wrong.push_back(complaint(file, line, "must not use " + header));
    }
    return wrong;
}

std::vector<std::string> includes_by_short_path(const source_file& file) {
    std::vector<std::string> wrong;
    for (const auto& [line, header] : includes_of(file))
        if (header.starts_with('"') && !is_own(header) && !header.starts_with("\"tests/"))
            wrong.push_back(complaint(file, line, "does not include by the full path: " + header));
    return wrong;
}

std::vector<std::string> networking_outside_http(const source_file& file) {
    static const std::regex networking{R"(<boost/(asio|beast)[/.]|\b(asio|beast)::)"};
    if (file.path.starts_with("api/http/")) return {};
    return lines_with(file, networking, "networking outside api/http/");
}

std::vector<std::string> sql_outside_the_store(const source_file& file) {
    static const std::regex sql{
        R"re(<(SQLiteCpp|sqlite3|libpq)|\bsqlite3_|["(]\s*(SELECT\s.*\bFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+(TABLE|INDEX)|PRAGMA)\b)re",
        std::regex::icase};
    if (file.path.starts_with("engine/store/")) return {};
    return lines_with(file, sql, "SQL outside engine/store/");
}

std::vector<std::string> sqlite_outside_its_backend(const source_file& file) {
    static const std::regex sqlite{R"(#\s*include\s*<(SQLiteCpp|sqlite3))"};
    if (file.path.starts_with("engine/store/sqlite/")) return {};
    return lines_with(file, sqlite, "SQLite outside engine/store/sqlite/");
}

std::vector<std::string> impurities(const source_file& file) {
    static const std::regex headers{
        R"(#\s*include\s*<(fstream|iostream|cstdio|stdio\.h|filesystem|thread|stop_token|future|mutex|shared_mutex|condition_variable|random|ctime|time\.h|unistd\.h|fcntl\.h|sys/.*|openssl/rand\.h|spdlog/.*)>)"};
    static const std::regex calls{
        R"(clock::now\s*\(|\bstd::time\s*\(|\b(getenv|gettimeofday|clock_gettime|RAND_bytes|random_device|getrandom)\b)"};
    const auto own = module_of(file.path);
    const auto last = module_of(last_pure_module);
    if (!own || *own > *last) return {};
    auto wrong = lines_with(file, headers, "a pure module includes what touches the world");
    append(wrong, lines_with(file, calls, "a pure module reads the clock, randomness or the environment"));
    return wrong;
}

std::vector<std::string> unguarded_header(const source_file& file) {
    if (!file.path.ends_with(".hpp") || file.text.starts_with("#pragma once\n")) return {};
    return {file.path + ": does not begin with #pragma once"};
}

std::vector<std::string> too_long(const source_file& file) {
    const auto lines = lines_of(file.text).size();
    if (lines <= file_lines_max) return {};
    return {fmt::format("{}: {} lines, more than {}", file.path, lines, file_lines_max)};
}

std::vector<std::string> programmes_named(const source_file& file, std::span<const std::string> programmes) {
    std::vector<std::string> wrong;
    const auto lines = lines_of(file.text);
    for (std::size_t i = 0; i < lines.size(); ++i)
        for (const auto& name : programmes)
            if (lines[i].find(name) != std::string::npos)
                wrong.push_back(complaint(file, i + 1, "names the programme " + name));
    return wrong;
}

std::vector<std::string> gathered_by_glob(const source_file& file) {
    static const std::regex glob{R"(\bGLOB(_RECURSE)?\b|\baux_source_directory\b)"};
    return lines_with(file, glob, "gathers its sources instead of listing them");
}

} // namespace sluice::test

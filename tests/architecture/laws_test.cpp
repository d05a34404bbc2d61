#include "tests/architecture/laws.hpp"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <functional>

namespace {

using namespace sluice::test;

using law = std::function<std::vector<std::string>(const source_file&)>;

/// Holds every file of the folders against the law and shows each place that breaks it.
void hold(const law& against, const std::vector<std::string>& folders) {
    std::size_t looked_at = 0;
    for (const auto& folder : folders)
        for (const auto& file : sources_below(".", folder)) {
            ++looked_at;
            for (const auto& wrong : against(file))
                FAIL_CHECK(wrong);
        }
    REQUIRE(looked_at > 50); // an empty tree keeps every law
}

bool breaks(const law& against, std::string path, std::string text) {
    return !against({std::move(path), std::move(text)}).empty();
}

/// The folders below `engine/` and `api/` that are targets of their own.
std::vector<std::filesystem::path> module_folders() {
    std::vector<std::filesystem::path> found;
    for (const char* top : {"engine", "api"})
        for (const auto& each : std::filesystem::recursive_directory_iterator{top})
            if (each.path().filename() == "CMakeLists.txt") found.push_back(each.path().parent_path());
    return found;
}

} // namespace

TEST_CASE("modules depend on those below them only") {
    const law downward = dependencies_that_point_upward;
    CHECK(breaks(downward, "engine/cel/planted.cpp", "#include \"engine/store/database.hpp\"\n"));
    CHECK(breaks(downward, "engine/base/planted.hpp", "#pragma once\n  #  include \"engine/calendar/calendar.hpp\"\n"));
    CHECK(breaks(downward, "engine/service/planted.cpp", "#include \"api/http/router.hpp\"\n"));
    CHECK(breaks(downward, "api/http/planted.cpp", "#include \"api/routes/call.hpp\"\n"));
    CHECK(breaks(downward, "engine/base/planted.cpp", "#include \"tests/support/http_client.hpp\"\n"));
    CHECK(breaks(downward, "engine/elsewhere/planted.cpp", ""));
    CHECK_FALSE(breaks(downward, "engine/store/sound.cpp", "#include \"engine/base/fen.hpp\"\n#include <vector>\n"));
    hold(downward, {"engine", "api"});
}

TEST_CASE("own headers are included by their full path") {
    CHECK(breaks(includes_by_short_path, "engine/cel/planted.cpp", "#include \"value.hpp\"\n"));
    CHECK(breaks(includes_by_short_path, "engine/cel/planted.cpp", "#include \"../base/fen.hpp\"\n"));
    CHECK_FALSE(breaks(includes_by_short_path, "engine/cel/sound.cpp", "#include \"engine/cel/value.hpp\"\n"));
    hold(includes_by_short_path, {"engine", "api", "tests"});
}

TEST_CASE("only api/http knows the network") {
    CHECK(breaks(networking_outside_http, "engine/service/planted.cpp", "#include <boost/asio/post.hpp>\n"));
    CHECK(breaks(networking_outside_http, "engine/service/planted.cpp", "#include <boost/beast.hpp>\n"));
    CHECK(breaks(networking_outside_http, "engine/service/planted.cpp", "    asio::post(work);\n"));
    CHECK(breaks(networking_outside_http, "api/workers/planted.cpp", "#include <boost/asio/post.hpp>\n"));
    CHECK_FALSE(breaks(networking_outside_http, "api/http/sound.cpp", "#include <boost/asio/post.hpp>\n"));
    hold(networking_outside_http, {"engine", "api"});
}

TEST_CASE("SQL stays in the store") {
    CHECK(breaks(sql_outside_the_store, "engine/service/planted.cpp", "#include <SQLiteCpp/Database.h>\n"));
    CHECK(breaks(sql_outside_the_store, "api/routes/planted.cpp", "run(\"SELECT id FROM people\");\n"));
    CHECK(breaks(sql_outside_the_store, "engine/ledger/planted.cpp", "R\"(update funds set paid = 0)\"\n"));
    CHECK(breaks(sql_outside_the_store, "api/main.cpp", "#include <sqlite3.h>\n"));
    CHECK_FALSE(breaks(sql_outside_the_store, "engine/store/sqlite/sound.cpp", "run(\"SELECT id FROM people\");\n"));
    CHECK_FALSE(
        breaks(sql_outside_the_store, "api/routes/sound.cpp", "/// Select one from the list (update it later).\n"));
    hold(sql_outside_the_store, {"engine", "api"});
}

TEST_CASE("SQLite stays in its backend") {
    CHECK(breaks(sqlite_outside_its_backend, "engine/store/planted.cpp", "#include <SQLiteCpp/Database.h>\n"));
    CHECK(breaks(sqlite_outside_its_backend, "engine/store/page.cpp", "#include <sqlite3.h>\n"));
    CHECK_FALSE(breaks(sqlite_outside_its_backend, "engine/store/sqlite/sound.cpp", "#include <sqlite3.h>\n"));
    hold(sqlite_outside_its_backend, {"engine", "api"});
}

TEST_CASE("everything from base to verifier is pure") {
    CHECK(breaks(impurities, "engine/base/planted.cpp", "#include <fstream>\n"));
    CHECK(breaks(impurities, "engine/application/planted.cpp", "#include <thread>\n"));
    CHECK(breaks(impurities, "engine/cel/planted.cpp", "#include <sys/stat.h>\n"));
    CHECK(breaks(impurities, "engine/calendar/planted.cpp", "auto now = std::chrono::system_clock::now();\n"));
    CHECK(breaks(impurities, "engine/cel/planted.cpp", "steady_clock::now ()\n"));
    CHECK(breaks(impurities, "engine/review/planted.cpp", "std::random_device seed;\n"));
    CHECK_FALSE(breaks(impurities, "engine/base/sound.hpp", "#include <chrono>\n"));
    CHECK_FALSE(breaks(impurities, "engine/service/sound.cpp", "#include <thread>\n"));
    hold(impurities, {"engine", "api"});
}

TEST_CASE("every header is read once") {
    CHECK(breaks(unguarded_header, "engine/base/planted.hpp", "#ifndef PLANTED\n"));
    CHECK_FALSE(breaks(unguarded_header, "engine/base/sound.hpp", "#pragma once\n\nint x;\n"));
    hold(unguarded_header, {"engine", "api", "tests"});
}

TEST_CASE("no file outgrows its reader") {
    std::string at_the_limit;
    for (std::size_t i = 0; i < file_lines_max; ++i)
        at_the_limit += "\n";
    CHECK_FALSE(breaks(too_long, "engine/base/sound.cpp", at_the_limit));
    CHECK(breaks(too_long, "engine/base/planted.cpp", at_the_limit + "\n"));
    hold(too_long, {"engine", "api", "tests"});
}

TEST_CASE("no C++ names a programme") {
    const auto programmes = programme_names(".");
    REQUIRE(programmes.size() >= 3);
    const law unnamed = [&](const source_file& file) { return programmes_named(file, programmes); };
    CHECK(breaks(unnamed, "api/planted.cpp", "if (id == \"" + programmes.front() + "\") pay();\n"));
    CHECK_FALSE(breaks(unnamed, "api/sound.cpp", "if (id == wanted) pay();\n"));
    hold(unnamed, {"engine", "api"});
}

TEST_CASE("every module says in a README what it is") {
    const auto folders = module_folders();
    REQUIRE(folders.size() >= 15);
    for (const auto& each : folders) {
        INFO(each);
        CHECK(std::filesystem::exists(each / "README.md"));
    }
}

TEST_CASE("CMake lists every source") {
    CHECK(breaks(gathered_by_glob, "engine/base/CMakeLists.txt", "file(GLOB sources *.cpp)\n"));
    CHECK(breaks(gathered_by_glob, "engine/base/CMakeLists.txt", "file(GLOB_RECURSE sources *.cpp)\n"));
    CHECK(breaks(gathered_by_glob, "engine/base/CMakeLists.txt", "aux_source_directory(. sources)\n"));
    CHECK_FALSE(breaks(gathered_by_glob, "engine/base/CMakeLists.txt", "sluice_module(base SOURCES fen.cpp)\n"));
    std::size_t looked_at = 0;
    for (const char* top : {"engine", "api", "tests", ".cmake"})
        for (const auto& each : std::filesystem::recursive_directory_iterator{top}) {
            if (each.path().filename() != "CMakeLists.txt" && each.path().extension() != ".cmake") continue;
            ++looked_at;
            for (const auto& wrong : gathered_by_glob({each.path().generic_string(), bytes_of(each.path())}))
                FAIL_CHECK(wrong);
        }
    CHECK(looked_at > 20);
}

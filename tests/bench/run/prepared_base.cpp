#include "tests/bench/run/prepared_base.hpp"

#include "engine/base/digest.hpp"
#include "tests/bench/run/program_process.hpp"
#include "tests/bench/seed/paths.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace sluice::bench {
namespace {

namespace fs = std::filesystem;

/// Raised when bases of before can no longer be used for a reason that the files below do not show.
constexpr int layout_version = 1;

/// What a base depends on: the tables, the programme, and how it is seeded.
std::string digest_of_origins() {
    std::vector<fs::path> files;
    for (const auto& folder :
         {fs::path{"schemas/sql/sqlite"}, fs::path{"workflows"} / measured_programme, fs::path{"tests/bench/seed"}})
        for (const auto& each : fs::recursive_directory_iterator{folder})
            if (each.is_regular_file()) files.push_back(each.path());
    std::sort(files.begin(), files.end());
    std::string all = fmt::format("{}", layout_version);
    for (const auto& each : files) {
        std::ifstream file{each, std::ios::binary};
        all += each.generic_string();
        all.append(std::istreambuf_iterator<char>{file}, {});
    }
    constexpr std::size_t digits = 12;
    return to_hex(sha256(all)).substr(0, digits);
}

/// The machine's memory is for the copy that is measured, not for what it was made from.
void forget_cached(const fs::path& folder) {
    for (const auto& each : fs::recursive_directory_iterator{folder}) {
        if (!each.is_regular_file()) continue;
        const int file = open(each.path().c_str(), O_RDONLY | O_CLOEXEC);
        if (file < 0) continue;
        posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
        close(file);
    }
}

/// As after a day's work: what fits into memory is there.
void read_once(const fs::path& folder) {
    std::vector<char> block(1 << 20);
    for (const auto& each : fs::recursive_directory_iterator{folder}) {
        std::ifstream file{each.path(), std::ios::binary};
        while (file.read(block.data(), static_cast<std::streamsize>(block.size()))) {
        }
    }
}

} // namespace

fs::path kept_base(const base_store& store, std::size_t applications) {
    const auto kept = store.folder / fmt::format("{}-{}-{}", store.seed, applications, digest_of_origins());
    if (fs::exists(kept)) return kept;
    std::cerr << fmt::format("Seeding {} applications into {}\n", applications, kept.string());
    const fs::path making = kept.string() + ".making";
    fs::remove_all(making);
    run_program({store.program.string(), "--applications", std::to_string(applications), "--seed",
                 std::to_string(store.seed), "--into", making.string()});
    fs::rename(making, kept);
    return kept;
}

void copy_base(const fs::path& kept, const fs::path& to) {
    fs::remove_all(to);
    fs::create_directories(to.parent_path());
    run_program({"/bin/cp", "--recursive", "--reflink=auto", kept.string(), to.string()});
    // What was copied is on the disk before anything is measured there.
    run_program({"/bin/sync", "--file-system", to.string()});
    forget_cached(kept);
    read_once(to);
}

} // namespace sluice::bench

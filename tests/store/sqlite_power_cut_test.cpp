#include "tests/store/backend.hpp"
#include "tests/store/samples.hpp"

#include "engine/store/sqlite/open.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <cerrno>
#include <fstream>
#include <map>
#include <mutex>
#include <random>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace sluice;
using namespace sluice::store;
using namespace sluice::store::tests;

namespace {

/// Something that a file was asked for, in the order of all that all files were asked for.
struct disk_event {
    enum class what { write, cut, sync } kind;
    ino_t file;
    std::int64_t at = 0; ///< where the bytes go, or how long the file becomes
    std::string bytes{};
};

std::mutex journal_mutex;
bool is_recording = false;
std::vector<disk_event> journal;

void note(disk_event::what kind, int file, std::int64_t at = 0, std::string_view bytes = {}) {
    struct stat about {};
    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) return;
    const std::lock_guard lock{journal_mutex};
    if (is_recording) journal.push_back({kind, about.st_ino, at, std::string{bytes}});
}

std::size_t events_so_far() {
    const std::lock_guard lock{journal_mutex};
    return journal.size();
}

ino_t number_of(const std::filesystem::path& path) {
    struct stat about {};
    return stat(path.c_str(), &about) == 0 ? about.st_ino : 0;
}

using disk = std::map<ino_t, std::string>; ///< what each file holds

void write_at(std::string& file, std::size_t at, std::string_view bytes) {
    if (file.size() < at + bytes.size()) file.resize(at + bytes.size());
    file.replace(at, bytes.size(), bytes);
}

/// What may be on the disk after the power went at some event: all that was synced, and of the rest any part, sector by
/// sector, in any order.
disk after_power_cut(const std::vector<disk_event>& all, std::size_t cut, std::mt19937& random) {
    constexpr std::size_t sector = 512;
    disk kept;
    std::map<ino_t, std::vector<const disk_event*>> waiting;
    const auto apply = [&](const disk_event& event, bool whole) {
        std::string& file = kept[event.file];
        if (event.kind == disk_event::what::cut) {
            if (whole || random() % 2 == 0) file.resize(static_cast<std::size_t>(event.at));
            return;
        }
        for (std::size_t done = 0; done < event.bytes.size(); done += sector)
            if (whole || random() % 2 == 0)
                write_at(file, static_cast<std::size_t>(event.at) + done,
                         std::string_view{event.bytes}.substr(done, sector));
    };
    for (std::size_t i = 0; i < cut; ++i) {
        const disk_event& event = all[i];
        if (event.kind != disk_event::what::sync) {
            waiting[event.file].push_back(&event);
            continue;
        }
        for (const disk_event* each : waiting[event.file])
            apply(*each, true);
        waiting[event.file].clear();
    }
    for (auto& [file, events] : waiting) {
        if (random() % 3 == 0) continue; // nothing of it
        const bool whole = random() % 3 == 0;
        if (!whole) std::ranges::shuffle(events, random);
        for (const disk_event* each : events)
            apply(*each, whole);
    }
    return kept;
}

/// A commit as its caller knows it.
struct told {
    std::size_t begun;     ///< events before it
    std::size_t completed; ///< events when it was acknowledged
};

constexpr int moved_by_each = 3;

/// The record of a commit, and some applications moved with it.
void commit_once(database& store, int number) {
    const auto t = store.begin_write();
    for (int i = 0; i < moved_by_each; ++i) {
        application_record a = sample_application((number * 7 + i) % 40 + 1);
        const auto before = t->share_application(a.id);
        a.revision = before ? (*before)->revision + 1 : 1;
        a.state = "state-" + std::to_string(number % 5);
        a.title = std::to_string(number);
        a.updated_at = instant{a.created_at.milliseconds + number};
        a.view = std::string(static_cast<std::size_t>(2'000 + number % 50 * 100), 'v');
        a.tasks = {{a.id, "officer", a.programme, "check", instant{number}, {}}};
        t->put_application(a, a.revision - 1);
    }
    t->append_log(sample_log(t->head("dream"), "dream", sample_id(number), number));
    t->commit();
}

/// What is there is all of the first so many commits, and nothing of any other; returns how many.
int commits_in(database& store) {
    const auto reader = store.read();
    const auto commits = static_cast<int>(reader->head("dream").length);
    std::map<std::string, std::string> expected;
    for (int number = 1; number <= commits; ++number)
        for (int i = 0; i < moved_by_each; ++i)
            expected[sample_id((number * 7 + i) % 40 + 1)] = std::to_string(number);
    std::map<std::string, std::string> found, waiting;
    for (const task_record& each : reader->list_tasks({{"officer"}, {}}, {std::nullopt, page_limit_max}).items)
        waiting[each.application] = std::to_string(each.since.milliseconds);
    CHECK(waiting == expected);
    for (const application_record& each : reader->list_applications({}, {std::nullopt, page_limit_max}).items) {
        found[each.id] = each.title;
        CHECK(reader->find_view(each.id));
    }
    CHECK(found == expected);
    return commits;
}

class recording {
public:
    recording() {
        const std::lock_guard lock{journal_mutex};
        journal.clear();
        is_recording = true;
    }
    std::vector<disk_event> end() {
        const std::lock_guard lock{journal_mutex};
        is_recording = false;
        return std::move(journal);
    }
};

} // namespace

// The program's own definitions go before the C library's, in SQLite's calls too.
extern "C" ssize_t pwrite64(int file, const void* bytes, size_t count, off64_t at) {
    const auto written = syscall(SYS_pwrite64, file, bytes, count, at);
    if (written > 0)
        note(disk_event::what::write, file, at, {static_cast<const char*>(bytes), static_cast<std::size_t>(written)});
    return written;
}
extern "C" ssize_t pwrite(int file, const void* bytes, size_t count, off_t at) {
    return pwrite64(file, bytes, count, at);
}
extern "C" int ftruncate64(int file, off64_t size) noexcept {
    const auto done = static_cast<int>(syscall(SYS_ftruncate, file, size));
    if (done == 0) note(disk_event::what::cut, file, size);
    return done;
}
extern "C" int ftruncate(int file, off_t size) noexcept {
    return ftruncate64(file, size);
}
extern "C" int fdatasync(int file) {
    note(disk_event::what::sync, file); // what is written from here on need not be part of it
    return static_cast<int>(syscall(SYS_fdatasync, file));
}
extern "C" int fsync(int file) {
    return fdatasync(file);
}

TEST_CASE("whenever the power goes, what was acknowledged is there, and nothing by halves") {
    std::mt19937 random{static_cast<unsigned>(GENERATE(range(1, 4)))};
    sqlite::options settings;
    settings.checkpoint_pages = 60; // so that the log is moved, and begun anew, again and again
    settings.places_behind_max = 8;
    const fresh_store folder{"sqlite"};
    const std::filesystem::path path = folder.path().parent_path() / "written.db";
    const std::filesystem::path log = path.string() + "-wal";

    recording disk_journal;
    std::vector<told> commits;
    ino_t file_number = 0;
    ino_t log_number = 0;
    std::size_t opened = 0;
    {
        const auto store = sqlite::open(path, settings);
        opened = events_so_far();
        for (int number = 1; number <= 150; ++number) {
            const std::size_t begun = events_so_far();
            commit_once(*store, number);
            commits.push_back({begun, events_so_far()});
            if (number % 10 == 0) CHECK(commits_in(*store) == number);
        }
        file_number = number_of(path);
        log_number = number_of(log);
    }
    const std::vector<disk_event> all = disk_journal.end();
    REQUIRE(std::ranges::count(all, disk_event::what::sync, &disk_event::kind) > 150);

    const std::filesystem::path found_after = folder.path().parent_path() / "found.db";
    int lost = 0;
    for (int cuts = 0; cuts < 120; ++cuts) {
        const std::size_t cut = opened + random() % (all.size() - opened + 1);
        CAPTURE(cuts, cut, all.size());
        disk kept = after_power_cut(all, cut, random);
        for (const char* rest : {"", "-wal", "-shm"})
            std::filesystem::remove(found_after.string() + rest);
        std::ofstream{found_after, std::ios::binary} << kept[file_number];
        std::ofstream{found_after.string() + "-wal", std::ios::binary} << kept[log_number];
        const auto store = sqlite::open(found_after, settings);
        const int there = commits_in(*store);
        const auto acknowledged = std::ranges::count_if(commits, [&](const told& t) { return t.completed <= cut; });
        const auto begun = std::ranges::count_if(commits, [&](const told& t) { return t.begun < cut; });
        CHECK(there >= acknowledged);
        CHECK(there <= begun);
        lost += static_cast<int>(begun) - there;
        commit_once(*store, there + 1); // and it goes on
    }
    CHECK(lost > 0); // cuts did hit commits under way
}

// seed_base --applications N --seed S --into FOLDER: makes a base that the measurements begin with.

#include "engine/service/library.hpp"
#include "engine/store/sqlite/open.hpp"
#include "engine/verifier/verify.hpp"
#include "tests/bench/seed/base_check.hpp"
#include "tests/bench/seed/base_writer.hpp"
#include "tests/bench/seed/paths.hpp"

#include <CLI/CLI.hpp>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>

namespace {

using namespace sluice;
using namespace sluice::bench;

constexpr int page_cache_kib = 4 * 1'024 * 1'024;
constexpr int checkpoint_pages = 50'000;
constexpr std::size_t approved_max = 200;

struct wanted_base {
    std::size_t applications = 10'000;
    std::uint64_t seed = 1;
    std::filesystem::path into;
};

void show(const char* what, std::size_t done, std::size_t of) {
    static const auto began = std::chrono::steady_clock::now();
    const auto took = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - began);
    if (isatty(STDERR_FILENO))
        std::cerr << "\r\033[K  " << took.count() << " s  " << what << ": " << done << " of " << of << std::flush;
    else if (done == of)
        std::cerr << "  " << took.count() << " s  " << what << ": " << of << "\n";
}

/// Some of those that wait for a decision are approved by the service itself, so that there is money on its way.
std::vector<std::string> approve_some(const std::filesystem::path& file, const office& bureau, std::size_t count,
                                      std::uint64_t seed) {
    store::application_filter waiting;
    waiting.programmes = {measured_programme};
    waiting.states = {"processing.decision"};
    std::vector<std::string> ids;
    {
        const auto database = store::sqlite::open(file);
        const auto reader = database->read();
        store::page_request want{std::nullopt, store::page_limit_max};
        for (const auto& each : reader->list_applications(waiting, want).items)
            if (ids.size() < count) ids.push_back(each.id);
    }
    seeding_service engine{file, measured_at(), seed + 1};
    for (const auto& each : ids)
        engine.carry_out(bureau.director, service::send_event{each, "approve", {{"opinion", "同意。"}}});
    return ids;
}

/// What the load has to know of each application, a line each: id, state, revision. In order of id.
void write_list(const std::filesystem::path& file, const population& all, const std::vector<std::string>& approved) {
    std::ofstream lines{file, std::ios::binary};
    const auto paths = seeded_paths();
    for (std::size_t i = 0; i < all.applications().size(); ++i) {
        const auto& row = all.pattern_of(i).row;
        const auto id = all.words_of(i).front();
        const bool went_on = std::find(approved.begin(), approved.end(), id) != approved.end();
        lines << id << ' ' << (went_on ? "notice_running" : paths[all.pattern_of(i).path].state) << ' '
              << row.revision + (went_on ? 1 : 0) << '\n';
    }
    if (!lines.flush()) throw std::runtime_error("cannot write " + file.string());
}

json tokens() {
    json applicants = json::array();
    for (int i = 0; i < applicants_with_token; ++i)
        applicants.push_back(applicant_token(i));
    return {{"officer", officer_token},
            {"director", director_token},
            {"auditor", auditor_token},
            {"admin", admin_token},
            {"applicants", std::move(applicants)}};
}

void seed_base(const wanted_base& wanted) {
    std::filesystem::create_directories(wanted.into);
    const auto file = wanted.into / "sluice.db", scratch = wanted.into / "patterns.db";
    office bureau;
    {
        seeding_service engine{file, founded_at(), wanted.seed};
        bureau = found_office(engine);
    }
    std::filesystem::copy_file(file, scratch);
    const title_maker titles{wanted.seed};
    const auto made = live_patterns(scratch, bureau, titles, wanted.seed);
    const population all{made, titles, wanted.applications, wanted.seed};
    {
        store::sqlite::options settings;
        settings.checkpoint_pages = checkpoint_pages;
        settings.cache_kib = page_cache_kib;
        const auto database = store::sqlite::open(file, settings);
        const auto shelf =
            service::library::load("workflows", *database, founded_at(),
                                   [](programme::definition_files files, const calendar::calendar& days) {
                                       return verifier::verify(std::move(files), days);
                                   });
        write_base(*database, all, made.firm, *shelf->current(measured_programme), show);
    }
    const auto approved = approve_some(file, bureau, std::min(approved_max, wanted.applications / 100), wanted.seed);
    show("checking", 0, wanted.applications);
    check_base(*store::sqlite::open(file), wanted.seed);
    show("checking", wanted.applications, wanted.applications);
    write_list(wanted.into / "applications.txt", all, approved);
    for (const auto* suffix : {"", "-wal", "-shm", ".lock"})
        std::filesystem::remove(scratch.string() + suffix);
    const json about = {
        {"applications", wanted.applications},
        {"seed", wanted.seed},
        {"programme", measured_programme},
        {"clock", to_rfc3339(measured_at())},
        {"rounds", bureau.rounds},
        {"tokens", tokens()},
        {"opinion", measured_opinion},
        {"reason", measured_reason},
        {"sizes", {{"body", made.sizes.body}, {"event", made.sizes.event}, {"outbox", made.sizes.outbox}}}};
    std::ofstream{wanted.into / "seed.json"} << about.dump(2) << "\n";
    sync();
    if (isatty(STDERR_FILENO)) std::cerr << "\r\033[K";
}

} // namespace

int main(int count, char** words) {
    CLI::App program{"Makes a base that the measurements begin with"};
    wanted_base wanted;
    program.add_option("--applications", wanted.applications)->check(CLI::Range(1, 10'000'000))->capture_default_str();
    program.add_option("--seed", wanted.seed)->capture_default_str();
    program.add_option("--into", wanted.into, "an empty or new folder")->required();
    CLI11_PARSE(program, count, words);
    try {
        seed_base(wanted);
        return 0;
    } catch (const std::exception& trouble) {
        std::cerr << "seed_base: " << trouble.what() << "\n";
        return 1;
    }
}

#include "tests/bench/report/limits.hpp"

#include <fmt/format.h>

namespace sluice::bench {
namespace {

constexpr double start_ms_small = 300, start_ms_large = 3'000;
constexpr std::size_t small = 10'000, large = 1'000'000;
constexpr double idle_mb_max = 40;
constexpr double totals_a_second_min = 5'000;
constexpr double step_p99_ms_max = 20;
constexpr double bytes_of_an_application_max = 1'000;
constexpr double mixed_a_second_min = 15'000, mixed_where_bare = 90'000;

class judge_of_one_size {
public:
    judge_of_one_size(const size_figures& size, std::vector<verdict>& into)
        : size_{size}
        , into_{into} {}

    void all() {
        ratio("step", 64, "raw_sqlite", 32, 0.8);
        ratio("step", 1, "raw_sqlite", 1, 0.45);
        if (const auto* step = size_.find("step", 64))
            add("p99 of a durable step at 64 connections at most 20 ms", fmt::format("{:.1f} ms", step->p99_ms),
                step->p99_ms <= step_p99_ms_max);
        ratio("get", 16, "bare_beast", 16, 0.6);
        ratio("list", 16, "bare_beast", 16, 0.2);
        if (const auto* totals = size_.find("totals", 16))
            add("totals at least 5,000/s", fmt::format("{:.0f}/s", totals->a_second()),
                totals->a_second() >= totals_a_second_min);
        mixed();
        if (size_.applications <= small) start_and_rest();
        if (size_.applications == large)
            add("start to ready under 3 s", fmt::format("{:.0f} ms", size_.start_ms), size_.start_ms < start_ms_large);
    }

private:
    void add(const std::string& promise, std::string figures, bool holds) {
        into_.push_back({fmt::format("{} applications: {}", size_.applications, promise), std::move(figures), holds});
    }

    void ratio(const char* what, int at, const char* floor, int floor_at, double least) {
        const auto* found = size_.find(what, at);
        const auto* beside = size_.find(floor, floor_at);
        if (!found || !beside) return;
        const double ratio = found->a_second() / beside->a_second();
        add(fmt::format("{} at {} connection(s) at least {} of {} at {}", what, at, least, floor, floor_at),
            fmt::format("{:.2f} ({:.0f} of {:.0f}/s)", ratio, found->a_second(), beside->a_second()), ratio >= least);
    }

    void mixed() {
        const auto* found = size_.find("mixed", 64);
        const auto* bare = size_.find("bare_beast", 64);
        if (!found || !bare) return;
        const double scaled = found->a_second() * mixed_where_bare / bare->a_second();
        add("mixed day at 64 connections at least 15,000/s where bare Beast gives 90,000",
            fmt::format("{:.0f} ({:.0f} of {:.0f}/s)", scaled, found->a_second(), bare->a_second()),
            scaled >= mixed_a_second_min);
    }

    void start_and_rest() {
        add("start to ready under 300 ms", fmt::format("{:.0f} ms", size_.start_ms), size_.start_ms < start_ms_small);
        const double mb = size_.idle_bytes / 1e6;
        add("idle memory under 40 MB", fmt::format("{:.1f} MB", mb), mb < idle_mb_max);
    }

    const size_figures& size_;
    std::vector<verdict>& into_;
};

/// What is lost from the small base to the large one, in plain rates.
void judge_growth(const size_figures& from, const size_figures& to, std::vector<verdict>& into) {
    struct bound {
        const char* what;
        int at;
        double lost_max;
    };
    for (const auto& [what, at, lost_max] :
         {bound{"step", 64, 0.25}, bound{"get", 16, 0.25}, bound{"totals", 16, 0.25}, bound{"list", 16, 0.35}}) {
        const auto *before = from.find(what, at), *after = to.find(what, at);
        if (!before || !after) continue;
        const double lost = 1 - after->a_second() / before->a_second();
        into.push_back({fmt::format("from {} to {} applications {} loses less than {:.0f} %", from.applications,
                                    to.applications, what, lost_max * 100),
                        fmt::format("{:.1f} % ({:.0f} to {:.0f}/s)", lost * 100, before->a_second(), after->a_second()),
                        lost < lost_max});
    }
    const double more = static_cast<double>(to.applications - from.applications);
    const double idle = (to.idle_anonymous - from.idle_anonymous) / more,
                 worked = (to.worked_anonymous - from.worked_anonymous) / more;
    into.push_back({"memory under 1 kB an application beyond the page cache",
                    fmt::format("{:.0f} bytes idle, {:.0f} after the workloads", idle, worked),
                    idle < bytes_of_an_application_max && worked < bytes_of_an_application_max});
}

} // namespace

std::vector<verdict> judge(const std::vector<size_figures>& sizes) {
    std::vector<verdict> all;
    const size_figures *least = nullptr, *most = nullptr;
    for (const auto& each : sizes) {
        judge_of_one_size{each, all}.all();
        if (each.applications == small) least = &each;
        if (each.applications == large) most = &each;
    }
    if (least && most) judge_growth(*least, *most, all);
    return all;
}

} // namespace sluice::bench

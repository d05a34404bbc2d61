#include "tests/bench/report/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sluice::bench {
namespace {

constexpr double instructions_noise = 0.01; ///< callgrind counts hardly differ from run to run

/// The rate of the floor that belongs to a measurement, 1 where there is none.
double floor_rate(const size_figures& size, const measurement& each) {
    const bool durable = each.what == "step" || each.what == "create";
    const bool is_floor = each.what == "raw_sqlite" || each.what == "fdatasync" || each.what == "bare_beast";
    const auto* floor = is_floor  ? nullptr
                        : durable ? size.find("raw_sqlite", each.at == 1 ? 1 : each.at / 2)
                                  : size.find("bare_beast", each.at);
    return floor ? floor->a_second() : 1;
}

bool overlap(std::vector<double> a, std::vector<double> b) {
    if (a.empty() || b.empty()) return true;
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    return a.back() >= b.front() && b.back() >= a.front();
}

class comparer {
public:
    explicit comparer(double noise)
        : noise_{noise} {}

    void sizes(const size_figures& before, const size_figures& after) {
        const auto here = fmt::format("{} applications: ", after.applications);
        cost(here + "start ms", before.start_ms, after.start_ms);
        cost(here + "idle bytes", before.idle_bytes, after.idle_bytes);
        cost(here + "anonymous bytes after the workloads", before.worked_anonymous, after.worked_anonymous);
        for (const auto& now : after.all) {
            const auto* then = before.find(now.what, now.at);
            if (!then) continue;
            const auto name = fmt::format("{}{} at {}", here, now.what, now.at);
            const double floor_then = floor_rate(before, *then), floor_now = floor_rate(after, now);
            const bool relative = floor_then != 1 && floor_now != 1;
            rate(name + (relative ? ", of its floor" : ", a second"), scaled(*then, relative ? floor_then : 1),
                 scaled(now, relative ? floor_now : 1));
        }
    }

    void cost(const std::string& what, double before, double after) { cost(what, before, after, noise_); }
    void cost(const std::string& what, double before, double after, double noise) {
        if (before > 0 && std::abs(after - before) > noise * before)
            found_.push_back({what, before, after, after > before});
    }

    std::vector<changed_figure> found() && { return std::move(found_); }

private:
    static std::vector<double> scaled(const measurement& each, double floor) {
        auto rounds = each.rounds;
        for (auto& one : rounds)
            one /= floor;
        return rounds;
    }

    void rate(const std::string& what, const std::vector<double>& before, const std::vector<double>& after) {
        const double then = median(before), now = median(after);
        if (overlap(before, after) || std::abs(now - then) <= noise_ * then) return;
        found_.push_back({what, then, now, now < then});
    }

    double noise_;
    std::vector<changed_figure> found_;
};

} // namespace

std::vector<changed_figure> changes_between(const json& before, const json& after, double noise) {
    comparer compared{noise};
    for (const auto& now : after.value("sizes", json::array()))
        for (const auto& then : before.value("sizes", json::array()))
            if (then.at("applications") == now.at("applications"))
                compared.sizes(size_figures_from_json(then), size_figures_from_json(now));
    const json then = before.value("instructions", json::object()), now = after.value("instructions", json::object());
    for (const auto& [name, count] : now.items())
        if (then.contains(name)) compared.cost("instructions: " + name, then.at(name), count, instructions_noise);
    return std::move(compared).found();
}

std::string text_of(const std::vector<changed_figure>& changes) {
    if (changes.empty()) return "Nothing has changed beyond chance.\n";
    std::string text = "Changed beyond chance:\n";
    for (const auto& each : changes)
        text += fmt::format("  {:<7} {}: {:.6g} → {:.6g} ({:+.1f} %)\n", each.worse ? "worse" : "better", each.what,
                            each.before, each.after, (each.after / each.before - 1) * 100);
    return text;
}

} // namespace sluice::bench

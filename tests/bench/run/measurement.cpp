#include "tests/bench/run/measurement.hpp"

#include <algorithm>

namespace sluice::bench {
namespace {

double ms(std::chrono::nanoseconds time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

} // namespace

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    const auto middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double measurement::a_second() const {
    return median(rounds);
}

double measurement::spread() const {
    if (rounds.empty() || a_second() <= 0) return 0;
    const auto [least, most] = std::minmax_element(rounds.begin(), rounds.end());
    return (*most - *least) / 2 / a_second();
}

const measurement* size_figures::find(const std::string& what, int at) const {
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const measurement& each) { return each.what == what && each.at == at; });
    return found == all.end() ? nullptr : &*found;
}

gathered_rounds::series& gathered_rounds::of(const std::string& what, int at) {
    const auto found =
        std::find_if(all_.begin(), all_.end(), [&](const series& each) { return each.what == what && each.at == at; });
    if (found != all_.end()) return *found;
    all_.push_back({what, at, {}, {}, {}, {}, {}, {}});
    return all_.back();
}

void gathered_rounds::add(const std::string& what, int at, const round_figures& round, double server_us) {
    auto& to = of(what, at);
    to.a_second.push_back(round.a_second);
    to.p50.push_back(ms(round.latency.percentile(50)));
    to.p90.push_back(ms(round.latency.percentile(90)));
    to.p99.push_back(ms(round.latency.percentile(99)));
    to.max.push_back(ms(round.latency.max()));
    to.server_us.push_back(server_us);
}

void gathered_rounds::add(const std::string& what, int at, double a_second) {
    of(what, at).a_second.push_back(a_second);
}

std::vector<measurement> gathered_rounds::summary() const {
    std::vector<measurement> all;
    for (const auto& each : all_)
        all.push_back({each.what, each.at, each.a_second, median(each.p50), median(each.p90), median(each.p99),
                       each.max.empty() ? 0 : *std::max_element(each.max.begin(), each.max.end()),
                       median(each.server_us)});
    return all;
}

json to_json(const size_figures& figures) {
    json all = json::array();
    for (const auto& each : figures.all)
        all.push_back({{"what", each.what},
                       {"at", each.at},
                       {"a_second", each.a_second()},
                       {"rounds", each.rounds},
                       {"p50_ms", each.p50_ms},
                       {"p90_ms", each.p90_ms},
                       {"p99_ms", each.p99_ms},
                       {"max_ms", each.max_ms},
                       {"server_us", each.server_us}});
    return {{"applications", figures.applications},
            {"start_ms", figures.start_ms},
            {"idle_bytes", figures.idle_bytes},
            {"idle_anonymous", figures.idle_anonymous},
            {"worked_anonymous", figures.worked_anonymous},
            {"measurements", std::move(all)}};
}

size_figures size_figures_from_json(const json& written) {
    size_figures figures{written.at("applications"), written.at("start_ms"), written.at("idle_bytes"),
                         written.at("idle_anonymous"), written.at("worked_anonymous")};
    for (const auto& each : written.at("measurements"))
        figures.all.push_back({each.at("what"), each.at("at"), each.at("rounds").get<std::vector<double>>(),
                               each.at("p50_ms"), each.at("p90_ms"), each.at("p99_ms"), each.at("max_ms"),
                               each.at("server_us")});
    return figures;
}

} // namespace sluice::bench

#pragma once

#include "engine/base/json.hpp"
#include "tests/bench/load/load_generator.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sluice::bench {

/// What came of all rounds of one thing, at so many connections (or steps a commit, for `raw_sqlite`).
struct measurement {
    std::string what;
    int at = 0;
    std::vector<double> rounds{};                          ///< a second, in the order in which they were run
    double p50_ms = 0, p90_ms = 0, p99_ms = 0, max_ms = 0; ///< of the round in the middle; the longest of all
    double server_us = 0; ///< processor time of the server for each request, median; 0 where there is no server

    /// The median.
    double a_second() const;
    /// Half of the distance between the best and the worst round, of the median.
    double spread() const;
};

/// Everything measured with so many applications.
struct size_figures {
    std::size_t applications = 0;
    double start_ms = 0;         ///< to ready, median
    double idle_bytes = 0;       ///< resident when idle
    double idle_anonymous = 0;   ///< of that, what is no file
    double worked_anonymous = 0; ///< the same after all workloads
    std::vector<measurement> all{};

    const measurement* find(const std::string& what, int at) const;
};

double median(std::vector<double> values);

/// Gathers the rounds of many things that are measured in turn.
class gathered_rounds {
public:
    void add(const std::string& what, int at, const round_figures&, double server_us);
    /// For a floor of which only the rate is known.
    void add(const std::string& what, int at, double a_second);

    std::vector<measurement> summary() const;

private:
    struct series {
        std::string what;
        int at;
        std::vector<double> a_second, p50, p90, p99, max, server_us;
    };
    series& of(const std::string& what, int at);

    std::vector<series> all_;
};

json to_json(const size_figures&);
/// Throws `json::exception` on what `to_json` has not written.
size_figures size_figures_from_json(const json&);

} // namespace sluice::bench

#include "tests/mutation/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>

namespace sluice::mutation {
namespace {

constexpr std::size_t rules_shown = 25;

void count(tally& sums, catcher by) {
    ++sums.mutants;
    switch (by) {
    case catcher::reader:
        ++sums.reader;
        break;
    case catcher::verifier:
        ++sums.verifier;
        break;
    case catcher::expectations:
        ++sums.expectations;
        break;
    case catcher::traces:
        ++sums.traces;
        break;
    case catcher::nothing:
        ++sums.survived;
        break;
    }
}

void print_line(const std::string& name, const tally& sums, std::ostream& out) {
    out << fmt::format("{:<28} {:>7} {:>7} {:>8} {:>7} {:>7} {:>8} {:>7.1f}\n", name, sums.mutants, sums.reader,
                       sums.verifier, sums.expectations, sums.traces, sums.survived, sums.percent());
}

} // namespace

tally print_table(const std::vector<mutant>& all, const std::vector<verdict>& verdicts, std::ostream& out) {
    std::map<std::string, tally> by_way;
    std::map<std::string, std::size_t> by_rule;
    tally sums;
    for (std::size_t i = 0; i < all.size(); ++i) {
        count(by_way[all[i].way], verdicts[i].by);
        count(sums, verdicts[i].by);
        if (verdicts[i].by != catcher::nothing) ++by_rule[verdicts[i].rule];
    }
    out << fmt::format("{:<28} {:>7} {:>7} {:>8} {:>7} {:>7} {:>8} {:>7}\n", "what was done", "mutants", "reader",
                       "verifier", "cases", "traces", "survived", "caught");
    for (const auto& [way, line] : by_way)
        print_line(way, line, out);
    print_line("all", sums, out);
    std::vector<std::pair<std::size_t, std::string>> rules;
    for (const auto& [rule, times] : by_rule)
        rules.emplace_back(times, rule);
    std::sort(rules.rbegin(), rules.rend());
    out << "\nwhat caught them\n";
    for (std::size_t i = 0; i < std::min(rules.size(), rules_shown); ++i)
        out << fmt::format("{:>7}  {}\n", rules[i].first, rules[i].second);
    return sums;
}

} // namespace sluice::mutation

#include "engine/verifier/inspection.hpp"
#include "engine/verifier/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <limits>
#include <optional>

namespace sluice::verifier {
namespace {

constexpr edge_number no_edge = std::numeric_limits<edge_number>::max();

enum class meets { neither, pass, before };

/// Which of the two states is entered first.
meets first_of(const std::vector<std::uint32_t>& entered, std::size_t before, std::size_t pass) {
    for (const auto each : entered) {
        if (each == pass) return meets::pass;
        if (each == before) return meets::before;
    }
    return meets::neither;
}

/// A shortest path that reaches `before` without `pass`; empty when the law holds.
std::optional<std::vector<edge_number>> counterexample(const inspected& in, std::size_t before, std::size_t pass) {
    std::vector<bool> visited(in.space.states().size());
    std::vector<edge_number> arrived(in.space.states().size(), no_edge);
    std::deque<node_number> waiting;
    for (node_number each = 0; each < in.space.beginnings(); ++each) {
        const auto met = first_of(in.space.begun_entered()[each], before, pass);
        if (met == meets::before) return std::vector<edge_number>{};
        if (met == meets::pass) continue;
        visited[each] = true;
        waiting.push_back(each);
    }
    for (; !waiting.empty(); waiting.pop_front())
        for (const auto number : in.space.leaving()[waiting.front()]) {
            const auto& way = in.space.edges()[number];
            const auto met = first_of(way.entered, before, pass);
            if (met == meets::pass || (met == meets::neither && visited[way.to])) continue;
            if (met == meets::before) {
                std::vector<edge_number> path{number};
                for (auto at = way.from; arrived[at] != no_edge; at = in.space.edges()[arrived[at]].from)
                    path.push_back(arrived[at]);
                std::reverse(path.begin(), path.end());
                return path;
            }
            visited[way.to] = true;
            arrived[way.to] = number;
            waiting.push_back(way.to);
        }
    return std::nullopt;
}

} // namespace

void inspect_order_laws(const inspected& in, finding_list& to) {
    for (std::size_t index = 0; index < in.rules.laws.size(); ++index) {
        const auto& law = in.rules.laws[index];
        const auto before = in.chart().find(law.before), pass = in.chart().find(law.pass);
        if (!before || !pass) continue; // the reader has said so
        const auto path = counterexample(in, *before, *pass);
        if (!path) continue;
        const auto reached = title_of(in, *before), missed = title_of(in, *pass);
        to.push_back(make_finding(rules::order_law, fmt::format("/laws/{}", index),
                                  {fmt::format("有一条途径不经过{}就到达{}", missed.zh, reached.zh),
                                   fmt::format("A path reaches {} without passing {}", reached.en, missed.en)},
                                  in_words(in, *path)));
    }
}

} // namespace sluice::verifier

#include "engine/verifier/inspection.hpp"
#include "engine/verifier/rules.hpp"

#include <fmt/format.h>

#include <deque>
#include <map>

namespace sluice::verifier {
namespace {

struct seen_parts {
    std::vector<bool> states, transitions;
};

seen_parts parts_of(const inspected& in) {
    seen_parts seen{std::vector<bool>(in.chart().states().size()), std::vector<bool>(in.chart().transitions().size())};
    for (const auto& entered : in.space.begun_entered())
        for (const auto each : entered)
            seen.states[each] = true;
    for (const auto each : in.space.begun_taken())
        seen.transitions[each] = true;
    for (const auto& each : in.space.edges()) {
        for (const auto state : each.entered)
            seen.states[state] = true;
        for (const auto transition : each.taken)
            seen.transitions[transition] = true;
    }
    return seen;
}

void find_unseen(const inspected& in, finding_list& to) {
    const auto seen = parts_of(in);
    for (const auto& each : in.chart().states()) {
        if (seen.states[each.index] || each.kind == statechart::state_kind::history) continue;
        if (each.parent && !seen.states[*each.parent]) continue; // said of the parent
        const auto title = title_of(in, each.index);
        to.push_back(make_finding(rules::unreachable_state, each.pointer,
                                  {fmt::format("没有任何途径可以到达状态{}", title.zh),
                                   fmt::format("No path leads to the state {}", title.en)}));
    }
    for (const auto& each : in.chart().transitions()) {
        if (seen.transitions[each.index] || !seen.states[each.source]) continue;
        const auto title = title_of_transition(in, each);
        const auto source = title_of(in, each.source);
        to.push_back(make_finding(
            rules::dead_transition, each.pointer,
            {fmt::format("状态{}的转移{}永远不会发生：条件从不成立，或总有排在它前面的转移先发生", source.zh, title.zh),
             fmt::format("The transition {} of the state {} is never taken: its conditions never hold, or one before "
                         "it always comes first",
                         title.en, source.en)}));
    }
}

/// Whether an end can be reached from each node.
std::vector<bool> can_end(const inspected& in) {
    const auto& states = in.space.states();
    std::vector<std::vector<node_number>> before(states.size());
    for (const auto& each : in.space.edges())
        before[each.to].push_back(each.from);
    std::vector<bool> ends(states.size());
    std::deque<node_number> waiting;
    for (node_number each = 0; each < states.size(); ++each)
        if (states[each].position.done) {
            ends[each] = true;
            waiting.push_back(each);
        }
    for (; !waiting.empty(); waiting.pop_front())
        for (const auto each : before[waiting.front()])
            if (!ends[each]) {
                ends[each] = true;
                waiting.push_back(each);
            }
    return ends;
}

void find_stranded(const inspected& in, finding_list& to) {
    const auto ends = can_end(in);
    std::map<std::vector<std::size_t>, bool> said;
    for (node_number each = 0; each < ends.size(); ++each) {
        if (ends[each]) continue;
        const auto& position = in.space.states()[each].position;
        if (!said.try_emplace(position.configuration, true).second) continue;
        const bool alone = in.space.leaving()[each].empty();
        const auto where = titles_of(in, position);
        const auto innermost = statechart::active_leaves(in.chart(), position).front();
        const text sentence =
            alone
                ? text{fmt::format("申请可停在{}：没有人可以办理，也没有期限在走", where.zh),
                       fmt::format("An application can come to rest in {}: nobody can act and no term runs", where.en)}
                : text{fmt::format("从{}出发，申请再也到不了任何终点", where.zh),
                       fmt::format("From {} an application can never come to an end", where.en)};
        to.push_back(make_finding(alone ? rules::nobody_can_act : rules::no_way_out,
                                  in.chart().states()[innermost].pointer, sentence,
                                  in_words(in, in.space.path_to(each))));
    }
}

void find_cycles(const inspected& in, finding_list& to) {
    for (const auto& each : in.space.doubts()) {
        if (each.what.of != doubt::kind::cycle) continue;
        to.push_back(
            make_finding(rules::endless_round, each.what.pointer,
                         {"自动转移（always）会无休止地循环", "Eventless transitions (always) go round for ever"},
                         in_words(in, in.space.path_to(each.at), in.space.stimuli()[each.stimulus])));
    }
}

} // namespace

void inspect_reachability(const inspected& in, finding_list& to) {
    find_cycles(in, to);
    if (in.space.states().empty()) {
        to.push_back(make_finding(rules::no_way_out, "/workflow",
                                  {"申请无法建立：初始状态的动作总被拒绝，或自动转移停不下来",
                                   "No application can begin: an action of the initial states is always refused, or "
                                   "eventless transitions never come to rest"}));
        return;
    }
    if (!in.space.complete()) {
        to.push_back(make_finding(
            rules::state_space, "/workflow",
            {fmt::format("状态空间超过 {} 个，未能全部证明；请减少相互独立的变量，或拆分流程",
                         in.space.states().size()),
             fmt::format(
                 "More than {} abstract states: not everything could be proven; use fewer independent variables "
                 "or split the procedure",
                 in.space.states().size())}));
        return;
    }
    find_unseen(in, to);
    find_stranded(in, to);
}

} // namespace sluice::verifier

#include "engine/verifier/inspection.hpp"
#include "engine/verifier/rules.hpp"

#include "engine/base/instant.hpp"
#include "engine/calendar/delay.hpp"

#include <fmt/format.h>

#include <map>

namespace sluice::verifier {
namespace {

/// Deciding one event costs at most so many steps of evaluation, some hundredths of a second.
constexpr std::uint64_t event_cost_max = 1'000'000;

/// The delay as written, where it is written out or is a parameter.
std::optional<std::string> written_delay(const inspected& in, const ordered_json& delay) {
    if (delay.is_string()) return delay.get<std::string>();
    if (!delay.is_object() || !delay.contains("cel") || !delay["cel"].is_string()) return std::nullopt;
    const auto& source = delay["cel"].get_ref<const std::string&>();
    constexpr std::string_view prefix = "parameters.";
    if (!source.starts_with(prefix)) return std::nullopt;
    const auto found = in.rules.parameters.find(source.substr(prefix.size()));
    if (found == in.rules.parameters.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

void inspect_delay(const inspected& in, const statechart::timer& timer, finding_list& to) {
    const auto written = written_delay(in, timer.delay);
    if (!written || written->find("{{") != std::string::npos) return;
    if (calendar::parse_delay(*written) || parse_rfc3339(*written)) return;
    to.push_back(
        make_finding(rules::deadline, in.chart().transitions()[timer.transition].pointer + "/delay",
                     {fmt::format("“{}”不是期限；写成“5 working days”“3 months”“36 hours”之类", *written),
                      fmt::format("“{}” is no delay: write “5 working days”, “3 months” or “36 hours”", *written)}));
}

void find_same_instant(const inspected& in, const statechart::state& state, finding_list& to) {
    std::map<std::string, std::size_t> known;
    for (const auto number : state.timers) {
        const auto& timer = in.chart().timers()[number];
        const auto written = written_delay(in, timer.delay);
        const auto key = written ? *written : timer.delay.dump();
        if (known.try_emplace(key, number).second) continue;
        const auto title = title_of(in, state.index);
        to.push_back(make_finding(rules::order_decides, in.chart().transitions()[timer.transition].pointer,
                                  {fmt::format("状态{}有两个期限同时届满（{}），先后不定", title.zh, key),
                                   fmt::format("Two terms of the state {} end at the same instant ({}): which comes "
                                               "first is left to chance",
                                               title.en, key)}));
    }
}

void find_overlaps(const inspected& in, finding_list& to) {
    for (const auto& each : in.space.doubts()) {
        if (each.what.of != doubt::kind::order_decides) continue;
        to.push_back(make_finding(
            rules::order_decides, each.what.pointer,
            {"排在前面的转移与这一个的条件可以同时成立：由书写顺序决定走哪一个；请把条件写成互斥的",
             "The guard of a transition before this one can hold at the same time: the order in the file decides; make "
             "the guards exclude each other"},
            in_words(in, in.space.path_to(each.at), in.space.stimuli()[each.stimulus]), severity::warning));
    }
}

void inspect_cost(const inspected& in, finding_list& to) {
    for (const auto& each : in.chart().transitions()) {
        const auto& rules = in.rules.transitions[each.index];
        std::uint64_t cost = rules.guard ? rules.guard->cost_max() : 0;
        for (const auto& wanted : rules.requirements)
            if (wanted.that) cost = std::max(cost, cost + wanted.that->cost_max());
        if (cost <= event_cost_max) continue;
        const auto title = title_of_transition(in, each);
        to.push_back(
            make_finding(rules::expression_cost, each.pointer,
                         {fmt::format("{}的条件最多要 {} 步，超过 {} 步", title.zh, cost, event_cost_max),
                          fmt::format("Deciding {} can take {} steps, more than {}", title.en, cost, event_cost_max)}));
    }
}

} // namespace

void inspect_deadlines(const inspected& in, finding_list& to) {
    for (const auto& each : in.chart().timers())
        inspect_delay(in, each, to);
    for (const auto& each : in.chart().states())
        find_same_instant(in, each, to);
    find_overlaps(in, to);
    inspect_cost(in, to);
}

} // namespace sluice::verifier

#include "tests/conformance/xstate/scion.hpp"

#include "engine/statechart/selection.hpp"

#include <algorithm>

namespace sluice::conformance {

namespace {

/// Whether the script sends what the chart has never heard of, below a name that it has: SCXML's `submit` also takes
/// `submit.late`, and the export can only guard against names that the chart knows.
bool sends_below_known(const statechart::chart& of, const ordered_json& script) {
    return std::any_of(script.begin(), script.end(), [&](const ordered_json& step) {
        const auto sent = step.value("event", "");
        const auto is_above = [&](const statechart::transition& each) { return sent.starts_with(each.event + "."); };
        const auto hears = [&](const statechart::transition& each) {
            return each.descriptor != statechart::descriptor_kind::any && statechart::matches(each, sent);
        };
        const auto& all = of.transitions();
        return std::any_of(all.begin(), all.end(), is_above) && std::none_of(all.begin(), all.end(), hears);
    });
}

/// SCION, after the letter of Appendix D, raises the done event of one parallel state around; ours go on outward.
bool has_nested_regions(const statechart::chart& of) {
    const auto is_parallel = [](const statechart::state& each) {
        return each.kind == statechart::state_kind::parallel;
    };
    return std::any_of(of.states().begin(), of.states().end(), [&](const statechart::state& each) {
        return is_parallel(each) && each.parent && is_parallel(of.states()[*each.parent]);
    });
}

/// SCION loses its way (no state is active) where a history state brings back a final state that ends its parent.
bool remembers_final(const statechart::chart& of) {
    return std::any_of(of.states().begin(), of.states().end(), [&](const statechart::state& each) {
        if (each.kind != statechart::state_kind::history) return false;
        const auto& inside = of.states()[*each.parent];
        return std::any_of(of.states().begin() + static_cast<std::ptrdiff_t>(inside.index),
                           of.states().begin() + static_cast<std::ptrdiff_t>(inside.subtree_end),
                           [](const statechart::state& inner) { return inner.kind == statechart::state_kind::final; });
    });
}

} // namespace

std::string rejection_for_scion(const statechart::chart& of, const ordered_json& script) {
    if (has_nested_regions(of)) return "nested regions";
    if (remembers_final(of)) return "history of a final state";
    return sends_below_known(of, script) ? "unheard below" : "";
}

void end_before_scion_does(const statechart::chart& of, scripted_run& run) {
    const auto is_final = [&](const json& id) {
        return of.states()[*of.find(id.get<std::string>())].kind == statechart::state_kind::final;
    };
    for (std::size_t number = 0; number < run.observed.size(); ++number) {
        const auto& seen = run.observed[number];
        const auto& active = seen["configuration"];
        if (seen["done"] || !std::all_of(active.begin(), active.end(), is_final)) continue;
        run.observed.resize(number);
        run.steps = number == 0 ? std::nullopt : std::optional{number - 1};
        return;
    }
}

} // namespace sluice::conformance

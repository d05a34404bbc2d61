#include "engine/statechart/export_xstate.hpp"

#include "engine/statechart/export_limits.hpp"
#include "engine/statechart/export_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace sluice::statechart {

namespace {

/// The longest delay that JavaScript's `setTimeout` takes; with a longer one it fires at once.
constexpr std::int64_t timeout_ms_max = 2'147'483'647;

/// XState reads `#a.b` as the child b of a; an id with points needs them escaped.
std::string reference(const state& to) {
    std::string escaped = "#";
    for (const char letter : to.id) {
        if (letter == '.' || letter == '\\') escaped += '\\';
        escaped += letter;
    }
    return escaped;
}

/// Adds a transition under a key, where the vocabulary wants one object, or a list when there are several.
void append(ordered_json& under, const std::string& key, ordered_json added) {
    if (!under.contains(key)) {
        under[key] = ordered_json::array();
    }
    under[key].push_back(std::move(added));
}

/// Everything but these keys of a raw object, with what its own `meta` holds at the top.
ordered_json rest_of(const ordered_json& definition, const std::set<std::string>& known) {
    auto rest = ordered_json::object();
    const auto own = definition.find("meta");
    if (own != definition.end() && own->is_object()) rest = *own;
    for (const auto& [key, value] : definition.items()) {
        if (key != "meta" && !known.contains(key)) rest[key] = value;
    }
    return rest;
}

class xstate_writer {
public:
    explicit xstate_writer(const chart& of)
        : chart_{of} {}

    ordered_json write() { return written(chart_.states().front()); }

private:
    /// Recursion is bounded by `depth_max`.
    ordered_json written(const state& shown) {
        auto config = ordered_json::object();
        config["id"] = shown.id;
        if (!shown.parent && shown.definition.contains("version")) config["version"] = shown.definition["version"];
        write_kind(config, shown);
        if (!shown.parent && shown.definition.contains("context")) config["context"] = shown.definition["context"];
        if (shown.definition.contains("tags")) config["tags"] = shown.definition["tags"];
        write_meta(config, shown);
        write_actions(config, "entry", shown.entry);
        write_actions(config, "exit", shown.exit);
        for (const auto number : shown.transitions)
            write_transition(config, chart_.transitions()[number]);
        write_timers(config, shown);
        if (shown.definition.contains("output")) config["output"] = shown.definition["output"];
        for (auto index = shown.index + 1; index < shown.subtree_end; index = chart_.states()[index].subtree_end) {
            const auto& inner = chart_.states()[index];
            config["states"][inner.key] = written(inner);
        }
        return config;
    }

    void write_kind(ordered_json& config, const state& shown) const {
        switch (shown.kind) {
        case state_kind::atomic:
            return;
        case state_kind::parallel:
            config["type"] = "parallel";
            return;
        case state_kind::final:
            config["type"] = "final";
            return;
        case state_kind::history:
            config["type"] = "history";
            config["history"] = shown.deep ? "deep" : "shallow";
            write_targets(config, shown.initial);
            return;
        case state_kind::compound:
            const auto& first = chart_.states()[shown.initial.front()];
            config["initial"] = first.key;
            if (shown.initial_actions.empty()) return;
            config["initial"] = ordered_json::object({{"target", first.key}});
            write_actions(config["initial"], "actions", shown.initial_actions);
        }
    }

    void write_meta(ordered_json& config, const state& shown) const {
        auto meta = rest_of(shown.definition,
                            {"id", "type", "initial", "states", "on", "always", "after", "onDone", "entry", "exit",
                             "tags", "output", "history", "target", "actions", "context", "version", "$schema"});
        if (!shown.parent) {
            for (const auto& delayed : chart_.timers()) {
                if (!written_in_ms(delayed)) meta["delays"][delayed.id] = delayed.delay;
            }
        }
        if (!meta.empty()) config["meta"] = std::move(meta);
    }

    static void write_actions(ordered_json& config, const char* key, const std::vector<action>& actions) {
        for (const auto& asked : actions) {
            auto performed = ordered_json::object({{"type", asked.type}});
            if (!asked.params.is_null()) performed["params"] = asked.params;
            append(config, key, std::move(performed));
        }
    }

    void write_targets(ordered_json& config, const std::vector<std::size_t>& targets) const {
        if (targets.size() == 1) {
            config["target"] = reference(chart_.states()[targets.front()]);
            return;
        }
        for (const auto target : targets)
            append(config, "target", reference(chart_.states()[target]));
    }

    void write_transition(ordered_json& config, const transition& shown) const {
        const bool is_own_done = shown.event == "done.state." + chart_.states()[shown.source].id;
        switch (shown.descriptor) {
        case descriptor_kind::always:
            return append(config, "always", written(shown));
        case descriptor_kind::timer:
            return;
        case descriptor_kind::any:
            return append(config["on"], shown.event, written(shown));
        case descriptor_kind::exact:
            if (is_own_done) return append(config, "onDone", written(shown));
            return append(config["on"], is_done_event(shown.event) ? "xstate." + shown.event : shown.event,
                          written(shown));
        case descriptor_kind::prefix:
            append(config["on"], shown.event, written(shown));
            if (shown.event == "done.*" || shown.event.starts_with("done.state."))
                append(config["on"], "xstate." + shown.event, written(shown));
        }
    }

    bool is_done_event(const std::string& event) const {
        return std::any_of(chart_.states().begin(), chart_.states().end(),
                           [&](const state& done) { return event == "done.state." + done.id; });
    }

    ordered_json written(const transition& shown) const {
        auto config = ordered_json::object();
        if (!shown.targets.empty()) write_targets(config, shown.targets);
        if (reenters(shown)) config["reenter"] = true;
        if (const auto expression = condition(shown); !expression.empty()) {
            config["guard"]["type"] = "cel";
            config["guard"]["params"]["expression"] = expression;
            config["guard"]["params"]["transition"] = shown.pointer;
        }
        write_actions(config, "actions", shown.actions);
        auto meta = rest_of(shown.definition, {"target", "guard", "actions", "reenter", "delay"});
        if (!meta.empty()) config["meta"] = std::move(meta);
        return config;
    }

    /// XState takes a transition to its source itself, and one inside a parallel source, as internal.
    bool reenters(const transition& shown) const {
        if (shown.targets.empty() || shown.source == 0) return false;
        const bool inside = std::all_of(shown.targets.begin(), shown.targets.end(), [&](std::size_t target) {
            return chart_.is_inside_or_same(target, shown.source);
        });
        return inside && shown.domain != shown.source;
    }

    /// XState sends a timer's event to every state; here it reaches its own transition alone.
    std::string condition(const transition& shown) const {
        if (shown.descriptor != descriptor_kind::any || !may_see_timers(chart_, shown.source))
            return whole_condition(shown);
        return whole_condition(shown, {R"(!event.type.startsWith("xstate.after."))"});
    }

    /// JavaScript moves keys that are integers to the front. Timers due together fire in the order of their start, so
    /// milliseconds are used only where all timers of the state have them, each its own.
    bool written_in_ms(const timer& asked) const {
        std::set<std::int64_t> seen;
        const auto& all = chart_.states()[asked.state].timers;
        return std::all_of(all.begin(), all.end(), [&](std::size_t number) {
            const auto ms = fixed_delay_ms(chart_.timers()[number]);
            return ms && *ms <= timeout_ms_max && seen.insert(*ms).second;
        });
    }

    void write_timers(ordered_json& config, const state& shown) const {
        for (const auto number : shown.timers) {
            const auto& delayed = chart_.timers()[number];
            const auto key = written_in_ms(delayed) ? fmt::format("{}", *fixed_delay_ms(delayed)) : delayed.id;
            append(config["after"], key, written(chart_.transitions()[delayed.transition]));
        }
    }

    const chart& chart_;
};

} // namespace

result<ordered_json> to_xstate(const chart& of) {
    auto beyond = beyond_xstate(of);
    if (beyond.empty()) return result<ordered_json>{boost::system::in_place_value, xstate_writer{of}.write()};
    auto refused = refuse(reason::definition_invalid, beyond.front().explanation, beyond.front().place);
    refused.requirements = std::move(beyond);
    return refused;
}

} // namespace sluice::statechart

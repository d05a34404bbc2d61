#include "engine/statechart/export_scxml.hpp"

#include "engine/statechart/export_limits.hpp"
#include "engine/statechart/export_parts.hpp"
#include "engine/statechart/export_xml.hpp"
#include "engine/statechart/selection.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace sluice::statechart {

namespace {

bool is_expression(const ordered_json& value) {
    return value.is_object() && value.size() == 1 && value.contains("cel");
}

/// A value as CEL: JSON's own notation is also CEL's.
std::string as_expression(const ordered_json& value) {
    return is_expression(value) ? value["cel"].get<std::string>() : value.dump();
}

class scxml_writer {
public:
    explicit scxml_writer(const chart& of)
        : chart_{of} {
        for (const auto& known : chart_.states())
            events_.insert("done.state." + known.id);
        for (const auto& known : chart_.timers())
            events_.insert(event_of(known));
        for (const auto& known : chart_.transitions()) {
            events_.insert(known.event);
            note_raised(known.actions);
        }
        for (const auto& known : chart_.states()) {
            note_raised(known.entry);
            note_raised(known.exit);
            note_raised(known.initial_actions);
        }
    }

    std::string write() {
        const auto& root = chart_.states().front();
        const bool is_plain = root.kind == state_kind::compound && root.transitions.empty() && root.entry.empty() &&
                              root.exit.empty() && root.initial_actions.empty();
        xml_writer::attributes attributes{{"xmlns", "http://www.w3.org/2005/07/scxml"},
                                          {"xmlns:sluice", scxml_extension_namespace},
                                          {"version", "1.0"},
                                          {"datamodel", "cel"},
                                          {"name", root.id}};
        attributes.emplace_back("initial", is_plain ? names(root.initial) : root.id);
        add_extensions(attributes, root.definition);
        xml_.open("scxml", attributes);
        xml_.comment("Data model \"cel\": cond, expr and delayexpr are CEL; event.type and event.data are what SCXML "
                     "calls _event.name and _event.data.");
        write_context(root);
        if (is_plain)
            write_insides(root);
        else
            write_wrapped(root);
        xml_.close();
        return std::move(xml_).finish();
    }

private:
    void note_raised(const std::vector<action>& actions) {
        for (const auto& asked : actions) {
            if (asked.raised) events_.insert(asked.raised->type);
        }
    }

    std::string event_of(const timer& delayed) const {
        const auto number = delayed.id.substr(delayed.id.rfind('#') + 1);
        return fmt::format("after.{}.{}", chart_.states()[delayed.state].id, number);
    }

    std::string names(const std::vector<std::size_t>& states) const {
        std::vector<std::string> ids;
        for (const auto index : states)
            ids.push_back(chart_.states()[index].id);
        return fmt::format("{}", fmt::join(ids, " "));
    }

    static void add_extensions(xml_writer::attributes& attributes, const ordered_json& definition) {
        if (const auto title = definition.find("title"); title != definition.end()) {
            if (title->is_string()) attributes.emplace_back("sluice:title", title->get<std::string>());
            for (const char* language : {"zh", "en"}) {
                if (title->is_object() && title->contains(language) && (*title)[language].is_string())
                    attributes.emplace_back(fmt::format("sluice:title-{}", language),
                                            (*title)[language].get<std::string>());
            }
        }
        for (const char* list : {"by", "tags"}) {
            const auto found = definition.find(list);
            const bool is_list =
                found != definition.end() && found->is_array() &&
                std::all_of(found->begin(), found->end(), [](const ordered_json& entry) { return entry.is_string(); });
            if (!is_list) continue;
            attributes.emplace_back(fmt::format("sluice:{}", list),
                                    fmt::format("{}", fmt::join(found->get<std::vector<std::string>>(), " ")));
        }
    }

    void write_context(const state& root) {
        const auto context = root.definition.find("context");
        if (context == root.definition.end()) return;
        xml_.open("datamodel");
        xml_.empty("data", {{"id", "context"}, {"expr", context->dump()}});
        xml_.close();
    }

    /// The end comes first among what the root does by itself, so that nothing follows it.
    void write_wrapped(const state& root) {
        auto end = root.id + ".end";
        while (chart_.find(end))
            end += ".end";
        open_state(root);
        const auto finished = finished_condition(root);
        if (finished) xml_.empty("transition", {{"cond", *finished}, {"target", end}});
        write_contents(root);
        xml_.close();
        if (finished) xml_.empty("final", {{"id", end}});
    }

    /// When the state is done; none where that cannot be. Recursion is bounded by `depth_max`.
    std::optional<std::string> finished_condition(const state& asked) const {
        std::vector<std::string> parts;
        for (const auto child : asked.children) {
            const auto& inner = chart_.states()[child];
            if (asked.kind == state_kind::parallel) {
                const auto finished = finished_condition(inner);
                if (!finished) return std::nullopt;
                parts.push_back("(" + *finished + ")");
            } else if (inner.kind == state_kind::final) {
                parts.push_back("In(" + ordered_json(inner.id).dump() + ")");
            }
        }
        if (parts.empty()) return std::nullopt;
        return fmt::format("{}", fmt::join(parts, asked.kind == state_kind::parallel ? " && " : " || "));
    }

    /// Recursion, with `write_state`, is bounded by `depth_max`.
    void write_insides(const state& outer) {
        for (auto index = outer.index + 1; index < outer.subtree_end; index = chart_.states()[index].subtree_end)
            write_state(chart_.states()[index]);
    }

    void open_state(const state& shown) {
        static constexpr const char* elements[] = {"state", "state", "parallel", "final", "history"};
        xml_writer::attributes attributes{{"id", shown.id}};
        if (shown.kind == state_kind::history) attributes.emplace_back("type", shown.deep ? "deep" : "shallow");
        if (shown.kind == state_kind::compound && shown.initial_actions.empty())
            attributes.emplace_back("initial", names(shown.initial));
        if (shown.parent) add_extensions(attributes, shown.definition);
        xml_.open(elements[static_cast<std::size_t>(shown.kind)], attributes);
    }

    void write_state(const state& shown) {
        open_state(shown);
        write_contents(shown);
        xml_.close();
    }

    void write_contents(const state& shown) {
        if (shown.kind == state_kind::history) return write_default(shown);
        if (!shown.initial_actions.empty()) {
            xml_.open("initial");
            write_default(shown);
            xml_.close();
        }
        write_entry(shown);
        write_exit(shown);
        for (const auto number : shown.always)
            write_transition(chart_.transitions()[number], "");
        for (const auto number : shown.on)
            write_transition(chart_.transitions()[number], chart_.transitions()[number].event);
        for (const auto number : shown.timers)
            write_transition(chart_.transitions()[chart_.timers()[number].transition],
                             event_of(chart_.timers()[number]));
        write_output(shown);
        write_insides(shown);
    }

    void write_default(const state& shown) {
        xml_.open("transition", {{"target", names(shown.initial)}});
        write_actions(shown.initial_actions);
        xml_.close();
    }

    void write_entry(const state& shown) {
        if (shown.entry.empty() && shown.timers.empty()) return;
        xml_.open("onentry");
        write_actions(shown.entry);
        for (const auto number : shown.timers) {
            const auto& delayed = chart_.timers()[number];
            const auto name = event_of(delayed);
            const auto ms = fixed_delay_ms(delayed);
            const std::pair<std::string, std::string> delay =
                ms ? std::pair{std::string{"delay"}, fmt::format("{}ms", *ms)}
                   : std::pair{std::string{"delayexpr"}, as_expression(delayed.delay)};
            xml_.empty("send", {{"event", name}, {"id", name}, delay});
        }
        xml_.close();
    }

    void write_exit(const state& shown) {
        if (shown.exit.empty() && shown.timers.empty()) return;
        xml_.open("onexit");
        for (const auto number : shown.timers)
            xml_.empty("cancel", {{"sendid", event_of(chart_.timers()[number])}});
        write_actions(shown.exit);
        xml_.close();
    }

    void write_transition(const transition& shown, const std::string& event) {
        xml_writer::attributes attributes;
        if (!event.empty()) attributes.emplace_back("event", event);
        if (const auto condition = condition_of(shown, event); !condition.empty())
            attributes.emplace_back("cond", condition);
        if (!shown.targets.empty()) attributes.emplace_back("target", names(shown.targets));
        const bool is_internal =
            shown.domain == shown.source && chart_.states()[shown.source].kind == state_kind::compound;
        if (is_internal) attributes.emplace_back("type", "internal");
        add_extensions(attributes, shown.definition);
        if (shown.actions.empty()) return xml_.empty("transition", attributes);
        xml_.open("transition", attributes);
        write_actions(shown.actions);
        xml_.close();
    }

    std::string condition_of(const transition& shown, const std::string& event) const {
        if (shown.descriptor == descriptor_kind::any && may_see_timers(chart_, shown.source))
            return whole_condition(shown, {R"(!event.type.startsWith("after."))"});
        const bool is_one = shown.descriptor == descriptor_kind::exact || shown.descriptor == descriptor_kind::timer;
        if (is_one && hears_below(event))
            return whole_condition(shown, {"event.type == " + ordered_json(event).dump()});
        return whole_condition(shown);
    }

    /// Whether the chart names events below this one, or takes any such.
    bool hears_below(const std::string& event) const {
        const auto below = events_.lower_bound(event + ".");
        if (below != events_.end() && below->starts_with(event + ".")) return true;
        return std::any_of(chart_.transitions().begin(), chart_.transitions().end(), [&](const transition& other) {
            return other.descriptor != descriptor_kind::exact && matches(other, event + ".x");
        });
    }

    void write_output(const state& shown) {
        const auto output = shown.definition.find("output");
        if (output == shown.definition.end()) return;
        xml_.open("donedata");
        write_data(*output);
        xml_.close();
    }

    void write_data(const ordered_json& data) {
        if (!data.is_object() || is_expression(data)) return xml_.empty("content", {{"expr", as_expression(data)}});
        for (const auto& [name, value] : data.items())
            xml_.empty("param", {{"name", name}, {"expr", as_expression(value)}});
    }

    void write_actions(const std::vector<action>& actions) {
        for (const auto& asked : actions) {
            if (asked.type == "raise" && asked.params["event"]["type"].is_string())
                write_raise(asked.params["event"]);
            else
                write_action(asked);
        }
    }

    void write_raise(const ordered_json& event) {
        const auto type = event["type"].get<std::string>();
        const auto data = event.find("data");
        if (data == event.end() || data->is_null()) return xml_.empty("raise", {{"event", type}});
        xml_.open("send", {{"event", type}, {"target", "#_internal"}});
        write_data(*data);
        xml_.close();
    }

    void write_action(const action& asked) {
        if (asked.params.is_null() || asked.params.empty()) return xml_.empty("sluice:action", {{"type", asked.type}});
        xml_.open("sluice:action", {{"type", asked.type}});
        for (const auto& [name, value] : asked.params.items()) {
            const bool is_whole = is_expression(value) || !value.is_structured();
            xml_.empty("sluice:parameter",
                       {{"name", name}, {is_whole ? "expr" : "json", is_whole ? as_expression(value) : value.dump()}});
        }
        xml_.close();
    }

    const chart& chart_;
    xml_writer xml_;
    std::set<std::string> events_; ///< every event that the chart names
};

} // namespace

result<std::string> to_scxml(const chart& of) {
    auto beyond = beyond_scxml(of);
    if (beyond.empty()) return scxml_writer{of}.write();
    auto refused = refuse(reason::definition_invalid, beyond.front().explanation, beyond.front().place);
    refused.requirements = std::move(beyond);
    return refused;
}

} // namespace sluice::statechart

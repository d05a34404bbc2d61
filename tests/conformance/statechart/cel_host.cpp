#include "tests/conformance/statechart/cel_host.hpp"

#include <algorithm>

namespace sluice::conformance {

namespace {

/// What `In` looks at.
struct active_states {
    const statechart::chart& of;
    const statechart::snapshot* now;
};

result<cel::value> is_in(std::span<const cel::value> arguments, const cel::activation& bound) {
    const auto& active = bound.host<active_states>();
    const auto index = active.of.find("#" + std::string{arguments.front().as_string()});
    return cel::value::boolean(index && active.now && active.now->is_active(*index));
}

} // namespace

cel_host::cel_host(const statechart::chart& of, json context)
    : chart_{of}
    , context_(std::move(context)) {
    known_.declare("context", cel::type::dynamic()).declare("event", cel::type::dynamic());
    known_.add_function("In", {cel::type::string()}, cel::type::boolean(), is_in);
}

result<bool> cel_host::enabled(const statechart::transition& asked, const statechart::event& by,
                               const statechart::snapshot& now) {
    now_ = &now;
    if (asked.guard.empty()) return true;
    const auto held = evaluate(asked.guard, by, &now);
    if (!held) return held.error();
    if (held->kind() == cel::value_kind::boolean) return held->as_boolean();
    return refuse(reason::guard_failed, {"守卫不是布尔值", "A guard that is not true or false"}, asked.pointer);
}

result<void> cel_host::perform(const statechart::action& asked, const statechart::event& by,
                               statechart::raiser& queue) {
    return act({asked.type, asked.params, asked.pointer}, by, queue);
}

result<void> cel_host::act(const written_action& asked, const statechart::event& by, statechart::raiser& queue) {
    if (asked.type == "assign") return assign(asked.params, by);
    if (asked.type == "send") return send(asked.params, by);
    if (asked.type == "cancel") return cancel(asked.params, by);
    if (asked.type == "if") return choose(asked, by, queue);
    if (asked.type == "foreach") return repeat(asked, by, queue);
    if (asked.type == "log") return {};
    if (asked.type != "raise") {
        return refuse(reason::definition_invalid, {"不认识的动作", "Unknown action " + asked.type}, asked.pointer);
    }
    const auto raised = resolve(asked.params.at("event"), by);
    if (!raised) return raised.error();
    queue.raise({raised->at("type").get<std::string>(), raised->value("data", json{})});
    return {};
}

/// Nested actions stand in the parameters of `if` and `foreach`, whose nesting the reader's bound on JSON limits.
result<void> cel_host::act_all(const ordered_json& list, const statechart::event& by, statechart::raiser& queue) {
    for (const auto& each : list) {
        const auto done =
            act({each.at("type").get<std::string>(), each.value("params", ordered_json{}), ""}, by, queue);
        if (!done) return done;
    }
    return {};
}

/// `branches`: the first whose guard holds, or that has none.
result<void> cel_host::choose(const written_action& asked, const statechart::event& by, statechart::raiser& queue) {
    for (const auto& branch : asked.params.at("branches")) {
        if (branch.contains("guard")) {
            const auto holds = evaluate(branch["guard"].get<std::string>(), by, now_);
            if (!holds) return holds.error();
            if (!holds->as_boolean()) continue;
        }
        return act_all(branch.at("actions"), by, queue);
    }
    return {};
}

/// `array`, `item`, `index` and `actions`, as SCXML has them; item and index become variables of the context.
result<void> cel_host::repeat(const written_action& asked, const statechart::event& by, statechart::raiser& queue) {
    const auto over = resolve(asked.params.at("array"), by);
    if (!over) return over.error();
    const json items = *over; // a copy: the actions may change what it came from
    for (std::size_t i = 0; i < items.size(); ++i) {
        context_[asked.params.at("item").get<std::string>()] = items.at(i);
        if (asked.params.contains("index")) context_[asked.params["index"].get<std::string>()] = i;
        if (auto done = act_all(asked.params.at("actions"), by, queue); !done) return done;
    }
    return {};
}

result<void> cel_host::cancel(const ordered_json& params, const statechart::event& by) {
    const auto found = resolve(params, by);
    if (!found) return found.error();
    const auto id = found->at("id").get<std::string>();
    std::erase_if(pending_, [&](const sent_event& each) { return each.id == id; });
    return {};
}

result<json> cel_host::output(const statechart::state& reached, const statechart::event& by) {
    const auto found = reached.definition.find("output");
    return found == reached.definition.end() ? result<json>{boost::system::in_place_value} : resolve(*found, by);
}

result<cel::value> cel_host::evaluate(const std::string& source, const statechart::event& by,
                                      const statechart::snapshot* now) {
    auto compiled = compiled_.find(source);
    if (compiled == compiled_.end()) {
        auto expression = cel::expression::compile(source, known_);
        if (!expression) return expression.error();
        compiled = compiled_.emplace(source, std::move(*expression)).first;
    }
    event_ = json::object({{"type", by.type}, {"data", by.data}});
    if (by.type.starts_with("done.state.")) event_["output"] = by.data;
    const active_states active{chart_, now};
    cel::activation bound{known_, &active};
    bound.bind("context", cel::value::view(context_)).bind("event", cel::value::view(event_));
    return compiled->second.evaluate(bound);
}

/// Replaces each {"cel": …} by its value. JSON is at most 32 levels deep, which bounds the recursion.
result<json> cel_host::resolve(const ordered_json& written, const statechart::event& by) {
    if (written.is_object() && written.size() == 1 && written.contains("cel")) {
        const auto found = evaluate(written["cel"].get<std::string>(), by, nullptr);
        if (!found) return found.error();
        return result<json>{boost::system::in_place_value, found->to_json()};
    }
    if (written.is_array()) {
        auto all = json::array();
        for (const auto& inner : written) {
            auto found = resolve(inner, by);
            if (!found) return found.error();
            all.push_back(std::move(*found));
        }
        return result<json>{boost::system::in_place_value, std::move(all)};
    }
    if (!written.is_object()) return result<json>{boost::system::in_place_value, json::parse(written.dump())};
    auto resolved = json::object();
    for (const auto& [key, inner] : written.items()) {
        auto found = resolve(inner, by);
        if (!found) return found.error();
        resolved[key] = std::move(*found);
    }
    return result<json>{boost::system::in_place_value, std::move(resolved)};
}

result<void> cel_host::assign(const ordered_json& params, const statechart::event& by) {
    const auto found = resolve(params, by);
    if (!found) return found.error();
    for (const auto& [key, assigned] : found->items())
        context_[key] = assigned;
    return {};
}

result<void> cel_host::send(const ordered_json& params, const statechart::event& by) {
    const auto found = resolve(params, by);
    if (!found) return found.error();
    const auto& sent = found->at("event");
    pending_.push_back({clock_ms_ + found->value("delay", std::int64_t{0}),
                        found->value("id", std::string{}),
                        {sent.at("type").get<std::string>(), sent.value("data", json{})}});
    return {};
}

std::optional<statechart::event> cel_host::next_due(std::int64_t until_ms) {
    const auto first =
        std::min_element(pending_.begin(), pending_.end(),
                         [](const sent_event& left, const sent_event& right) { return left.due_ms < right.due_ms; });
    if (first == pending_.end() || first->due_ms > until_ms) {
        clock_ms_ = until_ms;
        return std::nullopt;
    }
    clock_ms_ = std::max(clock_ms_, first->due_ms);
    auto due = std::move(first->sent);
    pending_.erase(first);
    return due;
}

} // namespace sluice::conformance

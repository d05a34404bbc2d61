#include "tests/conformance/statechart/mark_host.hpp"

namespace sluice::conformance {

result<bool> mark_host::enabled(const statechart::transition& asked, const statechart::event&,
                                const statechart::snapshot& now) {
    std::string_view guard = asked.guard;
    if (guard.empty()) return true;
    const bool negated = guard.starts_with('!');
    if (negated) guard.remove_prefix(1);
    constexpr std::string_view opening = "In(\"", closing = "\")";
    if (!guard.starts_with(opening) || !guard.ends_with(closing)) {
        return refuse(reason::expression_invalid, {"只认识 In(…)", "Only In(…) is known here"}, asked.pointer);
    }
    guard.remove_prefix(opening.size());
    guard.remove_suffix(closing.size());
    const auto index = chart_.find("#" + std::string{guard});
    return (index && now.is_active(*index)) != negated;
}

result<void> mark_host::perform(const statechart::action& asked, const statechart::event&, statechart::raiser&) {
    if (asked.type != "mark") {
        return refuse(reason::definition_invalid, {"不认识的动作", "Unknown action " + asked.type}, asked.pointer);
    }
    trace_.push_back(asked.params.at("m").get<std::string>());
    return {};
}

} // namespace sluice::conformance

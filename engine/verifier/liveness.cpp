#include "engine/verifier/liveness.hpp"

#include "engine/verifier/expression_book.hpp"

namespace sluice::verifier {
namespace {

using statechart::state_kind;

/// A transition as variables see it: what it reads, what it certainly gives a new value, and where it leads.
struct flow {
    variable_set reads = 0, assigned = 0;
    std::vector<std::size_t> entered;
};

class liveness {
public:
    liveness(const outline& of, const expression_book& book)
        : outline_{of}
        , book_{book}
        , chart_{*of.rules->chart}
        , flows_(chart_.transitions().size()) {
        for (const auto& each : chart_.transitions())
            follow(each);
    }

    /// Whoever is in a state is in those around it too, and may come to where their transitions lead.
    std::vector<variable_set> run() {
        std::vector<variable_set> live(chart_.states().size());
        for (bool changed = true; changed;) {
            changed = false;
            for (const auto& each : chart_.states()) {
                auto now = live[each.index] | reads(each.exit);
                if (each.parent) now |= live[*each.parent];
                for (const auto number : each.transitions) {
                    const auto& way = flows_[number];
                    variable_set beyond = 0;
                    for (const auto reached : way.entered)
                        beyond |= live[reached];
                    now |= way.reads | (beyond & ~way.assigned);
                }
                changed = changed || now != live[each.index];
                live[each.index] = now;
            }
        }
        return live;
    }

private:
    variable_set reads(expression_pointer in) const {
        variable_set found = 0;
        if (in)
            for (const auto& each : in->nodes)
                if (each.from == source_kind::variable)
                    if (const auto which = outline_.variable(book_.text(each.name))) found |= variable_set{1} << *which;
        return found;
    }

    /// What is only computed for a variable that nothing follows is read in vain.
    variable_set reads(const std::vector<statechart::action>& actions) const {
        variable_set found = 0;
        for (const auto& each : actions)
            for (const auto& parameter : book_.action(each.index).parameters)
                if (book_.action(each.index).type != "assign" || outline_.variable(parameter.name))
                    found |= reads(parameter.expression);
        return found;
    }

    variable_set assigns(const std::vector<statechart::action>& actions) const {
        variable_set found = 0;
        for (const auto& each : actions)
            if (book_.action(each.index).type == "assign")
                for (const auto& parameter : book_.action(each.index).parameters)
                    if (const auto which = outline_.variable(parameter.name)) found |= variable_set{1} << *which;
        return found;
    }

    void follow(const statechart::transition& each) {
        auto& way = flows_[each.index];
        const auto& followed = book_.transition(each.index);
        way.reads = reads(followed.guard) | reads(each.actions);
        for (const auto* wanted : followed.requirements)
            way.reads |= reads(wanted);
        way.assigned = assigns(each.actions);
        for (const auto target : each.targets)
            arrive(each.source, target, way);
    }

    /// Entering a state enters those around it that are not active yet, and what is initial inside.
    void arrive(std::size_t source, std::size_t target, flow& way) {
        descend(target, way);
        for (auto at = chart_.states()[target].parent; at && !chart_.is_inside_or_same(source, *at);
             at = chart_.states()[*at].parent) {
            enter(*at, way);
            if (chart_.states()[*at].kind == state_kind::parallel) descend(*at, way);
        }
    }

    void enter(std::size_t state, flow& way) {
        const auto& reached = chart_.states()[state];
        way.entered.push_back(state);
        way.reads |= reads(reached.entry) | reads(reached.initial_actions);
        way.assigned |= assigns(reached.entry);
    }

    void descend(std::size_t target, flow& way) {
        const auto& reached = chart_.states()[target];
        if (reached.kind == state_kind::history) {
            // Any of them may be entered again, so that none certainly assigns anything.
            for (auto inside = *reached.parent; inside < chart_.states()[*reached.parent].subtree_end; ++inside) {
                way.entered.push_back(inside);
                way.reads |= reads(chart_.states()[inside].entry) | reads(chart_.states()[inside].initial_actions);
            }
            return;
        }
        enter(target, way);
        for (const auto inside : reached.kind == state_kind::parallel ? reached.children : reached.initial)
            descend(inside, way);
    }

    const outline& outline_;
    const expression_book& book_;
    const statechart::chart& chart_;
    std::vector<flow> flows_;
};

} // namespace

std::vector<variable_set> live_variables(const outline& of, const expression_book& book) {
    return liveness{of, book}.run();
}

} // namespace sluice::verifier

#include "tests/conformance/xstate/random_chart.hpp"

#include "tests/conformance/xstate/random_tree.hpp"

#include <fmt/format.h>

#include <map>

namespace sluice::conformance {

using statechart::state_kind;

namespace {

constexpr std::size_t target_tries_max = 8;

/// In which place a guard or action is written: what `event.data.n` is there, if anything.
enum class event_data { absent, present };

class chart_maker {
public:
    chart_maker(random_source& chance, machine_options wanted)
        : chance_{chance}
        , histories_{chance.chance(65)}
        , quiet_outside_{chance.chance(25)}
        , timers_{!wanted.plain && chance.chance(40)}
        , tree_{chance, chance.between(4, 14), histories_}
        , entries_only_mark_{wanted.plain && tree_.has_parallel_inside_or_is(0)}
        , one_output_{wanted.plain} {}

    ordered_json make() {
        auto machine = write(0);
        machine["context"] = ordered_json::object({{"c0", 0}, {"c1", 1}});
        return machine;
    }

private:
    /// Recursion is bounded by the depth of the tree.
    ordered_json write(std::size_t index) {
        const auto& drafted = tree_[index];
        auto written = ordered_json::object({{"id", drafted.id}});
        if (drafted.kind == state_kind::history) return write_history(drafted);
        if (drafted.kind == state_kind::parallel) written["type"] = "parallel";
        if (drafted.kind == state_kind::final) written["type"] = "final";
        if (drafted.kind == state_kind::compound) write_initial(written, index);
        written["entry"] = state_actions("+" + drafted.id);
        written["exit"] = state_actions("-" + drafted.id);
        if (drafted.kind == state_kind::final)
            written["output"] = ordered_json::object({{"n", one_output_ ? 1 : chance_.below(3)}});
        else
            write_transitions(written, index);
        for (const auto child : drafted.children)
            written["states"][tree_[child].id] = write(child);
        return written;
    }

    ordered_json write_history(const drafted_state& drafted) {
        auto written = ordered_json::object({{"id", drafted.id}, {"type", "history"}});
        written["history"] = drafted.deep ? "deep" : "shallow";
        std::size_t target = 0;
        do {
            target = chance_.between(*drafted.parent + 1, tree_[*drafted.parent].end - 1);
        } while (tree_[target].kind == state_kind::history);
        written["target"] = "#" + tree_[target].id;
        return written;
    }

    void write_initial(ordered_json& written, std::size_t index) {
        const auto& drafted = tree_[index];
        std::size_t first = drafted.children.front();
        if (chance_.chance(30)) first = chance_.pick(drafted.children);
        if (tree_[first].kind == state_kind::history) first = drafted.children.front();
        written["initial"] = tree_[first].id;
        const bool entered_plainly = !drafted.parent || tree_[*drafted.parent].kind != state_kind::parallel;
        if (histories_ || !entered_plainly || !chance_.chance(30)) return;
        written["initial"] = ordered_json::object({{"target", tree_[first].id}});
        written["initial"]["actions"] = state_actions("i" + drafted.id);
    }

    void write_transitions(ordered_json& written, std::size_t index) {
        write_on(written, index);
        const auto& drafted = tree_[index];
        if (drafted.regions_around == 0 && chance_.chance(14)) {
            for (std::size_t count = chance_.between(1, 2); count > 0; --count)
                written["always"].push_back(eventless(index));
        }
        const bool has_insides = drafted.kind == state_kind::compound || drafted.kind == state_kind::parallel;
        const bool onDone_wanted = index != 0 && has_insides && chance_.chance(60);
        if (onDone_wanted && !(quiet_outside_ && tree_.has_parallel_inside_or_is(index))) {
            const auto data = drafted.kind == state_kind::compound ? event_data::present : event_data::absent;
            written["onDone"].push_back(transition(index, "onDone", data, 40));
            if (chance_.chance(30)) written["onDone"].push_back(transition(index, "onDone", data, 20));
        }
        if (!timers_ || !chance_.chance(25)) return;
        for (std::size_t count = chance_.between(1, 2); count > 0; --count) {
            auto timed = ordered_json::object({{"delay", random_delay()}});
            timed.update(transition(index, fmt::format("after{}", ++marks_), event_data::absent, 30));
            written["after"].push_back(std::move(timed));
        }
    }

    std::string random_delay() {
        if (chance_.chance(25)) return fmt::format("{} working days", chance_.between(1, 9));
        return fmt::format("{} seconds", chance_.between(1, 6));
    }

    void write_on(ordered_json& written, std::size_t index) {
        if (quiet_outside_ && tree_.has_parallel_inside_or_is(index)) return;
        for (std::size_t count = chance_.between(0, 3); count > 0; --count) {
            const auto descriptor = random_descriptor(index);
            if (written.contains("on") && written["on"].contains(descriptor)) continue;
            const auto data = descriptor == "*" ? event_data::absent : event_data::present;
            auto& alternatives = written["on"][descriptor];
            for (std::size_t more = chance_.chance(30) ? 2 : 1; more > 0; --more)
                alternatives.push_back(transition(index, descriptor, data, 35));
        }
    }

    /// Events are named after the number of parallel states around, so that L1 is kept.
    std::string random_descriptor(std::size_t index) {
        const auto level = tree_[index].regions_around;
        const bool star_is_fine = quiet_outside_ || (level == 0 && !tree_.has_parallel_inside_or_is(index));
        if (star_is_fine && chance_.chance(12)) return "*";
        static const std::vector<std::string> patterns{"a{}", "a{}",   "b{}",   "b{}",    "c{}",
                                                       "d{}", "b{}.*", "b{}.x", "b{}.x.*"};
        return fmt::format(fmt::runtime(chance_.pick(patterns)), level);
    }

    ordered_json transition(std::size_t source, const std::string& descriptor, event_data data, std::size_t guarded) {
        auto written = ordered_json::object();
        const bool reenters = chance_.chance(15);
        if (chance_.chance(82)) write_targets(written, source, descriptor, reenters);
        if (reenters) written["reenter"] = true;
        if (chance_.chance(guarded)) written["guard"] = random_guard(data);
        written["actions"] = marked_actions(fmt::format("t{}", ++marks_), data);
        return written;
    }

    /// Mostly one that ends what it waits for, so that the chart comes to rest.
    ordered_json eventless(std::size_t source) {
        auto written = transition(source, "", event_data::absent, 90);
        if (chance_.chance(10)) return written;
        const auto name = fmt::format("c{}", chance_.below(2));
        const auto value = chance_.below(3);
        const auto guard = fmt::format("context.{} == {}", name, value);
        written["guard"] = written.contains("guard") && chance_.chance(50)
                               ? guard + " && (" + written["guard"].get<std::string>() + ")"
                               : guard;
        auto ending = ordered_json::object({{"type", "assign"}});
        ending["params"][name] = (value + 1) % 3;
        written["actions"].push_back(std::move(ending));
        return written;
    }

    void write_targets(ordered_json& written, std::size_t source, const std::string& descriptor, bool reenters) {
        for (std::size_t tried = 0; tried < target_tries_max; ++tried) {
            const auto target = chance_.between(1, tree_.states().size() - 1);
            if (!allowed(source, target, descriptor, reenters)) continue;
            note_leaving(source, target, descriptor);
            written["target"] = "#" + tree_[target].id;
            if (chance_.chance(40)) add_second_target(written, source, target);
            return;
        }
    }

    /// L2, L3 and L5, as `check_rules` has them.
    bool allowed(std::size_t source, std::size_t target, const std::string& descriptor, bool reenters) const {
        const bool inside = tree_.inside(target, source);
        const auto around = inside && !reenters ? source : tree_.around(source, target);
        if (tree_[around].kind == state_kind::parallel) return false;
        const bool is_history = tree_[target].kind == state_kind::history;
        if (is_history && tree_.inside_or_same(source, *tree_[target].parent)) return false;
        for (auto at = tree_[source].parent; at; at = tree_[*at].parent) {
            if (tree_[*at].kind != state_kind::parallel || tree_.inside(target, *at)) continue;
            const auto left = leaving_.find({*at, descriptor});
            if (left != leaving_.end() && left->second != tree_.child_towards(*at, source)) return false;
        }
        return true;
    }

    void note_leaving(std::size_t source, std::size_t target, const std::string& descriptor) {
        for (auto at = tree_[source].parent; at; at = tree_[*at].parent) {
            if (tree_[*at].kind == state_kind::parallel && !tree_.inside(target, *at))
                leaving_[{*at, descriptor}] = tree_.child_towards(*at, source);
        }
    }

    /// Where the target lies in a region that is entered with it, a state of another region may be named too.
    void add_second_target(ordered_json& written, std::size_t source, std::size_t target) {
        for (auto at = tree_[target].parent; at; at = tree_[*at].parent) {
            if (tree_[*at].kind != state_kind::parallel || tree_.inside_or_same(source, *at)) continue;
            if (tree_[target].kind == state_kind::history && tree_[target].parent == at) return;
            const auto other = chance_.pick(tree_[*at].children);
            if (tree_.inside_or_same(target, other) || tree_[other].kind == state_kind::history) return;
            auto second = chance_.between(other, tree_[other].end - 1);
            if (tree_[second].kind == state_kind::history) second = other;
            written["target"] = {written["target"], "#" + tree_[second].id};
            return;
        }
    }

    std::string random_guard(event_data data) {
        const auto simple = random_comparison(data);
        switch (chance_.below(6)) {
        case 0:
            return simple + " && " + random_comparison(data);
        case 1:
            return simple + " || " + random_comparison(data);
        case 2:
            return "!(" + simple + ")";
        default:
            return simple;
        }
    }

    std::string random_comparison(event_data data) {
        static const std::vector<std::string> operators{"==", "<", ">", "!="};
        const auto roll = chance_.below(10);
        if (roll < 3) return fmt::format("In(\"{}\")", chance_.pick(tree_.states()).id);
        const auto value = chance_.below(3);
        if (data == event_data::present && roll < 7)
            return fmt::format("event.data.n {} {}", chance_.pick(operators), value);
        return fmt::format("context.c{} {} {}", chance_.below(2), chance_.pick(operators), value);
    }

    ordered_json state_actions(const std::string& mark) {
        return entries_only_mark_ ? ordered_json::array({marking(mark)}) : marked_actions(mark);
    }

    static ordered_json marking(const std::string& mark) {
        auto made = ordered_json::object({{"type", "mark"}});
        made["params"]["m"] = mark;
        return made;
    }

    ordered_json marked_actions(const std::string& mark, event_data data = event_data::absent) {
        auto actions = ordered_json::array();
        if (chance_.chance(10)) actions.push_back(random_action(data));
        actions.push_back(marking(mark));
        if (chance_.chance(14)) actions.push_back(random_action(data));
        return actions;
    }

    ordered_json random_action(event_data data) {
        auto made = ordered_json::object();
        if (chance_.chance(50)) {
            static const std::vector<std::string> names{"a0", "b0", "b0.x", "c0", "d0", "a1", "b1", "b1.x", "c1", "b2"};
            made["type"] = "raise";
            made["params"]["event"]["type"] = chance_.pick(names);
            made["params"]["event"]["data"]["n"] = chance_.below(3);
            return made;
        }
        const auto name = fmt::format("c{}", chance_.below(2));
        made["type"] = "assign";
        const auto roll = chance_.below(3);
        if (roll == 0)
            made["params"][name] = chance_.below(3);
        else if (roll == 1 && data == event_data::present)
            made["params"][name]["cel"] = "event.data.n";
        else
            made["params"][name]["cel"] = fmt::format("(context.{} + 1) % 3", name);
        return made;
    }

    random_source& chance_;
    bool histories_;
    bool quiet_outside_; ///< parallel states and those around them take no events: then `*` is fine inside
    bool timers_;
    random_tree tree_;
    bool entries_only_mark_;
    bool one_output_;
    std::map<std::pair<std::size_t, std::string>, std::size_t> leaving_; ///< which region leaves on what
    std::size_t marks_ = 0;
};

} // namespace

ordered_json random_machine(random_source& chance, machine_options wanted) {
    return chart_maker{chance, wanted}.make();
}

} // namespace sluice::conformance

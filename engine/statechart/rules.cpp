#include "engine/statechart/rules.hpp"

#include "engine/statechart/selection.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::statechart {

namespace {

/// JavaScript treats "0" to "4294967294" without leading zeros as an array index.
bool is_integer_like(const std::string& key) {
    const bool digits = !key.empty() && key.size() <= 10 &&
                        std::all_of(key.begin(), key.end(), [](char letter) { return letter >= '0' && letter <= '9'; });
    return digits && (key == "0" || key.front() != '0');
}

class rule_check {
public:
    explicit rule_check(const chart& of)
        : chart_{of} {}

    std::vector<finding> run() {
        for (const auto& checked : chart_.states()) {
            if (is_integer_like(checked.key)) integer_key(checked);
            for (const auto number : checked.transitions)
                check_transition(chart_.transitions()[number]);
            if (checked.kind != state_kind::parallel) continue;
            check_handled_twice(checked);
            check_two_leave(checked);
        }
        return std::move(findings_);
    }

private:
    void find(std::string rule, const std::string& pointer, text sentence) {
        findings_.push_back({std::move(rule), pointer, std::move(sentence)});
    }

    void integer_key(const state& checked) {
        find(
            "L8", checked.pointer,
            {fmt::format("状态名“{}”像一个整数，有的引擎会改变其顺序；请换一个名称", checked.key),
             fmt::format(
                 "The state's name \"{}\" looks like an integer, which some engines would put first; name it otherwise",
                 checked.key)});
    }

    void check_transition(const transition& checked) {
        if (crosses_regions(checked)) {
            find("L2", checked.pointer,
                 {"此转移的作用域是并行状态：会离开并重新进入全部区域，各引擎做法不一",
                  "This transition's domain is a parallel state: whether the other regions start anew differs between "
                  "engines"});
        }
        for (const auto target : checked.targets) {
            const auto& reached = chart_.states()[target];
            if (reached.kind != state_kind::history || !chart_.is_inside_or_same(checked.source, *reached.parent))
                continue;
            find(
                "L3", checked.pointer,
                {fmt::format("从“{}”之内指向其历史状态：所记的是何时的状态，各引擎不一",
                             chart_.states()[*reached.parent].id),
                 fmt::format("A history state is targeted from inside \"{}\": engines differ on what it remembers then",
                             chart_.states()[*reached.parent].id)});
        }
        if (checked.descriptor != descriptor_kind::always) return;
        if (const auto parallel = parallel_around(checked.source)) {
            find("L4", checked.pointer,
                 {fmt::format("并行状态“{}”的区域内不得有 always：区域之间的先后，各引擎不一",
                              chart_.states()[*parallel].id),
                  fmt::format(
                      "There is an \"always\" inside a region of \"{}\": engines differ on the order between regions",
                      chart_.states()[*parallel].id)});
        }
    }

    bool crosses_regions(const transition& checked) const {
        if (checked.targets.empty()) return false;
        const bool inside = std::all_of(checked.targets.begin(), checked.targets.end(), [&](std::size_t target) {
            return chart_.is_descendant(target, checked.source);
        });
        const auto around =
            inside && !checked.reenter ? checked.source : chart_.common_ancestor(checked.source, checked.targets);
        return chart_.states()[around].kind == state_kind::parallel;
    }

    std::optional<std::size_t> parallel_around(std::size_t index) const {
        for (auto at = chart_.states()[index].parent; at; at = chart_.states()[*at].parent) {
            if (chart_.states()[*at].kind == state_kind::parallel) return at;
        }
        return std::nullopt;
    }

    /// The transitions under `on` of one state; those of `onDone` belong to it alone.
    std::vector<const transition*> handled_by(const state& owner) const {
        std::vector<const transition*> handled;
        for (const auto number : owner.on) {
            const auto& listed = chart_.transitions()[number];
            if (listed.event != "done.state." + owner.id) handled.push_back(&listed);
        }
        return handled;
    }

    std::vector<const transition*> handled_inside(std::size_t region) const {
        std::vector<const transition*> handled;
        for (auto index = region; index < chart_.states()[region].subtree_end; ++index) {
            const auto here = handled_by(chart_.states()[index]);
            handled.insert(handled.end(), here.begin(), here.end());
        }
        return handled;
    }

    void check_handled_twice(const state& parallel) {
        std::vector<const transition*> outer;
        for (std::optional<std::size_t> at = parallel.index; at; at = chart_.states()[*at].parent) {
            const auto here = handled_by(chart_.states()[*at]);
            outer.insert(outer.end(), here.begin(), here.end());
        }
        for (const auto region : parallel.children) {
            for (const auto* inner : handled_inside(region)) {
                const auto twice = std::find_if(outer.begin(), outer.end(),
                                                [&](const transition* above) { return overlap(*inner, *above); });
                if (twice == outer.end()) continue;
                find("L1", inner->pointer,
                     {fmt::format("事件“{}”在区域内处理，又在 {} 处理：哪一个生效，各引擎不一", inner->event,
                                  (*twice)->pointer),
                      fmt::format("The event \"{}\" is handled inside a region and also at {}: engines differ on which "
                                  "one counts",
                                  inner->event, (*twice)->pointer)});
            }
        }
    }

    void check_two_leave(const state& parallel) {
        std::vector<std::pair<std::size_t, const transition*>> leaving;
        for (const auto region : parallel.children) {
            for (const auto* inner : handled_inside(region)) {
                const bool leaves = std::any_of(inner->targets.begin(), inner->targets.end(), [&](std::size_t target) {
                    return !chart_.is_descendant(target, parallel.index);
                });
                if (leaves) leaving.emplace_back(region, inner);
            }
        }
        for (std::size_t second = 1; second < leaving.size(); ++second) {
            for (std::size_t first = 0; first < second; ++first) {
                if (!compete(leaving[first], leaving[second])) continue;
                const auto* late = leaving[second].second;
                const auto* early = leaving[first].second;
                find("L5", late->pointer,
                     {fmt::format("两个区域因同一事件“{}”离开并行状态“{}”（另见 {}）：只有一个会生效", late->event,
                                  parallel.id, early->pointer),
                      fmt::format(
                          "Two regions leave \"{}\" on the same event \"{}\" (the other at {}): only one can happen",
                          parallel.id, late->event, early->pointer)});
                break;
            }
        }
    }

    bool compete(const std::pair<std::size_t, const transition*>& left,
                 const std::pair<std::size_t, const transition*>& right) const {
        const auto is_single = [&](std::size_t region) { return chart_.states()[region].children.empty(); };
        if (left.first == right.first || (is_single(left.first) && is_single(right.first))) return false;
        return left.second->event == right.second->event;
    }

    const chart& chart_;
    std::vector<finding> findings_;
};

} // namespace

std::vector<finding> check_rules(const chart& of) {
    return rule_check{of}.run();
}

} // namespace sluice::statechart

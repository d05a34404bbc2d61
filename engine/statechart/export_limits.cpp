#include "engine/statechart/export_limits.hpp"

#include "engine/statechart/selection.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::statechart {

namespace {

bool is_xml_name(const std::string& id) {
    const auto letter = [](char each) {
        return static_cast<unsigned char>(each) >= 0x80 || each == '_' || (each >= 'a' && each <= 'z') ||
               (each >= 'A' && each <= 'Z');
    };
    const auto inner = [&](char each) {
        return letter(each) || each == '-' || each == '.' || (each >= '0' && each <= '9');
    };
    return !id.empty() && letter(id.front()) && std::all_of(id.begin(), id.end(), inner);
}

class xstate_check {
public:
    explicit xstate_check(const chart& of)
        : chart_{of} {}

    std::vector<unmet_requirement> run() {
        for (const auto& checked : chart_.states()) {
            check_initial(checked);
            check_history(checked);
            if (checked.kind == state_kind::parallel) check_done_events(checked);
        }
        return std::move(found_);
    }

private:
    void find(const char* id, const std::string& pointer, text explanation) {
        found_.push_back({id, pointer, std::move(explanation)});
    }

    void check_initial(const state& checked) {
        if (checked.kind != state_kind::compound) return;
        const bool is_one_child = checked.initial.size() == 1 &&
                                  chart_.states()[checked.initial.front()].parent == checked.index &&
                                  chart_.states()[checked.initial.front()].kind != state_kind::history;
        if (!is_one_child) {
            find("initial", checked.pointer + "/initial",
                 {fmt::format("XState 的“initial”只能指一个直接子状态：“{}”不是", checked.id),
                  fmt::format("XState's \"initial\" names one ordinary child, and that of \"{}\" does not",
                              checked.id)});
        }
        if (!checked.initial_actions.empty() && may_be_entered_aside(checked)) {
            find(
                "initial_actions", checked.pointer + "/initial/actions",
                {fmt::format("“{}”经历史状态或作为另一区域进入时，XState 不执行其初始动作", checked.id),
                 fmt::format("XState skips the initial actions of \"{}\" when it is entered through a history state or "
                             "as another region",
                             checked.id)});
        }
    }

    /// By a history state's default or memory, or as a region that a transition into another region brings along.
    bool may_be_entered_aside(const state& checked) const {
        if (!checked.parent) return false;
        const auto& outer = chart_.states()[*checked.parent];
        if (outer.kind == state_kind::parallel) return true;
        const auto reaches = [&](const state& history) {
            return history.kind == state_kind::history &&
                   (std::find(history.initial.begin(), history.initial.end(), checked.index) != history.initial.end() ||
                    (!history.deep && history.parent == checked.parent));
        };
        return std::any_of(chart_.states().begin(), chart_.states().end(), reaches);
    }

    void check_history(const state& checked) {
        if (checked.kind != state_kind::history || checked.initial_actions.empty()) return;
        find("history_actions", checked.pointer + "/actions",
             {fmt::format("XState 的历史状态“{}”没有默认转移的动作", checked.id),
              fmt::format("In XState the default of the history state \"{}\" has no actions", checked.id)});
    }

    void check_done_events(const state& parallel) {
        for (std::optional<std::size_t> at = parallel.index; at; at = chart_.states()[*at].parent) {
            const auto& outer = chart_.states()[*at];
            const auto done = "done.state." + outer.id;
            const bool is_handled = std::any_of(outer.on.begin(), outer.on.end(), [&](std::size_t number) {
                return chart_.transitions()[number].event == done;
            });
            if (is_handled) check_inside(parallel, done);
        }
    }

    void check_inside(const state& parallel, const std::string& done) {
        for (auto index = parallel.index + 1; index < parallel.subtree_end; ++index) {
            for (const auto number : chart_.states()[index].on) {
                const auto& inner = chart_.transitions()[number];
                if (!matches(inner, done)) continue;
                find("done_event", inner.pointer,
                     {fmt::format("“{}”也匹配 {}：区域之内先接走，XState 便不再问区域之外", inner.event, done),
                      fmt::format("\"{}\" also matches {}: taken inside a region, XState asks nobody outside",
                                  inner.event, done)});
            }
        }
    }

    const chart& chart_;
    std::vector<unmet_requirement> found_;
};

} // namespace

std::vector<unmet_requirement> beyond_xstate(const chart& of) {
    return xstate_check{of}.run();
}

std::vector<unmet_requirement> beyond_scxml(const chart& of) {
    std::vector<unmet_requirement> found;
    for (const auto& checked : of.states()) {
        if (!is_xml_name(checked.id)) {
            found.push_back({"id",
                             checked.pointer,
                             {fmt::format("“{}”不能作 XML 的标识", checked.id),
                              fmt::format("\"{}\" cannot be an id in XML", checked.id)}});
        }
        const bool is_region = checked.parent && of.states()[*checked.parent].kind == state_kind::parallel;
        if (checked.kind != state_kind::final || !is_region) continue;
        found.push_back({"final_region",
                         checked.pointer,
                         {fmt::format("SCXML 的并行状态之内不能直接有终止状态“{}”", checked.id),
                          fmt::format("In SCXML a region such as \"{}\" cannot be a final state", checked.id)}});
    }
    return found;
}

} // namespace sluice::statechart

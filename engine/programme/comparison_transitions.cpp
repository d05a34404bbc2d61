// What can be done in a state: by whom, on what conditions, and where it leads.

#include "engine/programme/comparison_chart.hpp"
#include "engine/programme/role_names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::programme {
namespace {

using statechart::descriptor_kind;
using statechart::state;
using statechart::transition;

class transition_comparison {
public:
    explicit transition_comparison(chart_pair& both)
        : both_{both} {}

    /// Of one event, in order; timers are compared by themselves.
    static std::vector<const transition*> with_event(const programme& of, const state& source,
                                                     const std::string& event) {
        std::vector<const transition*> all;
        for (const auto index : source.transitions) {
            const auto& each = of.chart->transitions()[index];
            if (each.descriptor != descriptor_kind::timer && each.event == event) all.push_back(&each);
        }
        return all;
    }

    text transition_words(const programme& of, const transition& which, const text& where) const {
        const auto& rules = of.transitions[which.index];
        const auto name = which.descriptor == descriptor_kind::always ? text{"自动前进", "the automatic step"}
                                                                      : quoted(rules.title, which.event);
        return {fmt::format("{}的{}", where.zh, name.zh), fmt::format("{} in {}", name.en, where.en)};
    }

    void run(const state& was, const state& is, const text& where) {
        std::vector<std::string> events;
        const auto collect = [&](const programme& of, const state& source) {
            for (const auto index : source.transitions) {
                const auto& each = of.chart->transitions()[index];
                if (each.descriptor != descriptor_kind::timer &&
                    std::find(events.begin(), events.end(), each.event) == events.end())
                    events.push_back(each.event);
            }
        };
        collect(both_.before, was);
        collect(both_.after, is);
        for (const auto& event : events) {
            const auto olds = with_event(both_.before, was, event), news = with_event(both_.after, is, event);
            for (std::size_t i = 0; i < std::max(olds.size(), news.size()); ++i) {
                if (i >= olds.size())
                    both_.note(difference_kind::added, "transition", "", news[i]->pointer, "新增办理：",
                               "Added:", transition_words(both_.after, *news[i], where));
                else if (i >= news.size())
                    both_.note(difference_kind::removed, "transition", olds[i]->pointer, "", "取消办理：",
                               "Removed:", transition_words(both_.before, *olds[i], where));
                else
                    compare_two(*olds[i], *news[i], where);
            }
        }
    }

    void compare_two(const transition& was, const transition& is, const text& where) {
        const auto what = transition_words(both_.after, is, where);
        const auto &olds = both_.before.transitions[was.index], &news = both_.after.transitions[is.index];
        if (!(olds.title == news.title))
            both_.say(
                "transition", was.pointer, is.pointer,
                {fmt::format("{}改称“{}”", what.zh, news.title.zh),
                 fmt::format("Changed: {} is called “{}” instead of “{}”", what.en, news.title.en, olds.title.en)});
        const auto from = both_.old_targets(was.targets), to = both_.new_targets(is.targets);
        if (from != to)
            both_.say("transition", was.pointer, is.pointer,
                      {fmt::format("{}的去向由 {} 改为 {}", what.zh, joined(from), joined(to)),
                       fmt::format("Changed: {} leads to {} instead of {}", what.en, joined(to), joined(from))});
        compare_roles(olds.by, news.by, was, is, what);
        both_.compare_names(olds.separate_from, news.separate_from, was.pointer, is.pointer,
                            {what.zh + "须分人办理的事项", "what " + what.en + " must be separate from"}, "transition");
        compare_requirements(was, is, what);
        for (const char* key : {"guard", "data"})
            both_.compare_member(key, was, is, what);
        both_.compare_actions(was.actions, is.actions, was.pointer, is.pointer, what);
    }

    void compare_roles(const std::vector<std::string>& olds, const std::vector<std::string>& news,
                       const transition& was, const transition& is, const text& what) {
        const auto more = without(news, olds), fewer = without(olds, news);
        if (!more.empty())
            both_.say(
                "transition", was.pointer + "/by", is.pointer + "/by",
                {fmt::format("{}的办理人放宽，增加{}", what.zh, names_of_roles(both_.after, more).zh),
                 fmt::format("Widened: {} may also be done by the {}", what.en, names_of_roles(both_.after, more).en)});
        if (!fewer.empty())
            both_.say("transition", was.pointer + "/by", is.pointer + "/by",
                      {fmt::format("{}的办理人收紧，减少{}", what.zh, names_of_roles(both_.before, fewer).zh),
                       fmt::format("Narrowed: {} may no longer be done by the {}", what.en,
                                   names_of_roles(both_.before, fewer).en)});
    }

    static std::string requirement_name(const ordered_json& written) {
        for (const char* key : {"id", "window", "form", "documents"})
            if (written.is_object() && written.contains(key) && written[key].is_string())
                return std::string{key} == "id" ? written[key].get<std::string>()
                                                : fmt::format("{}: {}", key, written[key].get<std::string>());
        return written.dump();
    }

    void compare_requirements(const transition& was, const transition& is, const text& what) {
        const auto list = [](const transition& of) { return of.definition.value("requires", ordered_json::array()); };
        const auto olds = list(was), news = list(is);
        const auto find = [](const ordered_json& in, const std::string& name) -> const ordered_json* {
            for (const auto& each : in)
                if (requirement_name(each) == name) return &each;
            return nullptr;
        };
        for (std::size_t i = 0; i < olds.size(); ++i) {
            const auto name = requirement_name(olds[i]);
            const auto at = fmt::format("{}/requires/{}", was.pointer, i);
            if (const auto* now = find(news, name))
                both_.compare_at({&olds[i], now, at, is.pointer + "/requires", ""}, "transition",
                                 {fmt::format("{}的条件 {}", what.zh, name),
                                  fmt::format("the requirement {} of {}", name, what.en)});
            else
                both_.say("transition", at, is.pointer,
                          {fmt::format("{}不再要求 {}", what.zh, name),
                           fmt::format("Removed: {} no longer requires {}", what.en, name)},
                          difference_kind::removed);
        }
        for (std::size_t i = 0; i < news.size(); ++i)
            if (const auto name = requirement_name(news[i]); !find(olds, name))
                both_.say(
                    "transition", was.pointer, fmt::format("{}/requires/{}", is.pointer, i),
                    {fmt::format("{}新增条件 {}", what.zh, name), fmt::format("Added: {} requires {}", what.en, name)},
                    difference_kind::added);
    }

    chart_pair& both_;
};

} // namespace

void compare_transitions(chart_pair& both, const state& was, const state& is, const text& where) {
    transition_comparison{both}.run(was, is, where);
}

} // namespace sluice::programme

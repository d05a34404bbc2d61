#include "engine/programme/comparison_chart.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace sluice::programme {
namespace {

constexpr const char* file = "workflow.json";
constexpr std::array money_actions{"reserve", "commit", "release", "payment_due", "receive", "write_off"};

bool is_money(const std::string& type) {
    return std::find(money_actions.begin(), money_actions.end(), type) != money_actions.end();
}

} // namespace

std::vector<std::string> without(const std::vector<std::string>& all, const std::vector<std::string>& others) {
    std::vector<std::string> left;
    for (const auto& each : all)
        if (std::find(others.begin(), others.end(), each) == others.end()) left.push_back(each);
    return left;
}

std::string joined(const std::vector<std::string>& names) {
    return fmt::format("{}", fmt::join(names, ", "));
}

void chart_pair::note(difference_kind kind, std::string subject, std::string was, std::string is, const std::string& zh,
                      const std::string& en, const text& what) {
    found_.add({kind, std::move(subject), file, std::move(was), std::move(is), {zh + what.zh, en + " " + what.en}});
}

void chart_pair::say(std::string subject, const std::string& was, const std::string& is, text sentence,
                     difference_kind kind) {
    found_.add({kind, std::move(subject), file, was, is, std::move(sentence)});
}

std::vector<std::string> chart_pair::old_targets(const std::vector<std::size_t>& indices) const {
    std::vector<std::string> ids;
    for (const auto index : indices) {
        const auto there = now.find(index);
        ids.push_back(there != now.end() ? after.chart->states()[there->second].id : before.chart->states()[index].id);
    }
    return ids;
}

std::vector<std::string> chart_pair::new_targets(const std::vector<std::size_t>& indices) const {
    std::vector<std::string> ids;
    for (const auto index : indices)
        ids.push_back(after.chart->states()[index].id);
    return ids;
}

void chart_pair::compare_at(const value_pair& both, const std::string& subject, const text& what) {
    compare_values(both, subject, file, what, found_);
}

void chart_pair::compare_names(const std::vector<std::string>& was, const std::vector<std::string>& is,
                               const std::string& was_at, const std::string& is_at, const text& what,
                               const std::string& subject) {
    const auto more = without(is, was), fewer = without(was, is);
    if (!more.empty())
        say(subject, was_at, is_at,
            {fmt::format("{}增加：{}", what.zh, joined(more)),
             fmt::format("Changed: {}: added {}", what.en, joined(more))});
    if (!fewer.empty())
        say(subject, was_at, is_at,
            {fmt::format("{}减少：{}", what.zh, joined(fewer)),
             fmt::format("Changed: {}: removed {}", what.en, joined(fewer))});
}

void chart_pair::compare_member(const char* key, const statechart::transition& was, const statechart::transition& is,
                                const text& what) {
    const auto find = [&](const statechart::transition& of) -> const ordered_json* {
        const auto found = of.definition.find(key);
        return found == of.definition.end() ? nullptr : &*found;
    };
    const auto *old = find(was), *present = find(is);
    if (!old && !present) return;
    const bool guard = std::string_view{key} == "guard";
    compare_at({old, present, was.pointer + "/" + key, is.pointer + "/" + key, ""}, "transition",
               {what.zh + (guard ? "的前提" : "的附带数据"), (guard ? "the guard of " : "the data of ") + what.en});
}

void chart_pair::compare_actions(const std::vector<statechart::action>& olds,
                                 const std::vector<statechart::action>& news, const std::string& was_at,
                                 const std::string& is_at, const text& where) {
    std::set<std::string> types;
    for (const auto* list : {&olds, &news})
        for (const auto& each : *list)
            types.insert(each.type);
    for (const auto& type : types) {
        std::vector<const statechart::action*> was, is;
        for (const auto& each : olds)
            if (each.type == type) was.push_back(&each);
        for (const auto& each : news)
            if (each.type == type) is.push_back(&each);
        const text what{fmt::format("{}时的{} {}", where.zh, is_money(type) ? "资金动作" : "动作", type),
                        fmt::format("the {} {} ({})", is_money(type) ? "money action" : "action", type, where.en)};
        for (std::size_t i = 0; i < std::max(was.size(), is.size()); ++i) {
            if (i >= was.size())
                note(difference_kind::added, "action", was_at, is[i]->pointer, "新增", "Added:", what);
            else if (i >= is.size())
                note(difference_kind::removed, "action", was[i]->pointer, is_at, "取消", "Removed:", what);
            else
                compare_at(
                    {&was[i]->params, &is[i]->params, was[i]->pointer + "/params", is[i]->pointer + "/params", ""},
                    "action", what);
        }
    }
}

} // namespace sluice::programme

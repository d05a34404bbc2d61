#include "engine/verifier/inspection.hpp"

#include "engine/programme/role_names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sluice::verifier {
namespace {

text words_for_payment(const inspected& in, const stimulus& of) {
    const auto& rules = in.rules.payments;
    if (of.name == "pay") return {"付款经办、审批并登记", "the payment is prepared, approved and recorded"};
    const auto step = programme::name_of_payment_step(of.name);
    const auto roles = of.name == "prepare"   ? rules.prepare
                       : of.name == "approve" ? rules.approve
                                              : in.of.names(of.role);
    const auto who = programme::names_of_roles(in.rules, roles);
    return {fmt::format("{}：付款{}", who.zh, step.zh), fmt::format("{}: {} the payment", who.en, step.en)};
}

text words_for_event(const inspected& in, const stimulus& of) {
    text title{of.name, of.name};
    for (const auto& each : in.chart().transitions())
        if (const auto& given = in.rules.transitions[each.index].title; each.event == of.name && !given.zh.empty()) {
            title = given;
            break;
        }
    const auto who = programme::names_of_roles(in.rules, in.of.names(of.role));
    return {fmt::format("{}：{}（{}）", who.zh, title.zh, of.name),
            fmt::format("{}: {} ({})", who.en, title.en, of.name)};
}

text words_for(const inspected& in, const stimulus& of) {
    switch (of.of) {
    case stimulus::kind::begin:
        return {"申请建立", "the application is begun"};
    case stimulus::kind::person:
        return words_for_event(in, of);
    case stimulus::kind::timer: {
        const auto timer = in.chart().find_timer(of.name);
        const auto& title = in.rules.timers[*timer].title;
        if (title.zh.empty()) return {"期限届满", "the term ends"};
        return {fmt::format("期限届满：{}", title.zh), fmt::format("the term ends: {}", title.en)};
    }
    case stimulus::kind::payment:
        return words_for_payment(in, of);
    case stimulus::kind::panel:
        return {fmt::format("评审组“{}”完成", of.name), fmt::format("the panel “{}” completes", of.name)};
    case stimulus::kind::allocation:
        return {"资金分配决定", "the pool is shared out"};
    case stimulus::kind::spot_check:
        return of.name == "spot_check.drawn" ? text{"被抽中核查", "the spot check draws it"}
                                             : text{"未被抽中", "the spot check lets it pass"};
    }
    return {};
}

std::string event_name(const stimulus& of) {
    switch (of.of) {
    case stimulus::kind::begin:
        return "";
    case stimulus::kind::timer:
        return "after";
    case stimulus::kind::payment:
        return of.name == "record" || of.name == "pay" ? "payment.paid" : "payment:" + of.name;
    case stimulus::kind::panel:
        return "panel.completed";
    case stimulus::kind::person:
    case stimulus::kind::allocation:
    case stimulus::kind::spot_check:
        break;
    }
    return of.name;
}

std::vector<std::string> leaves(const inspected& in, const statechart::snapshot& position) {
    std::vector<std::string> ids;
    for (const auto each : statechart::active_leaves(in.chart(), position))
        ids.push_back(in.chart().states()[each].id);
    return ids;
}

} // namespace

std::vector<path_step> in_words(const inspected& in, const std::vector<edge_number>& path) {
    std::vector<path_step> steps;
    if (in.space.states().empty()) return steps; // not even the beginning comes to rest
    const auto& first = path.empty() ? 0 : in.space.edges()[path.front()].from;
    steps.push_back({"", words_for(in, {}), leaves(in, in.space.states()[first].position)});
    for (const auto each : path) {
        const auto& taken = in.space.edges()[each];
        const auto& cause = in.space.cause_of(taken);
        steps.push_back({event_name(cause), words_for(in, cause), leaves(in, in.space.states()[taken.to].position)});
    }
    return steps;
}

std::vector<path_step> in_words(const inspected& in, const std::vector<edge_number>& path, const stimulus& last) {
    auto steps = in_words(in, path);
    if (last.of != stimulus::kind::begin) steps.push_back({event_name(last), words_for(in, last), {}});
    return steps;
}

text title_of(const inspected& in, std::size_t state) {
    const auto title = in.rules.title_of_state(state);
    const auto& id = in.chart().states()[state].id;
    return {fmt::format("“{}”（{}）", title.zh, id), fmt::format("“{}” ({})", title.en, id)};
}

text titles_of(const inspected& in, const statechart::snapshot& position) {
    std::vector<std::string> zh, en;
    for (const auto each : statechart::active_leaves(in.chart(), position)) {
        const auto title = title_of(in, each);
        zh.push_back(title.zh);
        en.push_back(title.en);
    }
    return {fmt::format("{}", fmt::join(zh, "、")), fmt::format("{}", fmt::join(en, ", "))};
}

text title_of_transition(const inspected& in, const statechart::transition& of) {
    const auto& title = in.rules.transitions[of.index].title;
    const auto& event = of.event.empty() ? "always" : of.timer ? "after" : of.event;
    if (title.zh.empty()) return {fmt::format("“{}”", event), fmt::format("“{}”", event)};
    return {fmt::format("“{}”（{}）", title.zh, event), fmt::format("“{}” ({})", title.en, event)};
}

finding make_finding(const char* rule, std::string pointer, text sentence, std::vector<path_step> path,
                     severity weight) {
    return {weight, rule, "workflow.json", std::move(pointer), 0, 0, std::move(sentence), std::move(path)};
}

} // namespace sluice::verifier

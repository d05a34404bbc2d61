#include "tests/mutation/operators.hpp"
#include "tests/mutation/places.hpp"

#include <algorithm>

namespace sluice::mutation {
namespace {

constexpr const char* file = "workflow.json";

/// Other states that a transition is bent to.
constexpr std::size_t wrong_targets_each = 3;

std::string plain(const std::string& target) {
    const auto name = target.find_first_not_of("#.");
    return name == std::string::npos ? target : target.substr(name);
}

std::string described(const transition_place& where) {
    return where.kind == "on" ? "“" + where.event + "”" : where.kind;
}

void drop(const original& whole, const transition_place& where, mutants& made) {
    const std::string way = where.kind == "after"    ? "timer removed"
                            : where.kind == "always" ? "always dropped"
                            : where.kind == "onDone" ? "onDone dropped"
                                                     : "transition dropped";
    made.push_back({way,
                    whole.folder,
                    file,
                    where.pointer,
                    described(where) + " is gone",
                    {remove(where.alone ? where.list : where.pointer)}});
}

void retarget(const original& whole, const transition_place& where, const places& all, mutants& made) {
    const auto target = where.value->find("target");
    if (target == where.value->end() || !target->is_string()) return;
    const auto right = plain(target->get<std::string>());
    made.push_back({"target dropped",
                    whole.folder,
                    file,
                    where.pointer,
                    described(where) + " leads nowhere",
                    {remove(where.pointer + "/target")}});
    // Spread over the chart, from another starting point for every transition.
    const auto start = spread(where.pointer) % all.states.size();
    std::size_t bent = 0;
    for (std::size_t i = 0; i < all.states.size() && bent < wrong_targets_each; ++i) {
        const auto& wrong = all.states[(start + i * 17) % all.states.size()];
        if (wrong.id == right || wrong.id == "workflow") continue;
        ++bent;
        made.push_back({"transition retargeted",
                        whole.folder,
                        file,
                        where.pointer,
                        described(where) + " leads to " + wrong.id + " instead of " + right,
                        {replace(where.pointer + "/target", "#" + wrong.id)}});
    }
}

/// Round what a law wants to have been passed.
void bypass(const original& whole, const transition_place& where, mutants& made) {
    const auto target = where.value->find("target");
    if (target == where.value->end() || !target->is_string()) return;
    for (const auto& law : whole.documents.at(file).value("laws", ordered_json::array())) {
        const std::string pass = law.value("pass", ""), before = law.value("before", "");
        if (plain(target->get<std::string>()) != pass) continue;
        made.push_back({"law bypassed",
                        whole.folder,
                        file,
                        where.pointer,
                        described(where) + " leads to " + before + " round " + pass,
                        {replace(where.pointer + "/target", "#" + before)}});
    }
}

/// What follows the notice, at once.
void skip_notice(const original& whole, const transition_place& where, const places& all, mutants& made) {
    const auto target = where.value->find("target");
    if (target == where.value->end() || !target->is_string()) return;
    const auto right = plain(target->get<std::string>());
    for (const auto& state : all.states) {
        const auto tags = state.value->value("tags", std::vector<std::string>{});
        if (state.id != right || std::find(tags.begin(), tags.end(), "public") == tags.end()) continue;
        for (const char* after : {"notice_over", "approval"})
            made.push_back({"notice skipped",
                            whole.folder,
                            file,
                            where.pointer,
                            described(where) + " leads to " + after + " without a public notice",
                            {replace(where.pointer + "/target", std::string{"#"} + after)}});
    }
}

void reorder(const original& whole, const places& all, mutants& made) {
    for (const auto& where : all.transitions) {
        if (where.alone || where.kind == "after") continue;
        const auto index = std::stoul(last_step(where.pointer));
        if (index == 0) continue;
        const auto before = where.list + "/" + std::to_string(index - 1);
        const auto& first = whole.documents.at(file).at(ordered_json::json_pointer{before});
        made.push_back({"transitions reordered",
                        whole.folder,
                        file,
                        where.pointer,
                        described(where) + " comes before the one above it",
                        {replace(before, *where.value), replace(where.pointer, first)}});
    }
}

} // namespace

void damage_transitions(const original& whole, mutants& made) {
    const auto all = find_places(whole.documents.at(file));
    for (const auto& where : all.transitions) {
        drop(whole, where, made);
        retarget(whole, where, all, made);
        bypass(whole, where, made);
        skip_notice(whole, where, all, made);
        if (where.kind == "on" && where.alone)
            made.push_back({"event renamed",
                            whole.folder,
                            file,
                            where.list,
                            "“" + where.event + "” has another name here",
                            {rename(where.list, where.event + "_x")}});
        if (where.kind == "on" && where.event.find('.') != std::string::npos && where.alone)
            made.push_back({"event renamed",
                            whole.folder,
                            file,
                            where.list,
                            "“" + where.event + "” is another result",
                            {rename(where.list, where.event == "payment.paid" ? "panel.completed" : "payment.paid")}});
    }
    reorder(whole, all, made);
}

} // namespace sluice::mutation

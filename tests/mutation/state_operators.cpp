#include "tests/mutation/operators.hpp"
#include "tests/mutation/places.hpp"

#include <algorithm>

namespace sluice::mutation {
namespace {

constexpr const char* file = "workflow.json";

struct sentence {
    const char* way;
    std::string what;
};

void add(const original& whole, mutants& made, const std::string& pointer, sentence said, std::vector<edit> edits) {
    made.push_back({said.way, whole.folder, file, pointer, std::move(said.what), std::move(edits)});
}

/// Whether a state is ever entered as such, so that its initial state counts: something leads to it, or it is itself
/// where its parent begins.
bool entered_by_default(const places& all, const state_place& where) {
    for (const auto& each : all.transitions)
        if (const auto target = each.value->find("target"); target != each.value->end())
            if (*target == where.id || *target == "#" + where.id || *target == "." + where.id) return true;
    for (const auto& each : all.states)
        if (where.pointer.find(each.pointer + "/states/") == 0 &&
            (each.value->value("type", "") == "parallel" || each.value->value("initial", "") == where.id))
            return true;
    return false;
}

void damage_kind(const original& whole, const places& all, const state_place& where, mutants& made) {
    const auto& state = *where.value;
    const std::string type = state.value("type", "");
    if (type == "final")
        add(whole, made, where.pointer, {"final made ordinary", where.id + " is no longer final"},
            {remove(where.pointer + "/type")});
    if (type == "parallel")
        add(whole, made, where.pointer, {"regions made one", where.id + " is no longer parallel"},
            {remove(where.pointer + "/type")});
    if (type.empty() && !state.contains("states"))
        add(whole, made, where.pointer, {"state made final", where.id + " ends here"},
            {insert(where.pointer + "/type", "final")});
    if (state.contains("initial")) {
        add(whole, made, where.pointer, {"initial removed", where.id + " has no initial state"},
            {remove(where.pointer + "/initial")});
        for (const auto& [child, ignored] : state.at("states").items())
            if (child != state.at("initial") && entered_by_default(all, where))
                add(whole, made, where.pointer, {"initial changed", where.id + " begins in " + child},
                    {replace(where.pointer + "/initial", child)});
    }
}

void damage_tags(const original& whole, const state_place& where, mutants& made) {
    const auto& state = *where.value;
    if (state.contains("tags"))
        add(whole, made, where.pointer, {"tag dropped", where.id + " has no tags"}, {remove(where.pointer + "/tags")});
    else if (state.value("type", "") != "final" && !state.contains("states"))
        add(whole, made, where.pointer, {"form opened", where.id + " lets the applicant change the form"},
            {insert(where.pointer + "/tags", ordered_json::array({"editable"}))});
}

} // namespace

void damage_states(const original& whole, mutants& made) {
    const auto all = find_places(whole.documents.at(file));
    for (const auto& where : all.states) {
        if (where.id == "workflow") continue;
        damage_kind(whole, all, where, made);
        damage_tags(whole, where, made);
        add(whole, made, where.pointer, {"state removed", where.id + " is gone"}, {remove(where.pointer)});
        add(whole, made, where.pointer, {"state renamed", where.id + " has another name here"},
            {rename(where.pointer, where.id + "_x")});
    }
}

void damage_timers(const original& whole, mutants& made) {
    const auto all = find_places(whole.documents.at(file));
    for (const auto& where : all.transitions) {
        if (where.kind != "after") continue;
        for (const char* delay : {"1 working days", "400 days"})
            add(whole, made, where.pointer, {"delay changed", std::string{"the timer takes "} + delay},
                {replace(where.pointer + "/delay", delay)});
        add(whole, made, where.pointer, {"delay not a delay", "the timer takes “soon”"},
            {replace(where.pointer + "/delay", "soon")});
        const bool pausable = where.value->value("pausable", false);
        add(whole, made, where.pointer,
            {"pause toggled", pausable ? "the timer no longer pauses" : "the timer pauses when its state is left"},
            {pausable ? remove(where.pointer + "/pausable") : insert(where.pointer + "/pausable", true)});
    }
}

} // namespace sluice::mutation

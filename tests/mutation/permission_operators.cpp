#include "tests/mutation/operators.hpp"
#include "tests/mutation/places.hpp"

#include <algorithm>

namespace sluice::mutation {
namespace {

constexpr const char* file = "workflow.json";
constexpr std::array everybody{"officer", "applicant", "director", "finance", "public", "auditor", "reviewer", "admin"};

/// How many of the other roles are added to one transition.
constexpr std::size_t widened_each = 3;

using roles = std::vector<std::string>;

void damage_roles(const original& whole, const std::string& pointer, const roles& right, mutants& made) {
    const auto say = [&](const char* way, const std::string& what, edit change) {
        made.push_back({way, whole.folder, file, pointer, what, {std::move(change)}});
    };
    const auto start = spread(pointer) % everybody.size();
    std::size_t added = 0;
    for (std::size_t i = 0; i < everybody.size() && added < widened_each; ++i) {
        const std::string role = everybody[(start + i) % everybody.size()];
        if (std::find(right.begin(), right.end(), role) != right.end()) continue;
        ++added;
        roles wide = right;
        wide.push_back(role);
        say("by widened", "also for " + role, replace(pointer, wide));
        if (added == 1) say("by replaced", "for " + role + " alone", replace(pointer, roles{role}));
    }
    for (std::size_t i = 0; right.size() > 1 && i < right.size(); ++i)
        say("by narrowed", "no longer for " + right[i], remove(pointer + "/" + std::to_string(i)));
    say("role renamed", "for " + right.front() + "_x", replace(pointer + "/0", right.front() + "_x"));
}

void damage_separations(const original& whole, const std::string& pointer, mutants& made) {
    const auto& list = whole.documents.at(file).at(ordered_json::json_pointer{pointer});
    made.push_back({"separation dropped", whole.folder, file, pointer, "anybody may do both", {remove(pointer)}});
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto item = pointer + "/" + std::to_string(i);
        const auto name = list[i].get<std::string>();
        if (list.size() > 1)
            made.push_back({"separation item dropped",
                            whole.folder,
                            file,
                            item,
                            "whoever did " + name + " may do this too",
                            {remove(item)}});
        made.push_back({"separation renamed",
                        whole.folder,
                        file,
                        item,
                        "separate from " + name + "_x",
                        {replace(item, name + "_x")}});
    }
}

void damage_payments(const original& whole, mutants& made) {
    const auto& document = whole.documents.at(file);
    if (!document.contains("payments")) return;
    const auto& payments = document.at("payments");
    const auto say = [&](const std::string& what, std::vector<edit> changes) {
        made.push_back({"payments changed", whole.folder, file, "/payments", what, std::move(changes)});
    };
    const ordered_json officer = roles{"officer"};
    say("one role does all three steps", {replace("/payments/approve", officer), replace("/payments/record", officer)});
    say("the preparers approve", {replace("/payments/approve", payments.at("prepare"))});
    say("the approvers prepare", {replace("/payments/prepare", payments.at("approve"))});
    say("the preparers record", {replace("/payments/record", payments.at("prepare"))});
    say("the approvers record", {replace("/payments/record", payments.at("approve"))});
    say("nobody approves", {remove("/payments/approve")});
    say("the applicant prepares", {replace("/payments/prepare", roles{"applicant"})});
    say("officers approve too", {insert("/payments/approve/0", "officer")});
    say("directors record too", {insert("/payments/record/0", "director")});
    say("the instrument is the other one",
        {replace("/payments/instrument", payments.at("instrument") == "grant" ? "investment" : "grant")});
}

} // namespace

void damage_permissions(const original& whole, mutants& made) {
    const auto all = find_places(whole.documents.at(file));
    for (const auto& where : all.transitions) {
        const auto by = where.value->find("by");
        if (by == where.value->end()) continue;
        damage_roles(whole, where.pointer + "/by", by->get<roles>(), made);
        made.push_back({"by dropped",
                        whole.folder,
                        file,
                        where.pointer,
                        "nobody is named for " + where.event,
                        {remove(where.pointer + "/by")}});
    }
    for (const auto& pointer : all.separations)
        damage_separations(whole, pointer, made);
    damage_payments(whole, made);
    const ordered_json nothing = ordered_json::object();
    const auto& document = whole.documents.at(file);
    for (const auto& [name, panel] : (document.contains("panels") ? document.at("panels") : nothing).items())
        for (const char* role : {"applicant", "finance"})
            made.push_back({"panel seated by another",
                            whole.folder,
                            file,
                            "/panels/" + name + "/assign",
                            std::string{"seated by the "} + role,
                            {replace("/panels/" + name + "/assign", roles{role})}});
}

void damage_requirements(const original& whole, mutants& made) {
    const auto all = find_places(whole.documents.at(file));
    for (const auto& where : all.transitions) {
        const auto& transition = *where.value;
        if (transition.contains("guard")) {
            const std::string guard = transition.at("guard");
            made.push_back({"guard dropped",
                            whole.folder,
                            file,
                            where.pointer,
                            guard + " is not asked",
                            {remove(where.pointer + "/guard")}});
            made.push_back({"guard negated",
                            whole.folder,
                            file,
                            where.pointer,
                            "not " + guard,
                            {replace(where.pointer + "/guard", "!(" + guard + ")")}});
        }
        if (!transition.contains("requires")) continue;
        const auto& wanted = transition.at("requires");
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            const auto item = where.pointer + "/requires/" + std::to_string(i);
            const auto name = wanted[i].value("id", wanted[i].items().begin().key());
            made.push_back({"requirement dropped",
                            whole.folder,
                            file,
                            item,
                            where.event + " does not ask for " + name,
                            {remove(wanted.size() == 1 ? where.pointer + "/requires" : item)}});
            if (wanted[i].contains("that"))
                made.push_back({"requirement negated",
                                whole.folder,
                                file,
                                item,
                                name + " is turned round",
                                {replace(item + "/that", "!(" + wanted[i].at("that").get<std::string>() + ")")}});
        }
    }
}

} // namespace sluice::mutation

// Nobody carries an application to the money alone: not one role, not one person with every role, not an outsider.

#include "engine/verifier/inspection.hpp"
#include "engine/verifier/rules.hpp"

#include "engine/programme/role_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <set>

namespace sluice::verifier {
namespace {

constexpr std::uint16_t sets_money_aside = reserves | commits | falls_due;
constexpr std::uint16_t moves_money = sets_money_aside | receives | writes_off;

role_set outsiders(const inspected& in) {
    return in.of.bits({"applicant", "public", "reviewer", "system"});
}

/// Whether the step can be taken when the office consists of this role alone.
bool possible_for(const inspected& in, const edge& way, role_set role) {
    const auto& cause = in.space.cause_of(way);
    const auto& payments = in.rules.payments;
    const auto has = [&](const std::vector<std::string>& names) { return (in.of.bits(names) & role) != 0; };
    switch (cause.of) {
    case stimulus::kind::begin:
    case stimulus::kind::timer:
        return true;
    case stimulus::kind::person:
        return (way.roles & (role | outsiders(in))) != 0;
    case stimulus::kind::payment:
        if (cause.name == "pay") return has(payments.prepare) && has(payments.approve) && has(payments.record);
        return (way.roles & role) != 0;
    case stimulus::kind::panel:
    case stimulus::kind::allocation:
    case stimulus::kind::spot_check:
        return (way.roles & role) != 0;
    }
    return false;
}

/// A shortest path over steps that `allowed` lets pass, to one with any of the effects.
template<class Allowed>
std::optional<std::vector<edge_number>> path_to_effect(const inspected& in, std::uint16_t effects, Allowed&& allowed) {
    constexpr auto none = std::numeric_limits<edge_number>::max();
    std::vector<bool> visited(in.space.states().size());
    std::vector<edge_number> arrived(in.space.states().size(), none);
    std::deque<node_number> waiting;
    for (node_number each = 0; each < in.space.beginnings(); ++each) {
        visited[each] = true;
        waiting.push_back(each);
    }
    for (; !waiting.empty(); waiting.pop_front())
        for (const auto number : in.space.leaving()[waiting.front()]) {
            const auto& way = in.space.edges()[number];
            if (!allowed(way)) continue;
            if (way.effects & effects) {
                std::vector<edge_number> path{number};
                for (auto at = way.from; arrived[at] != none; at = in.space.edges()[arrived[at]].from)
                    path.push_back(arrived[at]);
                std::reverse(path.begin(), path.end());
                return path;
            }
            if (visited[way.to]) continue;
            visited[way.to] = true;
            arrived[way.to] = number;
            waiting.push_back(way.to);
        }
    return std::nullopt;
}

void find_one_role(const inspected& in, finding_list& to) {
    const auto outside = outsiders(in);
    for (const auto& name : in.of.roles) {
        const auto role = in.of.bit(name);
        if (role & outside) continue;
        const auto path = path_to_effect(in, pays, [&](const edge& way) { return possible_for(in, way, role); });
        if (!path) continue;
        const auto title = programme::names_of_roles(in.rules, {name});
        to.push_back(make_finding(rules::one_role, "/payments",
                                  {fmt::format("“{}”一种角色就能把申请从提交办到付款", title.zh),
                                   fmt::format("The role “{}” alone can bring an application to payment", title.en)},
                                  in_words(in, *path)));
    }
    const auto path = path_to_effect(in, sets_money_aside, [&](const edge& way) { return possible_for(in, way, 0); });
    if (path)
        to.push_back(make_finding(
            rules::without_the_office, "/workflow",
            {"没有任何官员经手，资金就会被预留或承诺", "Money is set aside although no official has acted"},
            in_words(in, *path)));
}

void find_outsiders(const inspected& in, finding_list& to) {
    const auto persons = in.of.bits({"applicant", "public", "reviewer"});
    std::set<std::string> said;
    for (const auto& way : in.space.edges()) {
        const auto& cause = in.space.cause_of(way);
        if (cause.of != stimulus::kind::person || !(way.roles & persons) || !(way.effects & moves_money)) continue;
        const auto& taken = in.chart().transitions()[way.taken.front()];
        if (!said.insert(taken.pointer).second) continue;
        auto path = in.space.path_to(way.from);
        path.push_back(static_cast<edge_number>(&way - in.space.edges().data()));
        const auto who = programme::names_of_roles(in.rules, in.of.names(way.roles & persons));
        const auto what = title_of_transition(in, taken);
        to.push_back(make_finding(rules::outsider_moves_money, taken.pointer,
                                  {fmt::format("{}的操作{}直接动用资金", who.zh, what.zh),
                                   fmt::format("{} moves money, and the {} can do it", what.en, who.en)},
                                  in_words(in, path)));
    }
}

/// Applicants and officials sharing one act is nearly always a slip: the record would not say in which part it was
/// done.
void find_mixed_roles(const inspected& in, finding_list& to) {
    const auto outside = in.of.bits({"applicant", "public", "reviewer"});
    for (const auto& each : in.chart().transitions()) {
        const auto by = in.of.bits(in.rules.transitions[each.index].by);
        if (!(by & outside) || !(by & ~outside)) continue;
        const auto title = title_of_transition(in, each);
        to.push_back(
            make_finding(rules::mixed_roles, each.pointer + "/by",
                         {fmt::format("{}既可由申报一方也可由官员办理；请分成两个操作", title.zh),
                          fmt::format("{} is open to applicants and officials alike; make it two events", title.en)},
                         {}, severity::warning));
    }
}

// ── one person with every role ───────────────────────────────────────────────────────────────────────────────────────

/// What one person has done, of the acts that others have to be separate from.
using act_set = std::uint64_t;
constexpr std::size_t acts_max = 64;
constexpr std::size_t visited_max = 2'000'000;

class lone_person {
public:
    explicit lone_person(const inspected& in)
        : in_{in} {
        for (const auto& each : in.rules.transitions)
            for (const auto& event : each.separate_from)
                if (acts_.size() < acts_max) acts_.try_emplace(event, acts_.size());
    }

    /// The path on which one person commits money alone; empty when there is none.
    std::optional<std::vector<edge_number>> find() {
        for (node_number each = 0; each < in_.space.beginnings(); ++each)
            reach({each, 0}, none, 0);
        for (std::size_t at = 0; at < reached_.size() && at < visited_max; ++at) {
            const auto [node, acts] = reached_[at].where;
            for (const auto number : in_.space.leaving()[node]) {
                const auto& way = in_.space.edges()[number];
                const auto after = acts_after(way, acts);
                if (!after) continue;
                if (way.effects & commits) return path(at, number);
                reach({way.to, *after}, number, at);
            }
        }
        return std::nullopt;
    }

private:
    static constexpr auto none = std::numeric_limits<edge_number>::max();
    using place = std::pair<node_number, act_set>;
    struct arrival {
        place where;
        edge_number by;
        std::size_t from;
    };

    void reach(place where, edge_number by, std::size_t from) {
        if (seen_.insert(where).second) reached_.push_back({where, by, from});
    }

    /// Nothing when this person may not do it.
    std::optional<act_set> acts_after(const edge& way, act_set acts) const {
        const auto& cause = in_.space.cause_of(way);
        if (cause.of != stimulus::kind::person) return acts;
        const auto others = in_.of.bits({"applicant", "public", "reviewer"});
        if (way.roles & others) return acts; // somebody else's part
        for (const auto number : way.taken) {
            if (in_.chart().transitions()[number].event != cause.name) continue;
            for (const auto& event : in_.rules.transitions[number].separate_from)
                if (const auto known = acts_.find(event); known != acts_.end() && (acts >> known->second & 1))
                    return std::nullopt;
        }
        const auto own = acts_.find(cause.name);
        return own == acts_.end() ? acts : acts | act_set{1} << own->second;
    }

    std::vector<edge_number> path(std::size_t at, edge_number last) const {
        std::vector<edge_number> edges{last};
        for (; reached_[at].by != none; at = reached_[at].from)
            edges.push_back(reached_[at].by);
        std::reverse(edges.begin(), edges.end());
        return edges;
    }

    const inspected& in_;
    std::map<std::string, std::size_t> acts_;
    std::set<place> seen_;
    std::vector<arrival> reached_;
};

void find_one_person(const inspected& in, finding_list& to) {
    const auto path = lone_person{in}.find();
    if (!path) return;
    const auto& last = in.space.edges()[path->back()];
    const auto pointer =
        last.taken.empty() ? std::string{"/workflow"} : in.chart().transitions()[last.taken.front()].pointer;
    to.push_back(make_finding(
        rules::one_person, pointer,
        {"一个人只要有各种角色，就能独自把申请从受理办到承诺资金；请用 separate_from 要求由不同的人办理",
         "One person who holds every role could bring an application to a commitment of money alone: ask for another "
         "person with separate_from"},
        in_words(in, *path)));
}

} // namespace

void inspect_four_eyes(const inspected& in, finding_list& to) {
    find_outsiders(in, to);
    find_mixed_roles(in, to);
    if (!in.space.complete()) return;
    find_one_role(in, to);
    find_one_person(in, to);
}

} // namespace sluice::verifier

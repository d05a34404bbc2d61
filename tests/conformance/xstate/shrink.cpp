#include "tests/conformance/xstate/comparison.hpp"

#include <functional>
#include <set>

namespace sluice::conformance {

namespace {

/// Rounds over everything that can be left out; each but the last has left something out.
constexpr std::size_t rounds_max = 60;

using pointer = ordered_json::json_pointer;

/// Places in a machine, the states' own apart, whose removal may leave a chart: members and entries of lists.
/// Recursion is bounded by the depth of the machine.
void collect(const ordered_json& at, const pointer& path, std::vector<pointer>& states, std::vector<pointer>& others) {
    static const std::set<std::string> needed{"id",    "states",  "type",    "initial", "target",
                                              "delay", "history", "context", "output"};
    if (at.is_array()) {
        for (std::size_t index = 0; index < at.size(); ++index) {
            others.push_back(path / index);
            collect(at[index], path / index, states, others);
        }
    }
    if (!at.is_object()) return;
    for (const auto& [key, value] : at.items()) {
        if (key == "params") continue;
        if (key == "states") {
            for (const auto& [name, inner] : value.items()) {
                states.push_back(path / key / name);
                collect(inner, path / key / name, states, others);
            }
            continue;
        }
        if (!needed.contains(key)) others.push_back(path / key);
        collect(value, path / key, states, others);
    }
}

void erase(ordered_json& from, const pointer& place) {
    auto& holder = from.at(place.parent_pointer());
    if (holder.is_array())
        holder.erase(std::stoul(place.back()));
    else
        holder.erase(place.back());
}

void collect_ids(const ordered_json& state, std::set<std::string>& ids) {
    ids.insert("#" + state.value("id", ""));
    if (!state.contains("states")) return;
    for (const auto& [key, inner] : state["states"].items())
        collect_ids(inner, ids);
}

bool aims_at(const ordered_json& transition, const std::set<std::string>& gone) {
    if (!transition.is_object() || !transition.contains("target")) return false;
    const auto& target = transition["target"];
    if (target.is_string()) return gone.contains(target.get<std::string>());
    for (const auto& each : target) {
        if (gone.contains(each.get<std::string>())) return true;
    }
    return false;
}

/// Drops what aims at states that are gone, and lets `initial` name one that is left.
void mend(ordered_json& at, const std::set<std::string>& gone) {
    if (at.is_array()) {
        for (std::size_t index = at.size(); index-- > 0;) {
            if (aims_at(at[index], gone))
                at.erase(index);
            else
                mend(at[index], gone);
        }
    }
    if (!at.is_object()) return;
    for (auto& [key, value] : at.items()) {
        if (key != "initial") mend(value, gone);
    }
    if (!at.contains("states") || !at.contains("initial")) return;
    const auto first =
        at["initial"].is_object() ? at["initial"]["target"].get<std::string>() : at["initial"].get<std::string>();
    if (!at["states"].contains(first) && !at["states"].empty()) at["initial"] = at["states"].begin().key();
}

ordered_json without_state(const ordered_json& machine, const pointer& place) {
    auto smaller = machine;
    std::set<std::string> gone;
    collect_ids(smaller.at(place), gone);
    erase(smaller, place);
    auto& holder = smaller.at(place.parent_pointer().parent_pointer());
    if (holder["states"].empty()) {
        for (const char* key : {"states", "initial", "type", "onDone"})
            holder.erase(key);
    }
    mend(smaller, gone);
    return smaller;
}

class shrinking {
public:
    shrinking(prepared_case differing, node_process& engine)
        : smallest_{std::move(differing)}
        , engine_{engine} {}

    prepared_case run() {
        for (std::size_t round = 0; round < rounds_max; ++round) {
            const bool smaller = shorten_script() || drop_states() || drop_details();
            if (!smaller) break;
        }
        return std::move(smallest_);
    }

private:
    /// Keeps the case if it still differs.
    bool keep(random_case candidate) {
        auto prepared = prepare(std::move(candidate), smallest_.other, smallest_.oracle);
        if (!prepared.rejected.empty()) return false;
        if (!first_difference(prepared, engine_.answers({prepared.question}).front())) return false;
        smallest_ = std::move(prepared);
        return true;
    }

    bool shorten_script() {
        bool shorter = false;
        for (std::size_t index = smallest_.written.script.size(); index-- > 0;) {
            auto candidate = smallest_.written;
            candidate.script.erase(index);
            shorter = keep(std::move(candidate)) || shorter;
        }
        return shorter;
    }

    bool drop_states() {
        return drop(
            [](const ordered_json& machine) {
                std::vector<pointer> states, others;
                collect(machine, pointer{}, states, others);
                return states;
            },
            without_state);
    }

    bool drop_details() {
        return drop(
            [](const ordered_json& machine) {
                std::vector<pointer> states, others;
                collect(machine, pointer{}, states, others);
                return others;
            },
            [](const ordered_json& machine, const pointer& place) {
                auto smaller = machine;
                erase(smaller, place);
                return smaller;
            });
    }

    /// From the last place to the first, so that the places before one that is dropped stay where they are.
    bool drop(const std::function<std::vector<pointer>(const ordered_json&)>& places,
              const std::function<ordered_json(const ordered_json&, const pointer&)>& without) {
        bool dropped = false;
        const auto all = places(smallest_.written.machine);
        for (auto place = all.rbegin(); place != all.rend(); ++place) {
            if (!smallest_.written.machine.contains(*place)) continue;
            auto candidate = smallest_.written;
            candidate.machine = without(smallest_.written.machine, *place);
            dropped = keep(std::move(candidate)) || dropped;
        }
        return dropped;
    }

    prepared_case smallest_;
    node_process& engine_;
};

} // namespace

prepared_case shrink(prepared_case differing, node_process& engine) {
    return shrinking{std::move(differing), engine}.run();
}

} // namespace sluice::conformance

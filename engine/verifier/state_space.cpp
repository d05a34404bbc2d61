#include "engine/verifier/state_space.hpp"

#include <algorithm>
#include <limits>

namespace sluice::verifier {
namespace {

constexpr edge_number no_edge = std::numeric_limits<edge_number>::max();
constexpr std::size_t edges_per_state_max = 20;
/// Runs of the interpreter, as a multiple of the states: what bounds the time that a definition can take.
constexpr std::size_t runs_per_state_max = 100;

/// Roles that the same transitions of an event let act are tried as one.
struct role_class {
    std::vector<std::size_t> transitions;
    role_set roles = 0;
};

} // namespace

state_space state_space::explore(const outline& of, const expression_book& book, std::size_t states_max) {
    state_space space{of, book, states_max};
    space.arrived_by_.reserve(1'024);
    space.follow(0, {}, {});
    for (node_number at = 0; at < space.states_.size() && space.complete_; ++at)
        space.visit(at);
    return space;
}

void state_space::visit(node_number at) {
    if (states_[at].position.done) return;
    const abstract_state here = states_[at];
    for (const auto& each : stimuli_at(here))
        follow(at, here, each);
}

std::vector<stimulus> state_space::stimuli_at(const abstract_state& here) const {
    std::vector<stimulus> found;
    add_persons(here, found);
    const auto& chart = *outline_.rules->chart;
    for (const auto active : here.position.configuration)
        for (const auto number : chart.states()[active].timers)
            found.push_back({stimulus::kind::timer, chart.timers()[number].id, outline_.bit("system"), 0});
    add_payments(here, found);
    for (std::size_t index = 0; index < here.panels.size(); ++index)
        if (here.panels[index])
            found.push_back({stimulus::kind::panel, outline_.panels[index],
                             outline_.bits(outline_.rules->panels.at(outline_.panels[index]).assign), index});
    if (const auto& allocation = outline_.rules->allocation) {
        const auto where = chart.find(allocation->state);
        const auto candidates = statechart::candidates(chart, here.position);
        // A list that is run again tells those whose share changes, wherever they stand by then.
        const bool again =
            allocation->redistribute && std::any_of(candidates.begin(), candidates.end(), [&](std::size_t number) {
                return chart.transitions()[number].event == "allocation.decided";
            });
        if (again || (where && here.position.is_active(*where)))
            found.push_back({stimulus::kind::allocation, "allocation.decided", outline_.bits(allocation->decide), 0});
    }
    std::size_t number = 0;
    for (const auto& [name, check] : outline_.rules->spot_checks) {
        const auto where = chart.find(check.state);
        if (where && here.position.is_active(*where))
            for (const char* outcome : {"spot_check.drawn", "spot_check.passed"})
                found.push_back({stimulus::kind::spot_check, outcome, outline_.bits(check.decide), number});
        ++number;
    }
    return found;
}

void state_space::add_persons(const abstract_state& here, std::vector<stimulus>& to) const {
    const auto& chart = *outline_.rules->chart;
    const bool reviewers = std::find(here.panels.begin(), here.panels.end(), true) != here.panels.end();
    std::vector<std::string> events;
    const auto candidates = statechart::candidates(chart, here.position);
    for (const auto number : candidates) {
        const auto& event = chart.transitions()[number].event;
        if (!outline_.rules->transitions[number].by.empty() &&
            std::find(events.begin(), events.end(), event) == events.end())
            events.push_back(event);
    }
    for (const auto& event : events) {
        std::vector<role_class> classes;
        for (std::size_t bit = 0; bit < outline_.roles.size(); ++bit) {
            const role_set role = role_set{1} << bit;
            if (outline_.roles[bit] == "reviewer" && !reviewers) continue;
            role_class own{{}, role};
            for (const auto number : candidates)
                if (chart.transitions()[number].event == event &&
                    (outline_.bits(outline_.rules->transitions[number].by) & role))
                    own.transitions.push_back(number);
            if (own.transitions.empty()) continue;
            const auto alike = std::find_if(classes.begin(), classes.end(), [&](const role_class& each) {
                return each.transitions == own.transitions;
            });
            if (alike == classes.end())
                classes.push_back(std::move(own));
            else
                alike->roles |= role;
        }
        for (const auto& each : classes)
            to.push_back({stimulus::kind::person, event, each.roles, 0});
    }
}

void state_space::add_payments(const abstract_state& here, std::vector<stimulus>& to) const {
    const auto& rules = outline_.rules->payments;
    const auto prepare = outline_.bits(rules.prepare), approve = outline_.bits(rules.approve),
               record = outline_.bits(rules.record);
    if (!prepare || !approve || !record) return;
    for (std::size_t index = 0; index < here.instalments.size(); ++index) {
        const auto& each = here.instalments[index];
        const auto add = [&](const char* step, role_set roles) {
            to.push_back({stimulus::kind::payment, step, roles, index});
        };
        if (!each.is_open()) continue;
        if (!outline_.statuses_matter) {
            add("pay", prepare | approve | record);
            continue;
        }
        if (each.status == instalment_status::due) add("prepare", prepare);
        if (each.status == instalment_status::prepared) add("approve", approve);
        if (each.status == instalment_status::approved) add("record", record);
        if (each.status == instalment_status::prepared) add("send_back", approve);
        if (each.status == instalment_status::approved) add("send_back", record);
    }
}

void state_space::follow(node_number from, const abstract_state& state, const stimulus& wanted) {
    const auto cause = intern(wanted);
    choices answers;
    do {
        if (++runs_ > states_max_ * runs_per_state_max) complete_ = false;
        abstract_run run{outline_, book_, state, answers, may_fail_};
        const bool happened = run.carry_out(wanted);
        for (const auto& each : run.doubts())
            if (doubts_seen_.try_emplace({static_cast<int>(each.of), each.pointer}, true).second)
                doubts_.push_back({each, from, cause});
        if (happened) add_edge(from, cause, wanted.role, run);
    } while (complete_ && answers.advance());
    if (answers.exhausted()) complete_ = false;
}

void state_space::add_edge(node_number from, std::uint32_t cause, role_set roles, abstract_run& ran) {
    const auto to = intern(ran.take_state());
    if (!to) return;
    if (cause == 0) return begun(*to, ran);
    edge made{from, *to, cause, roles, ran.effects(), {}, {}};
    made.taken.assign(ran.taken().begin(), ran.taken().end());
    made.entered.assign(ran.entered_states().begin(), ran.entered_states().end());
    for (const auto number : leaving_[from]) {
        auto& known = edges_[number];
        if (known.to == made.to && known.stimulus == made.stimulus && known.taken == made.taken &&
            known.entered == made.entered && known.effects == made.effects)
            return;
    }
    if (edges_.size() >= states_max_ * edges_per_state_max) {
        complete_ = false;
        return;
    }
    const auto number = static_cast<edge_number>(edges_.size());
    if (arrived_by_[*to] == no_edge && *to != 0) arrived_by_[*to] = number;
    leaving_[from].push_back(number);
    edges_.push_back(std::move(made));
}

void state_space::begun(node_number at, const abstract_run& ran) {
    begun_taken_.insert(begun_taken_.end(), ran.taken().begin(), ran.taken().end());
    if (at < begun_entered_.size()) return;
    begun_entered_.emplace_back(ran.entered_states().begin(), ran.entered_states().end());
}

std::optional<node_number> state_space::intern(abstract_state state) {
    state.normalise(outline_);
    const auto [found, made] = numbers_.try_emplace(state.key(), static_cast<node_number>(states_.size()));
    if (!made) return found->second;
    if (states_.size() >= states_max_) {
        numbers_.erase(found);
        complete_ = false;
        return std::nullopt;
    }
    states_.push_back(std::move(state));
    leaving_.emplace_back();
    arrived_by_.push_back(no_edge);
    return found->second;
}

std::uint32_t state_space::intern(const stimulus& of) {
    auto key = std::to_string(static_cast<int>(of.of)) + " " + of.name + " " + std::to_string(of.role) + " " +
               std::to_string(of.subject);
    const auto [found, made] =
        stimulus_numbers_.try_emplace(std::move(key), static_cast<std::uint32_t>(stimuli_.size()));
    if (made) stimuli_.push_back(of);
    return found->second;
}

std::vector<edge_number> state_space::path_to(node_number to) const {
    std::vector<edge_number> path;
    while (to < arrived_by_.size() && arrived_by_[to] != no_edge && path.size() < edges_.size()) {
        path.push_back(arrived_by_[to]);
        to = edges_[arrived_by_[to]].from;
    }
    std::reverse(path.begin(), path.end());
    return path;
}

} // namespace sluice::verifier

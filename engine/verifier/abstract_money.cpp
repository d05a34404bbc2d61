// What the money actions do to an abstract state, as engine/application/money_actions.cpp does it to a real one.

#include "engine/verifier/abstract_run.hpp"

#include <algorithm>

namespace sluice::verifier {
namespace {

/// More open instalments at once than this are taken as one: the definition calls them without end.
constexpr std::size_t instalments_max = 16;

void cancel_open(abstract_state& state) {
    for (auto& each : state.instalments)
        if (each.is_open()) each.status = instalment_status::cancelled;
}

} // namespace

bool abstract_run::move_money(const followed_action& asked) {
    using mover = bool (abstract_run::*)(const followed_action&);
    static constexpr std::pair<std::string_view, mover> movers[]{
        {"reserve", &abstract_run::reserve}, {"commit", &abstract_run::commit},
        {"release", &abstract_run::release}, {"payment_due", &abstract_run::payment_due},
        {"receive", &abstract_run::receive}, {"write_off", &abstract_run::write_off},
    };
    const auto found =
        std::find_if(std::begin(movers), std::end(movers), [&](const auto& each) { return each.first == asked.type; });
    if (found == std::end(movers)) return true;
    if (outline_.rules->fund.empty()) doubted(doubt::kind::without_fund, asked.pointer);
    return (this->*found->second)(asked);
}

quantity abstract_run::amount(const followed_parameter& of) {
    const auto value = parameter(of);
    const auto found =
        value.is == abstract_value::kind::number ? value.number : quantity::of(state_.fresh({0, no_upper_bound}));
    state_.assume_nonnegative(found);
    return found;
}

bool abstract_run::reserve(const followed_action& asked) {
    const auto* wanted = asked.find("amount");
    if (!wanted) return false;
    effects_ |= reserves;
    state_.reserved = state_.reserved + amount(*wanted);
    return true;
}

bool abstract_run::commit(const followed_action& asked) {
    effects_ |= commits;
    const auto* wanted = asked.find("amount");
    const auto moved = wanted ? amount(*wanted) : state_.reserved;
    const auto rest = state_.reserved - moved;
    const auto enough = state_.compares_nonnegative(rest);
    if (enough != truth::yes)
        doubted(enough == truth::no ? doubt::kind::exceeds_reservation : doubt::kind::may_exceed_reservation,
                asked.pointer);
    if (!state_.assume_nonnegative(rest)) return false;
    state_.reserved = state_.reserved - moved;
    state_.committed = state_.committed + moved;
    return true;
}

/// First what is only reserved, then what is committed.
bool abstract_run::release(const followed_action& asked) {
    effects_ |= releases;
    const auto held = state_.reserved + state_.committed;
    const auto* wanted = asked.find("amount");
    const auto moved = wanted ? amount(*wanted) : held;
    const auto rest = held - moved;
    if (rest.is_zero()) {
        cancel_open(state_);
        state_.reserved = state_.committed = {};
        return true;
    }
    if (!state_.assume_nonnegative(rest)) return false;
    if (state_.reserved.is_zero()) {
        state_.committed = rest;
    } else if (state_.committed.is_zero()) {
        state_.reserved = rest;
    } else {
        state_.reserved = quantity::of(state_.fresh({0, state_.within(state_.reserved).high}));
        state_.committed = quantity::of(state_.fresh({0, state_.within(state_.committed).high}));
    }
    return true;
}

bool abstract_run::payment_due(const followed_action& asked) {
    const auto* wanted = asked.find("amount");
    if (!wanted) return false;
    const auto name = text(asked, "instalment");
    const auto owed = amount(*wanted);
    if (!state_.assume_nonnegative(owed.plus(-1))) return false;
    const bool again =
        name != unknown_text && std::any_of(state_.instalments.begin(), state_.instalments.end(),
                                            [&](const abstract_instalment& each) { return each.name == name; });
    if (again) {
        doubted(doubt::kind::instalment_again, asked.pointer);
        return false;
    }
    const auto rest = state_.committed - state_.outstanding() - owed;
    const auto enough = state_.compares_nonnegative(rest);
    if (enough != truth::yes)
        doubted(enough == truth::no ? doubt::kind::exceeds_commitment : doubt::kind::may_exceed_commitment,
                asked.pointer);
    if (!state_.assume_nonnegative(rest)) return false;
    if (state_.instalments.size() >= instalments_max) {
        doubted(doubt::kind::too_many_ways, asked.pointer);
        return false;
    }
    effects_ |= falls_due;
    state_.instalments.push_back({name, instalment_status::due, owed});
    return true;
}

bool abstract_run::receive(const followed_action& asked) {
    effects_ |= receives;
    const auto* wanted = asked.find("amount");
    const auto* kind = asked.find("kind");
    if (!wanted || !kind) return false;
    const auto came = amount(*wanted);
    if (*kind->literal == "recovery" || *kind->literal == "surplus") {
        if (!outline_.paid_matters) return true;
        if (!state_.assume_nonnegative(state_.paid - state_.recovered - came)) return false;
        state_.recovered = state_.recovered + came;
    } else if (*kind->literal == "principal") {
        if (!state_.assume_nonnegative(state_.invested - came)) return false;
        state_.invested = state_.invested - came;
    }
    return true;
}

bool abstract_run::write_off(const followed_action& asked) {
    effects_ |= writes_off;
    const auto* wanted = asked.find("amount");
    const auto lost = wanted ? amount(*wanted) : state_.invested;
    if (!state_.assume_nonnegative(state_.invested - lost)) return false;
    state_.invested = state_.invested - lost;
    return true;
}

} // namespace sluice::verifier

#pragma once

/// The rules that a definition has to keep, by the names under which findings report them.
namespace sluice::verifier::rules {

// What is written.
inline constexpr const char *definition = "definition", ///< it cannot be read: see engine/programme
    *unknown_name = "unknown-name",                     ///< an expression names what is nowhere declared
        *unknown_choice = "unknown-choice",             ///< a text is compared with one that it can never be
            *deadline = "deadline",                     ///< a delay that is none
                *expression_cost = "expression-cost",   ///< an event may cost too much to decide
                    *unused = "unused",                 ///< declared and never used
                        *requirement_never_fails =
                            "requirement-never-fails"; ///< it can be left out, or does not say what was meant

// Where it leads: over the whole abstract state space.
inline constexpr const char *unreachable_state = "unreachable-state", *dead_transition = "dead-transition",
                            *nobody_can_act = "nobody-can-act", *no_way_out = "no-way-out",
                            *endless_round = "endless-round",     ///< eventless transitions go round for ever
                                *order_decides = "order-decides", ///< two timers of one state end at the same instant
                                    *state_space = "state-space"; ///< too large to be seen whole: nothing is proven

// Money.
inline constexpr const char *money_left = "money-left", ///< reserved or committed at an end
    *exceeds_commitment = "exceeds-commitment", *exceeds_reservation = "exceeds-reservation",
                            *instalment_again = "instalment-again", *without_fund = "without-fund",
                            *money_waits = "money-waits", ///< held while only the applicant can act, without a term
                                *notice_left_open = "notice-left-open", *notice_again = "notice-again",
                            *objection_left_open = "objection-left-open"; ///< nobody has answered it

// People and order.
inline constexpr const char *outsider_moves_money = "outsider-moves-money",
                            *one_role = "one-role",         ///< one role alone brings an application to payment
                                *one_person = "one-person", ///< one person alone brings it to a commitment
                                    *without_the_office =
                                        "without-the-office", ///< no official has to act before money is set aside
                                        *mixed_roles = "mixed-roles", ///< applicants and the office share an act
                                            *order_law = "order-law";

// Its own scenarios.
inline constexpr const char *no_scenarios = "no-scenarios", *scenario_fails = "scenario-fails",
                            *transition_not_covered = "transition-not-covered",
                            *trace_differs = "trace-differs"; ///< what happens is not what traces.json says

} // namespace sluice::verifier::rules

#include "engine/programme/action_vocabulary.hpp"

#include <algorithm>
#include <array>

namespace sluice::programme {
namespace {

using enum parameter_kind;

constexpr std::array raise_parameters{action_parameter{"event", anything, true}};
constexpr std::array amount_required{action_parameter{"amount", money, true}};
constexpr std::array amount_optional{action_parameter{"amount", money, false}};
constexpr std::array payment_due_parameters{
    action_parameter{"instalment", string, true}, action_parameter{"amount", money, true},
    action_parameter{"title", text, true}, action_parameter{"working_days", integer, false}};
constexpr std::array receive_parameters{action_parameter{"kind", receipt, true},
                                        action_parameter{"amount", money, true}};
constexpr std::array publish_notice_parameters{
    action_parameter{"notice", string, true}, action_parameter{"title", text, true},
    action_parameter{"amount", money, false}, action_parameter{"result", string, false}};
constexpr std::array close_notice_parameters{action_parameter{"notice", string, false},
                                             action_parameter{"result", outcome, false}};
constexpr std::array open_objection_parameters{
    action_parameter{"statement", string, true}, action_parameter{"name", string, false},
    action_parameter{"contact", string, false}, action_parameter{"evidence", anything, false},
    action_parameter{"reexamination", boolean, false}};
constexpr std::array investigator_parameters{
    action_parameter{"objection", string, true}, action_parameter{"person", string, true},
    action_parameter{"roles", roles, true}, action_parameter{"separate_from", events, true}};
constexpr std::array answer_objection_parameters{
    action_parameter{"result", settlement, true}, action_parameter{"answer", string, true},
    action_parameter{"objection", string, false}, action_parameter{"all", boolean, false}};
constexpr std::array offer_reexamination_parameters{action_parameter{"term", term, true}};
constexpr std::array sign_parameters{action_parameter{"document", document, true}, action_parameter{"as", role, true},
                                     action_parameter{"seen", string, false}};
constexpr std::array oblige_parameters{action_parameter{"obligation", string, true},
                                       action_parameter{"title", text, true},
                                       action_parameter{"due", term, true},
                                       action_parameter{"remind_before", terms, false},
                                       action_parameter{"remind_after", terms, false},
                                       action_parameter{"watch", role, false}};
constexpr std::array discharge_parameters{action_parameter{"obligation", string, true}};
constexpr std::array record_change_parameters{action_parameter{"what", string, true},
                                              action_parameter{"before", string, false},
                                              action_parameter{"after", string, true}};
constexpr std::array panel_parameters{action_parameter{"panel", panel, true}};
constexpr std::array bar_parameters{action_parameter{"years", integer, true},
                                    action_parameter{"reason", anything, false}};
constexpr std::array certify_parameters{action_parameter{"as", string, true}, action_parameter{"title", text, true},
                                        action_parameter{"until", timestamp, true}};
constexpr std::array revoke_parameters{action_parameter{"as", string, true}};
constexpr std::array notify_parameters{action_parameter{"to", audience, true}, action_parameter{"message", text, true}};

constexpr std::array actions{
    action_kind{"assign", {}, true},
    action_kind{"raise", raise_parameters},
    action_kind{"reserve", amount_required},
    action_kind{"commit", amount_optional},
    action_kind{"release", amount_optional},
    action_kind{"payment_due", payment_due_parameters},
    action_kind{"receive", receive_parameters},
    action_kind{"write_off", amount_optional},
    action_kind{"publish_notice", publish_notice_parameters},
    action_kind{"close_notice", close_notice_parameters},
    action_kind{"open_objection", open_objection_parameters},
    action_kind{"assign_investigator", investigator_parameters},
    action_kind{"answer_objection", answer_objection_parameters},
    action_kind{"offer_reexamination", offer_reexamination_parameters},
    action_kind{"sign", sign_parameters},
    action_kind{"oblige", oblige_parameters},
    action_kind{"discharge", discharge_parameters},
    action_kind{"record_change", record_change_parameters},
    action_kind{"open_panel", panel_parameters},
    action_kind{"close_panel", panel_parameters},
    action_kind{"bar_applicant", bar_parameters},
    action_kind{"clear_bar", {}},
    action_kind{"certify", certify_parameters},
    action_kind{"revoke_certificate", revoke_parameters},
    action_kind{"notify", notify_parameters},
};

} // namespace

const action_kind* find_action(std::string_view name) {
    const auto found =
        std::find_if(actions.begin(), actions.end(), [&](const action_kind& each) { return each.name == name; });
    return found == actions.end() ? nullptr : &*found;
}

std::span<const action_kind> every_action() {
    return actions;
}

} // namespace sluice::programme

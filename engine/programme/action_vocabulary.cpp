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

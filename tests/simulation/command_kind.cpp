#include "tests/simulation/command_kind.hpp"

#include <type_traits>

namespace sluice::simulation {
namespace {

using namespace service;

struct kind_finder {
    std::string_view operator()(const create_application&) const { return "create"; }
    std::string_view operator()(const amend_application&) const { return "amend"; }
    std::string_view operator()(const send_event&) const { return "send_event"; }
    std::string_view operator()(const raise_objection&) const { return "send_event"; }
    std::string_view operator()(const request_reexamination&) const { return "send_event"; }
    std::string_view operator()(const attach_document&) const { return "attach_document"; }
    std::string_view operator()(const assign_members&) const { return "assign_members"; }
    std::string_view operator()(const draw_panel&) const { return "draw_panel"; }
    std::string_view operator()(const answer_invitation& each) const {
        return each.accept ? "accept_invitation" : "decline_invitation";
    }
    std::string_view operator()(const replace_member&) const { return "replace_member"; }
    std::string_view operator()(const remind_members&) const { return "remind_members"; }
    std::string_view operator()(const declare_no_conflict&) const { return "declare_no_conflict"; }
    std::string_view operator()(const recuse_member&) const { return "recuse_member"; }
    std::string_view operator()(const submit_score& each) const { return each.draft ? "draft_score" : "submit_score"; }
    std::string_view operator()(const cast_vote&) const { return "cast_vote"; }
    std::string_view operator()(const advance_payment&) const { return "advance_payment"; }
    template<class Other>
    std::string_view operator()(const Other&) const {
        return {};
    }
};

} // namespace

std::string_view record_kind(const command& wanted) {
    return std::visit(kind_finder{}, wanted);
}

} // namespace sluice::simulation

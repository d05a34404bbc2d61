#pragma once

#include "engine/application/decide.hpp"
#include "engine/service/access.hpp"
#include "engine/service/errand.hpp"

#include <string>

namespace sluice::service {

/// A timer that is due; sent by the workers only.
struct due_timer {
    std::string application;
    std::string timer;
};

// Commands on one application: load it, gather the facts, let the pure core decide, and write what it decided: state,
// record, money, timers, work lists, notices and outgoing messages, all in the errand's transaction.

result<answer> carry_out(const errand&, const create_application&);
result<answer> carry_out(const errand&, const amend_application&);
result<answer> carry_out(const errand&, const send_event&);
result<answer> carry_out(const errand&, const attach_document&);
result<answer> carry_out(const errand&, const assign_members&);
result<answer> carry_out(const errand&, const declare_no_conflict&);
result<answer> carry_out(const errand&, const recuse_member&);
result<answer> carry_out(const errand&, const submit_score&);
result<answer> carry_out(const errand&, const cast_vote&);
result<answer> carry_out(const errand&, const draw_panel&);
result<answer> carry_out(const errand&, const answer_invitation&);
result<answer> carry_out(const errand&, const replace_member&);
result<answer> carry_out(const errand&, const remind_members&);
result<answer> carry_out(const errand&, const assign_round&); ///< in panel_assignment.cpp
result<answer> carry_out(const errand&, const advance_payment&);
result<answer> carry_out(const errand&, const due_timer&);

/// What goes with an objection: the digest of the code that is given for it, and the objection whose code was shown.
struct objection_papers {
    std::string receipt, shown;
};

/// What was decided, and the text that is kept of it for readers; empty where none is kept.
struct advanced : application::decision {
    std::string view;
};

/// Applies one command of the core to one application that the errand has loaded, as `actor`.
result<advanced> advance(const errand&, const loaded_application&, const application::command&,
                         application::actor_facts actor, objection_papers = {});

} // namespace sluice::service

#pragma once

#include "engine/application/change.hpp"
#include "engine/application/command.hpp"
#include "engine/application/facts.hpp"
#include "engine/programme/programme.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>

/// What a draft of a definition would have made of a past application.
namespace sluice::application {

/// Timers that one replay fires; more means that they go round in circles.
inline constexpr std::size_t what_if_timers_max = 1'000;

/// The command that a record came from, as far as the record holds it. Nothing for what nobody asked for: timers, which
/// a replay fires by itself, and migrations.
std::optional<command> command_of(const record&);

struct what_if_sources {
    /// Who acted and what was known at a record's time. `fund` and `new_id` are filled in by the replay, and so is the
    /// time.
    std::function<facts(const record&, const command&, const application_state& so_far)> facts_at;
    /// The fund's totals without this application.
    ledger::account_totals fund;
    instant until; ///< timers fire up to here after the last command
};

/// How it would have gone.
struct what_if_outcome {
    application_state ended_as;
    std::size_t steps = 0; ///< commands that the draft took

    /// The command that the draft refuses; the replay stops there.
    struct refused_step {
        std::size_t number = 0; ///< among the commands, from 1
        instant at;
        std::string command; ///< as recorded: send_event, advance_payment, …; fire_timer for a timer of the draft
        std::string event;   ///< of send_event and deliver
        refusal why;
    };
    std::optional<refused_step> refused;
    bool ended_early = false; ///< it has ended and there were more commands
};

/// Decides the recorded commands again under the draft, each at its recorded time, with the draft's own timers between
/// them. Pure. The records are those of one application, oldest first.
what_if_outcome replay_under(const programme::programme& draft, std::span<const record>, const what_if_sources&);

/// A fund's totals as if the application had never been: its money is available again.
ledger::account_totals without_application(ledger::account_totals fund, const ledger::account_totals& application);

} // namespace sluice::application

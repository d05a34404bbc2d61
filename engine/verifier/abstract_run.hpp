#pragma once

#include "engine/statechart/interpreter.hpp"
#include "engine/verifier/evaluator.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sluice::verifier {

/// What a step did to money and to what else must come to an end, as bits.
enum effect : std::uint16_t {
    reserves = 1,
    commits = 2,
    releases = 4,
    falls_due = 8,
    receives = 16,
    writes_off = 32,
    pays = 64,
    opens_notice = 128,
    closes_notice = 256,
    opens_panel = 512
};

/// An action that may be refused where it stands, as it was seen in one step.
struct doubt {
    enum class kind : std::uint8_t {
        exceeds_commitment,     ///< an instalment is never within what is committed
        may_exceed_commitment,  ///< it is not shown to be
        instalment_again,       ///< the instalment has been called before
        exceeds_reservation,    ///< more is committed than reserved
        may_exceed_reservation, ///< it is not shown that this cannot be
        without_fund,           ///< money moves in a programme that has no fund
        notice_again,           ///< a notice is opened while it is open
        objection_left,         ///< a notice is closed while an objection is open
        order_decides,          ///< another transition for the same event could be taken as well
        cycle,                  ///< eventless transitions go round for ever
        too_many_ways           ///< not every outcome was looked at
    };
    kind of;
    std::string pointer; ///< of the action or transition
};

/// What may happen next, in the abstract.
struct stimulus {
    enum class kind : std::uint8_t { begin, person, timer, payment, panel, allocation, spot_check };

    kind of = kind::begin;
    std::string name;        ///< event, timer id, payment step, panel or, of a spot check, what becomes of it
    role_set role = 0;       ///< whose act it is
    std::size_t subject = 0; ///< instalment, panel or spot check
};

/// One run of the statechart's own interpreter on an abstract state: guards and actions are followed symbolically, and
/// where a condition may go either way the run asks `choices`. Made anew for each run.
class abstract_run final : public statechart::host {
public:
    /// `may_fail` collects the requirements that are found to fail in some real state.
    abstract_run(const outline& of, const expression_book& book, abstract_state before, choices& answers,
                 std::set<expression_pointer>& may_fail);

    /// Whether something happened; the state is then `after()`, not yet normalised.
    bool carry_out(const stimulus&);

    abstract_state take_state() { return std::move(state_); }
    const std::vector<std::size_t>& taken() const { return taken_; }
    const std::vector<std::size_t>& entered_states() const { return entered_; } ///< in order
    std::uint16_t effects() const { return effects_; }
    const std::vector<doubt>& doubts() const { return doubts_; }

    // statechart::host
    result<bool> enabled(const statechart::transition&, const statechart::event&, const statechart::snapshot&) override;
    result<void> perform(const statechart::action&, const statechart::event&, statechart::raiser&) override;
    void entered(const statechart::state&) override;

private:
    bool begin();
    bool person_acts(const stimulus&);
    bool timer_fires(const stimulus&);
    bool payment_advances(const stimulus&);
    bool panel_completes(const stimulus&);
    bool allocation_decided();
    bool spot_check_decided(const stimulus&);
    bool deliver(const std::string& type, abstract_event event);
    bool settle(result<statechart::step>, bool must_be_accepted);
    bool goes_round(const statechart::transition&, const statechart::snapshot&);

    void assign(const followed_action&);
    bool move_money(const followed_action&);
    bool reserve(const followed_action&);
    bool commit(const followed_action&);
    bool release(const followed_action&);
    bool payment_due(const followed_action&);
    bool receive(const followed_action&);
    bool write_off(const followed_action&);
    void publish_notice(const followed_action&);
    void close_notice(const followed_action&);
    void open_objection(const followed_action&);
    bool answer_objection(const followed_action&);
    quantity* count_of(std::string_view counted); ///< null where the definition does not need it
    std::optional<std::size_t> panel_of(const followed_action&) const;
    abstract_value parameter(const followed_parameter&);
    quantity amount(const followed_parameter&);
    text_number text(const followed_action&, std::string_view parameter);

    void look_for_failure(const followed_expression&);
    void look_for_overlap(const statechart::transition&);
    bool in_some_outcome(const std::function<bool(evaluator&)>& so) const;
    void doubted(doubt::kind, const std::string& pointer);
    refusal impossible() const;

    const outline& outline_;
    const expression_book& book_;
    abstract_state state_;
    choices& choices_;
    std::set<expression_pointer>& may_fail_;
    evaluator values_;
    abstract_event event_;
    statechart::snapshot position_;     ///< before the step
    const std::string* sent_ = nullptr; ///< the event a person sent, while it is being taken
    role_set role_ = 0;
    std::uint16_t effects_ = 0;
    std::vector<std::size_t> taken_, entered_;
    std::vector<std::string> rounds_; ///< eventless transitions taken, with the key of the state from which
    std::vector<doubt> doubts_;
};

} // namespace sluice::verifier

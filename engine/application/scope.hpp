#pragma once

#include "engine/application/facts.hpp"
#include "engine/application/state.hpp"
#include "engine/cel/activation.hpp"
#include "engine/programme/vocabulary.hpp"
#include "engine/statechart/snapshot.hpp"

#include <optional>
#include <vector>

namespace sluice::application {

/// What a programme's expressions see of one application at one moment. Holds references: the state, the facts and
/// the programme must outlive it. Values are made when an expression first reads them; what depends on the state is
/// forgotten on `state_changed`.
class scope final : public programme::configuration_view {
public:
    scope(const programme::programme&, const application_state&, const facts&);

    /// The event that `event` stands for; its data as CEL sees it (money in fen).
    void set_event(std::string type, json data);
    void state_changed();
    /// The form too, or who and what the application is: all that the state can change.
    void form_changed();
    /// Which states are active, for In(); kept by whoever runs the statechart.
    void set_position(const statechart::snapshot*);

    const cel::activation& activation() const { return activation_; }

    /// What was seen of other applications; null where no expression has read it.
    const std::vector<overlapping_project>* overlaps_seen() const { return overlaps_ ? &*overlaps_ : nullptr; }

    bool in(std::string_view state) const override;

private:
    cel::value make(programme::word);
    void forget(programme::word);

    const programme::programme& programme_;
    const application_state& state_;
    const facts& facts_;
    const statechart::snapshot* position_ = nullptr;
    json form_;
    json event_;
    std::optional<std::vector<overlapping_project>> overlaps_;
    cel::activation activation_;
};

/// `vars` as expressions see it: money and integers as int, timestamps as timestamps.
cel::value variables_value(const programme::programme&, const json& variables);

} // namespace sluice::application

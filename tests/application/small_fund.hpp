#pragma once

#include "engine/application/decide.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sluice::test {

/// Files of a small programme with one of everything: a deadline, a notice whose clock can be paused, a panel, a
/// payment, variables, an act that another must be separate from.
ordered_json small_workflow();
ordered_json small_form();

/// Throws with the defects when it cannot be read.
std::shared_ptr<const programme::programme> read_small(const ordered_json& workflow,
                                                       const ordered_json& form = small_form());
/// The small programme as version 2, changed.
std::shared_ptr<const programme::programme> changed_small(const std::function<void(ordered_json&)>& change);

/// One application of it on its way.
struct small_life {
    explicit small_life(std::shared_ptr<const programme::programme> rules);

    /// As somebody with the role; throws when it is refused.
    void send(const std::string& event, const std::string& role = "officer", const json& data = json::object());
    void carry_out(const application::command&, const std::string& role = "officer", const std::string& person = "");
    void at(const char* when) { known.now = parse_rfc3339(when).value(); }
    std::string state() const { return state_.active_leaves().front(); }

    std::shared_ptr<const programme::programme> rules;
    application::facts known;
    application::application_state state_;
    std::vector<application::record> records;
};

/// Weekends off, nothing else.
const calendar::calendar& plain_2026();

} // namespace sluice::test

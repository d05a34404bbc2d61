#pragma once

#include "engine/application/decide.hpp"
#include "engine/calendar/calendar.hpp"

#include <memory>

namespace sluice::bench {

/// An application of the measured programme that waits for the officer's recommendation, with all that is needed to
/// decide on it: brought there by the core itself, from the programme's own form.
struct sample_case {
    sample_case(); ///< reads workflows/; throws `std::runtime_error` when a step is refused
    sample_case(const sample_case&) = delete;
    sample_case& operator=(const sample_case&) = delete;

    std::shared_ptr<const programme::programme> rules;
    calendar::calendar days;
    application::facts known; ///< the officer's
    application::application_state state;
    application::record last; ///< what led there
    json form;
    application::send_event recommend;
};

} // namespace sluice::bench

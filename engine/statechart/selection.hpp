#pragma once

#include "engine/statechart/host.hpp"

#include <boost/container/small_vector.hpp>

namespace sluice::statechart {

/// Short lists of state or transition indices that need no allocation in charts of ordinary size.
using index_list = boost::container::small_vector<std::size_t, 16>;

/// Whether the descriptor of an `on` or `onDone` transition matches the event's name; `submit.*` matches `submit` too.
bool matches(const transition& asked, std::string_view event_type);

/// Whether some event matches both descriptors.
bool overlap(const transition& left, const transition& right);

/// SCXML's selectTransitions and selectEventlessTransitions with removeConflictingTransitions: the transitions to be
/// taken together, in document order of the states they were found from. The first enabled one of a state wins; inner
/// states come before outer ones. Refuses as the host does.
result<void> select_for_event(const chart& of, const snapshot& now, const event& by, host& asks, index_list& selected);
result<void> select_eventless(const chart& of, const snapshot& now, const event& by, host& asks, index_list& selected);

/// The domain of a transition with targets, after what history states remember now.
std::size_t domain_of(const chart& of, const snapshot& now, const transition& taken);

} // namespace sluice::statechart

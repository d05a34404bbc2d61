#pragma once

#include "engine/programme/comparison_parts.hpp"
#include "engine/statechart/chart.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

/// Internal to the module: start at comparison.hpp.
namespace sluice::programme {

/// Names of the first list that are not in the second.
std::vector<std::string> without(const std::vector<std::string>& all, const std::vector<std::string>& others);
std::string joined(const std::vector<std::string>& names);

/// Two charts side by side: which states correspond, and what is said in the same way of states, transitions and
/// timers.
class chart_pair {
public:
    chart_pair(const programme& old_version, const programme& new_version, difference_list& list)
        : before{old_version}
        , after{new_version}
        , found_{list} {}

    const programme& before;
    const programme& after;
    std::map<std::size_t, std::size_t> now; ///< old state → new state
    std::set<std::size_t> paired;           ///< new states that have an old one

    void pair(std::size_t was, std::size_t is) {
        now[was] = is;
        paired.insert(is);
    }

    void note(difference_kind, std::string subject, std::string was, std::string is, const std::string& zh,
              const std::string& en, const text& what);
    void say(std::string subject, const std::string& was, const std::string& is, text sentence,
             difference_kind kind = difference_kind::changed);

    /// Ids of the new version, so that renamed states compare equal.
    std::vector<std::string> old_targets(const std::vector<std::size_t>& indices) const;
    std::vector<std::string> new_targets(const std::vector<std::size_t>& indices) const;

    void compare_names(const std::vector<std::string>& was, const std::vector<std::string>& is,
                       const std::string& was_at, const std::string& is_at, const text& what,
                       const std::string& subject);
    /// Values of the definition, at their places.
    void compare_at(const value_pair&, const std::string& subject, const text& what);
    /// A member of two raw transitions: guard, data.
    void compare_member(const char* key, const statechart::transition& was, const statechart::transition& is,
                        const text& what);
    /// Actions of one type are compared in their order.
    void compare_actions(const std::vector<statechart::action>& olds, const std::vector<statechart::action>& news,
                         const std::string& was_at, const std::string& is_at, const text& where);

private:
    difference_list& found_;
};

/// What people and the system may do in a state.
void compare_transitions(chart_pair&, const statechart::state& was, const statechart::state& is, const text& where);

} // namespace sluice::programme

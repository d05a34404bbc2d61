#pragma once

#include "tests/mutation/mutant.hpp"

#include "engine/calendar/calendar.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace sluice::mutation {

/// What noticed a mutant first, in the order in which one is asked.
enum class catcher { reader, verifier, expectations, traces, nothing };

struct verdict {
    catcher by = catcher::nothing;
    std::string rule;  ///< the verifier's rule, or what of `cases.json` failed
    std::string words; ///< what one would have read
};

/// What a programme's own scenarios say, and what they were seen to do before.
struct witnesses {
    json cases, traces;
    std::set<std::string> known; ///< findings of the undamaged definition: warnings, as a rule and its place
    std::map<std::string, std::vector<std::string>> takes; ///< by scenario: pointers of the transitions it takes
};

/// What is needed to judge the mutants of one programme, found out from the programme as it is shipped.
witnesses make_witnesses(const original&, json cases, json traces, const calendar::calendar&);

/// Judges one mutant of a programme: can it be read, is it proven sound, do its scenarios hold, do they do what they
/// did. Only the last can notice what nobody has said.
verdict judge(const original&, const witnesses&, const mutant&, const calendar::calendar&);

/// All of them, several at a time; in the order of the mutants.
std::vector<verdict> judge_all(const std::vector<original>&, const std::vector<witnesses>&, const std::vector<mutant>&,
                               const calendar::calendar&, unsigned threads);

} // namespace sluice::mutation

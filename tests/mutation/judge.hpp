#pragma once

#include "tests/mutation/mutant.hpp"

#include "engine/calendar/calendar.hpp"

#include <map>
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
    std::map<std::string, std::vector<std::string>> takes; ///< by scenario: pointers of the transitions it takes
};

/// Judges one mutant of a programme: can it be read, is it proven sound, do its scenarios hold, do they do what they
/// did. Only the last can notice what nobody has said.
verdict judge(const original&, const witnesses&, const mutant&, const calendar::calendar&);

/// All of them, several at a time; in the order of the mutants.
std::vector<verdict> judge_all(const std::vector<original>&, const std::vector<witnesses>&, const std::vector<mutant>&,
                               const calendar::calendar&, unsigned threads);

} // namespace sluice::mutation

#pragma once

#include "engine/base/text.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace sluice::verifier {

/// An error keeps a definition from being published; a warning is shown and lets it pass.
enum class severity { error, warning };

/// One event on a path through a procedure, and where it leads.
struct path_step {
    std::string event; ///< as sent; `after` for a timer, `payment.paid`, `panel.completed` …; "" for the start
    text words;        ///< who does what, for people
    std::vector<std::string> states; ///< ids of the innermost active states afterwards
};

/// One thing that is wrong with a definition: where, by which rule, in a plain sentence, and the path that shows it.
struct finding {
    severity weight = severity::error;
    std::string rule;                 ///< a name that stays: see rules.hpp
    std::string file;                 ///< of the folder
    std::string pointer;              ///< JSON pointer into it
    std::size_t line = 0, column = 0; ///< from 1; 0 where the place has no text
    text sentence;
    std::vector<path_step> path; ///< empty where no path is needed
};

} // namespace sluice::verifier

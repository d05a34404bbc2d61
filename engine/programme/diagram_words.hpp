#pragma once

#include "engine/programme/programme.hpp"
#include "engine/statechart/diagram.hpp"

namespace sluice::programme {

/// What a picture of the programme's procedure needs so that it can be read without the definition beside it: names of
/// the roles, the built-in ones included, and what the delays that are parameters come to.
statechart::diagram_options diagram_words(const programme& of, language wanted);

} // namespace sluice::programme

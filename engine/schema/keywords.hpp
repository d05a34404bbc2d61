#pragma once

#include "engine/schema/compiler.hpp"

#include <string>

namespace sluice::schema {

/// Reads one keyword into the node; faults go to the compiler. False when the keyword is not supported.
bool read_keyword(compiler& at_work, node& into, const std::string& name, const ordered_json& value,
                  const std::string& place);

/// The same for `x-…`: those of our own are read, any other is an annotation.
bool read_extension(compiler& at_work, node& into, const std::string& name, const ordered_json& value,
                    const std::string& place);

} // namespace sluice::schema

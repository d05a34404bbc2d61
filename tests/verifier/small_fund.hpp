#pragma once

#include "engine/verifier/verify.hpp"

#include <set>
#include <string>

/// A small programme with everything that the rules look at, sound as it stands, to be damaged in tests.
namespace sluice::tests {

/// Verifies the small fund after a JSON Patch (RFC 6902) on its workflow.json; without scenarios of its own.
verifier::report verified_with(const char* patch = "[]", const verifier::limits& = {});

/// The rules of its findings, but for `no-scenarios`.
std::set<std::string> rules_found(const verifier::report&);
std::set<std::string> rules_found_with(const char* patch);

/// The finding of the rule; fails the test when there is none.
const verifier::finding& finding_of(const verifier::report&, const std::string& rule);

} // namespace sluice::tests

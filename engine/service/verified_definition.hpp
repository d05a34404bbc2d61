#pragma once

#include "engine/calendar/calendar.hpp"
#include "engine/programme/programme.hpp"
#include "engine/verifier/verify.hpp"

#include <functional>
#include <memory>

namespace sluice::service {

/// Proves a definition: `verifier::verify`, or what a test puts in its place.
using prove_definition = std::function<verifier::report(programme::definition_files, const calendar::calendar&)>;

struct examination;

/// A definition that has been proven sound. Nothing else can be published, and nothing but `examine` makes one.
/// Immutable; any thread may use it.
class verified_definition {
public:
    const programme::programme& rules() const { return *rules_; }
    const std::shared_ptr<const programme::programme>& shared_rules() const { return rules_; }
    /// Every file as it was given, cases.json among them.
    const programme::definition_files& files() const { return files_; }
    const std::vector<verifier::finding>& warnings() const { return warnings_; }

private:
    friend examination examine(programme::definition_files, const calendar::calendar&, const prove_definition&);
    verified_definition(std::shared_ptr<const programme::programme> rules, programme::definition_files files,
                        std::vector<verifier::finding> warnings)
        : rules_{std::move(rules)}
        , files_{std::move(files)}
        , warnings_{std::move(warnings)} {}

    std::shared_ptr<const programme::programme> rules_;
    programme::definition_files files_;
    std::vector<verifier::finding> warnings_;
};

/// What proving found.
struct examination {
    verifier::report report;
    std::shared_ptr<const verified_definition> sound; ///< null when some finding is an error
};

/// Takes hundreds of milliseconds: not for the writer's thread, nor for the server's.
examination examine(programme::definition_files, const calendar::calendar&, const prove_definition&);

/// Why it cannot be published: `definition_invalid` with every finding that is an error.
refusal unsound(const verifier::report&);

} // namespace sluice::service

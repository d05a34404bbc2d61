#pragma once

#include "engine/application/migration.hpp"
#include "engine/service/caller.hpp"
#include "engine/service/queries.hpp"
#include "engine/service/verified_definition.hpp"

#include <map>
#include <string>

namespace sluice::service {

/// Which applications to move, and how.
struct migration_request {
    std::string programme;
    std::string from, to; ///< versions
    std::string round;    ///< only the applications of this round; empty: all
    application::migration_rules rules;
    bool leave_behind = false; ///< those that cannot move stay, instead of keeping the others from moving
};

/// A draft to try on the past: a published version, or files.
struct what_if_request {
    std::string programme;
    std::string version; ///< empty: the files
    programme::definition_files files;
    std::string round;                         ///< only the applications of this round; empty: all
    std::map<std::string, std::string> states; ///< old id → draft's id, where they are the same under another name
};

/// What can be asked about definitions beyond what everybody reads: engine/decisions/0008-versions-and-migration.md
/// says by whom. All of these may take long and are not for the server's threads. Thread-safe.
class definition_queries {
public:
    virtual ~definition_queries() = default;

    /// Proves a draft of the programme, which may be a new one. Changes nothing.
    virtual result<examination> examine(const caller&, const std::string& programme,
                                        programme::definition_files) const = 0;

    /// One version with its files, byte for byte. Public.
    virtual result<resource> version(const std::string& programme, const std::string& version) const = 0;
    /// In what `version` differs from `other`, in words. Public.
    virtual result<resource> comparison(const std::string& programme, const std::string& version,
                                        const std::string& other) const = 0;

    /// What would become of each application: the verdicts counted over all, the items of one page, and the digest with
    /// which to apply the plan. Changes nothing.
    virtual result<resource> plan_migration(const caller&, const migration_request&, const paging&) const = 0;
    virtual result<page> migrations(const caller&, const std::string& programme, const paging&) const = 0;
    virtual result<resource> migration(const caller&, const std::string& programme, const std::string& id) const = 0;

    /// What the draft would have made of past applications: one page of them, counted, and those that would have gone
    /// differently.
    virtual result<resource> what_if(const caller&, const what_if_request&, const paging&) const = 0;
};

} // namespace sluice::service

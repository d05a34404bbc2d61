#pragma once

#include "engine/service/access.hpp"
#include "engine/service/work_queries.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sluice::service {

/// What waits for one caller, as they may see it: for themselves, for colleagues whose roles they use, and for firms
/// that have mandated their organisation. Lives as long as the reader and the definitions.
class task_view {
public:
    /// One task with what a person needs to know of it.
    struct seen_task {
        store::task_record task;
        store::application_record row;
        const programme::programme* rules = nullptr;
        viewpoint as = viewpoint::official;
        text what; ///< what waits, in words
        std::string title;
        json on_behalf_of; ///< null: it waits for the caller themselves
    };

    task_view(const caller&, store::reader&, const library&);

    /// Everything that could be theirs.
    store::task_filter filter() const;
    /// Nothing where the task is not theirs after all: a role counts in its own programmes only.
    std::optional<seen_task> see(const store::task_record&) const;
    json to_json(const seen_task&, instant now) const;

private:
    std::optional<json> for_whom(const store::task_record&) const;
    std::optional<json> for_applicant(const std::string& organisation, const std::string& programme) const;

    const caller& who_;
    store::reader& store_;
    const library& definitions_;
    std::vector<application::acting_for> mandates_;
    std::vector<std::vector<std::string>> covered_; ///< programmes of each mandate; empty: all
};

} // namespace sluice::service

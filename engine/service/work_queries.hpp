#pragma once

#include "engine/service/queries.hpp"

#include <optional>
#include <string>

namespace sluice::service {

/// Which tasks.
struct task_wish {
    bool overdue = false;                       ///< only those whose time is over
    bool mine = false;                          ///< only those of the cases that the caller has in hand
    std::optional<std::string> programme, kind; ///< kind: event, seat, answer, review, payment, objection, obligation
};

/// What waits for whom, and what people say to each other about it. The rules of `queries` hold here too.
class work_queries {
public:
    virtual ~work_queries() = default;

    /// By due time, those without one last. Holds what waits for the caller, for the colleagues whose roles they use
    /// and for the firms that have mandated their organisation; each says for whom.
    virtual result<page> tasks(const caller&, const task_wish&, const paging&) const = 0;

    /// Those that a person gave and was given; for that person ("me": the caller) and administrators.
    virtual result<page> delegations(const caller&, const std::string& person, const paging&) const = 0;
    /// Those that an organisation gave and holds; for its applicants and the office.
    virtual result<page> mandates(const caller&, const std::string& organisation, const paging&) const = 0;

    /// Who has the case in hand; for the office only.
    virtual result<resource> handler(const caller&, const std::string& application) const = 0;
    /// Oldest first; for the applicant's side and the office.
    virtual result<page> messages(const caller&, const std::string& application, const paging&) const = 0;

    virtual result<page> calendar_feeds(const caller&, const paging&) const = 0;
    /// The deadlines of whoever opened the feed with this secret (by its SHA-256 in hexadecimal), as RFC 5545 has it.
    virtual result<std::string> calendar(const std::string& secret_digest) const = 0;
};

} // namespace sluice::service

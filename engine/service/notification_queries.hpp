#pragma once

#include "engine/service/caller.hpp"
#include "engine/service/queries.hpp"

#include <string>

namespace sluice::service {

/// What can be read of what was told to whom. Rules as in queries.hpp.
class notification_queries {
public:
    virtual ~notification_queries() = default;

    /// The caller's own, the newest first.
    virtual result<page> notifications(const caller&, bool unread_only, const paging&) const = 0;
    /// Everything that was told of an application, to whom, and how far it came; for officials of its programme.
    virtual result<page> notifications_about(const caller&, const std::string& application, const paging&) const = 0;

    /// For administrators: what went to a webhook, or (without one) everything that has failed.
    virtual result<page> deliveries(const caller&, const std::string& webhook, const paging&) const = 0;
    virtual result<page> webhooks(const caller&) const = 0;
    virtual result<resource> webhook(const caller&, const std::string& id) const = 0;
};

} // namespace sluice::service

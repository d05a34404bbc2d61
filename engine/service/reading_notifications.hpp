#pragma once

#include "engine/service/clock.hpp"
#include "engine/service/notification_queries.hpp"
#include "engine/store/database.hpp"

namespace sluice::service {

/// These queries over a store. Each takes a reader of its own from the pool.
class notification_reading final : public notification_queries {
public:
    notification_reading(store::database& database, const clock& time)
        : database_{database}
        , clock_{time} {}

    result<page> notifications(const caller&, bool unread_only, const paging&) const override;
    result<page> notifications_about(const caller&, const std::string& application, const paging&) const override;
    result<page> deliveries(const caller&, const std::string& webhook, const paging&) const override;
    result<page> webhooks(const caller&) const override;
    result<resource> webhook(const caller&, const std::string& id) const override;

private:
    store::database& database_;
    const clock& clock_;
};

} // namespace sluice::service

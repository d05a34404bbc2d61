#pragma once

#include "engine/service/clock.hpp"
#include "engine/service/library.hpp"
#include "engine/service/work_queries.hpp"
#include "engine/store/database.hpp"

namespace sluice::service {

/// `work_queries` over a store; see reading.hpp.
class work_reading final : public work_queries {
public:
    work_reading(store::database& database, const library_shelf& shelf, const clock& time)
        : database_{database}
        , shelf_{shelf}
        , clock_{time} {}

    result<page> tasks(const caller&, const task_wish&, const paging&) const override;
    result<page> delegations(const caller&, const std::string& person, const paging&) const override;
    result<page> mandates(const caller&, const std::string& organisation, const paging&) const override;
    result<resource> handler(const caller&, const std::string& application) const override;
    result<page> messages(const caller&, const std::string& application, const paging&) const override;
    result<page> calendar_feeds(const caller&, const paging&) const override;
    result<std::string> calendar(const std::string& secret_digest) const override;

private:
    store::database& database_;
    const library_shelf& shelf_;
    const clock& clock_;
};

} // namespace sluice::service

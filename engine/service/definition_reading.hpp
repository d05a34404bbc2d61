#pragma once

#include "engine/service/clock.hpp"
#include "engine/service/definition_queries.hpp"
#include "engine/service/library.hpp"
#include "engine/store/database.hpp"

namespace sluice::service {

/// The questions about definitions, over a store. Each takes a reader of its own from the pool.
class definition_reading final : public definition_queries {
public:
    definition_reading(store::database& database, const library_shelf& shelf, const clock& time, prove_definition prove)
        : database_{database}
        , shelf_{shelf}
        , clock_{time}
        , prove_{std::move(prove)} {}

    result<examination> examine(const caller&, const std::string& programme,
                                programme::definition_files) const override;
    result<resource> version(const std::string& programme, const std::string& version) const override;
    result<resource> comparison(const std::string& programme, const std::string& version,
                                const std::string& other) const override;
    result<resource> plan_migration(const caller&, const migration_request&, const paging&) const override;
    result<page> migrations(const caller&, const std::string& programme, const paging&) const override;
    result<resource> migration(const caller&, const std::string& programme, const std::string& id) const override;
    result<resource> what_if(const caller&, const what_if_request&, const paging&) const override;

private:
    store::database& database_;
    const library_shelf& shelf_;
    const clock& clock_;
    prove_definition prove_;
};

} // namespace sluice::service

#pragma once

#include "engine/service/definition_queries.hpp"
#include "engine/service/money_queries.hpp"
#include "engine/service/notification_queries.hpp"
#include "engine/service/queries.hpp"
#include "engine/service/work_queries.hpp"

#include <stdexcept>

namespace sluice::test {

/// Stands where nobody asks: every call throws.
class silent_queries final : public service::queries {
    using text_or_not = const std::optional<std::string>&;
    using id = const std::string&;
    using who = const service::caller&;
    using slice = const service::paging&;

    [[noreturn]] static void nobody_answers() { throw std::logic_error{"nobody is to ask here"}; }

public:
    service::page programmes() const override { nobody_answers(); }
    result<service::resource> programme(id) const override { nobody_answers(); }
    result<std::string> workflow_source(id) const override { nobody_answers(); }
    result<std::string> form_source(id) const override { nobody_answers(); }
    result<std::string> diagram(who, id, id, language) const override { nobody_answers(); }
    result<service::resource> match(const json&) const override { nobody_answers(); }
    result<service::page> versions(id) const override { nobody_answers(); }
    result<service::page> rounds(id, slice) const override { nobody_answers(); }
    result<service::resource> round(id) const override { nobody_answers(); }
    result<service::resource> application(who, id) const override { nobody_answers(); }
    result<service::page> applications(who, const service::application_filter&, slice) const override {
        nobody_answers();
    }
    result<service::resource> actions(who, id) const override { nobody_answers(); }
    result<service::resource> overlaps(who, id) const override { nobody_answers(); }
    result<service::page> history(who, id, slice) const override { nobody_answers(); }
    result<service::page> documents(who, id) const override { nobody_answers(); }
    result<service::document_content> document(who, id, id) const override { nobody_answers(); }
    result<service::page> reviews(who, id) const override { nobody_answers(); }
    result<service::page> payments(who, id) const override { nobody_answers(); }
    result<service::page> objections(who, id) const override { nobody_answers(); }
    result<service::resource> preview_draw(who, id, id) const override { nobody_answers(); }
    result<service::resource> preview_assignment(who, const service::assign_round&) const override { nobody_answers(); }
    result<service::resource> ranking(who, id, id) const override { nobody_answers(); }
    result<service::page> pipeline(who, const std::optional<std::string>&) const override { nobody_answers(); }
    result<service::page> spot_checks(who, id, slice) const override { nobody_answers(); }
    result<service::resource> preview_spot_check(who, id, id) const override { nobody_answers(); }
    result<service::resource> spot_check(who, id, id) const override { nobody_answers(); }
    result<service::page> my_reviews(who, slice) const override { nobody_answers(); }
    result<service::page> notices(const service::notice_filter&, slice) const override { nobody_answers(); }
    result<service::resource> objection(id) const override { nobody_answers(); }
    result<service::resource> notice(id) const override { nobody_answers(); }
    result<service::resource> receipt(id) const override { nobody_answers(); }
    result<service::page> people(who, text_or_not, slice) const override { nobody_answers(); }
    result<service::resource> person(who, id) const override { nobody_answers(); }
    result<service::page> experts(who, slice) const override { nobody_answers(); }
    result<service::page> organisations(who, slice) const override { nobody_answers(); }
    result<service::resource> organisation(who, id) const override { nobody_answers(); }
    result<service::page> tokens(who, id) const override { nobody_answers(); }
    result<service::resource> verify_log(who, id) const override { nobody_answers(); }
    result<service::caller> authenticate(id) const override { nobody_answers(); }
};

class silent_money_queries final : public service::money_queries {
    using id = const std::string&;
    using who = const service::caller&;
    using slice = const service::paging&;

    [[noreturn]] static void nobody_answers() { throw std::logic_error{"nobody is to ask here"}; }

public:
    result<service::page> funds(who) const override { nobody_answers(); }
    result<service::resource> fund(who, id, std::optional<instant>, const service::period&) const override {
        nobody_answers();
    }
    result<service::page> fund_entries(who, id, const service::entry_filter&, slice) const override {
        nobody_answers();
    }
    result<service::page> fund_payments(who, id, slice) const override { nobody_answers(); }
    result<service::resource> year_end(who, id, int) const override { nobody_answers(); }
    result<service::resource> reconciliation(who, id) const override { nobody_answers(); }
    result<service::page> payment_batches(who, id, slice) const override { nobody_answers(); }
    result<service::resource> payment_batch(who, id) const override { nobody_answers(); }
    result<service::document_content> payment_batch_file(who, id) const override { nobody_answers(); }
    result<service::resource> round_budget(who, id) const override { nobody_answers(); }
    result<service::resource> allocation(who, id) const override { nobody_answers(); }
    result<service::resource> try_allocation(who, id, const service::allocation_trial&) const override {
        nobody_answers();
    }
    result<service::resource> allocation_rerun(who, id) const override { nobody_answers(); }
};

class silent_definition_queries final : public service::definition_queries {
    using id = const std::string&;
    using who = const service::caller&;
    using slice = const service::paging&;

    [[noreturn]] static void nobody_answers() { throw std::logic_error{"nobody is to ask here"}; }

public:
    result<service::examination> examine(who, id, programme::definition_files) const override { nobody_answers(); }
    result<service::resource> version(id, id) const override { nobody_answers(); }
    result<service::resource> comparison(id, id, id) const override { nobody_answers(); }
    result<service::resource> plan_migration(who, const service::migration_request&, slice) const override {
        nobody_answers();
    }
    result<service::page> migrations(who, id, slice) const override { nobody_answers(); }
    result<service::resource> migration(who, id, id) const override { nobody_answers(); }
    result<service::resource> what_if(who, const service::what_if_request&, slice) const override { nobody_answers(); }
};

class silent_work_queries final : public service::work_queries {
    using id = const std::string&;
    using who = const service::caller&;
    using slice = const service::paging&;

    [[noreturn]] static void nobody_answers() { throw std::logic_error{"nobody is to ask here"}; }

public:
    result<service::page> tasks(who, const service::task_wish&, slice) const override { nobody_answers(); }
    result<service::page> delegations(who, id, slice) const override { nobody_answers(); }
    result<service::page> mandates(who, id, slice) const override { nobody_answers(); }
    result<service::resource> handler(who, id) const override { nobody_answers(); }
    result<service::page> messages(who, id, slice) const override { nobody_answers(); }
    result<service::page> calendar_feeds(who, slice) const override { nobody_answers(); }
    result<std::string> calendar(id) const override { nobody_answers(); }
};

class silent_notification_queries final : public service::notification_queries {
    using id = const std::string&;
    using who = const service::caller&;
    using slice = const service::paging&;

    [[noreturn]] static void nobody_answers() { throw std::logic_error{"nobody is to ask here"}; }

public:
    result<service::page> notifications(who, bool, slice) const override { nobody_answers(); }
    result<service::page> notifications_about(who, id, slice) const override { nobody_answers(); }
    result<service::page> deliveries(who, id, slice) const override { nobody_answers(); }
    result<service::page> webhooks(who) const override { nobody_answers(); }
    result<service::resource> webhook(who, id) const override { nobody_answers(); }
};

} // namespace sluice::test

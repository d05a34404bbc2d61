#include "api/routes/every_route.hpp"

#include "api/routes/allocation.hpp"
#include "api/routes/applications.hpp"
#include "api/routes/calendar_feeds.hpp"
#include "api/routes/case_handlers.hpp"
#include "api/routes/delegations.hpp"
#include "api/routes/documents.hpp"
#include "api/routes/events.hpp"
#include "api/routes/funds.hpp"
#include "api/routes/log.hpp"
#include "api/routes/mandates.hpp"
#include "api/routes/messages.hpp"
#include "api/routes/migrations.hpp"
#include "api/routes/notices.hpp"
#include "api/routes/notifications.hpp"
#include "api/routes/objections.hpp"
#include "api/routes/operations.hpp"
#include "api/routes/organisations.hpp"
#include "api/routes/panels.hpp"
#include "api/routes/payment_batches.hpp"
#include "api/routes/payments.hpp"
#include "api/routes/people.hpp"
#include "api/routes/receipts.hpp"
#include "api/routes/reports.hpp"
#include "api/routes/reviews.hpp"
#include "api/routes/rounds.hpp"
#include "api/routes/spot_checks.hpp"
#include "api/routes/tasks.hpp"
#include "api/routes/tokens.hpp"
#include "api/routes/versions.hpp"
#include "api/routes/webhooks.hpp"

namespace sluice::routes {

void add_every_route(endpoints& at, route_needs needs) {
    add_programme_routes(at, needs.read, std::move(needs.draw));
    add_version_routes(at, needs.read, needs.definitions);
    add_migration_routes(at, needs.definitions);
    add_round_routes(at, needs.read, needs.money);
    add_allocation_routes(at, needs.money);
    add_spot_check_routes(at, needs.read);
    add_application_routes(at, needs.read);
    add_event_routes(at, needs.read);
    add_case_handler_routes(at, needs.work);
    add_message_routes(at, needs.work);
    add_document_routes(at, needs.read);
    add_review_routes(at, needs.read);
    add_panel_routes(at, needs.read);
    add_payment_routes(at, needs.read);
    add_payment_batch_routes(at, needs.money);
    add_task_routes(at, needs.work);
    add_calendar_feed_routes(at, needs.work);
    add_notification_routes(at, needs.notifications);
    add_fund_routes(at, needs.money);
    add_report_routes(at, needs.read);
    add_notice_routes(at, needs.read);
    add_objection_routes(at, needs.read);
    add_receipt_routes(at, needs.read);
    add_people_routes(at, needs.read);
    add_delegation_routes(at, needs.work);
    add_organisation_routes(at, needs.read);
    add_mandate_routes(at, needs.work);
    add_token_routes(at, needs.read);
    add_log_routes(at, needs.read);
    add_webhook_routes(at, needs.notifications);
    add_clock_routes(at, std::move(needs.clock));
    add_operation_routes(at, needs.described, std::move(needs.state));
}

} // namespace sluice::routes

#pragma once

#include "engine/store/filter.hpp"
#include "engine/store/page.hpp"
#include "engine/store/record.hpp"
#include "engine/store/shared.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::store {

/// One consistent snapshot of everything: what was committed when it was begun, and nothing later. Ends with its
/// lifetime; keep it short, for it holds a connection and keeps old pages alive. Used by one thread at a time.
/// Failures of the environment throw `store_error`.
class reader {
public:
    virtual ~reader() = default;
    reader(const reader&) = delete;
    reader& operator=(const reader&) = delete;

    // Shared values: what the plain functions of the same name would find, from memory where that is exact. Null where
    // there is none. A write transaction sees what it has written itself.
    virtual std::shared_ptr<const shared_entity> share_entity(std::string_view kind, std::string_view id) = 0;
    virtual std::shared_ptr<const shared_entity> share_entity_by_lookup(std::string_view kind,
                                                                        std::string_view lookup) = 0;
    /// Without the body.
    virtual std::shared_ptr<const shared_application> share_application(std::string_view id) = 0;
    /// As `list_applications`, always without bodies.
    virtual page<std::shared_ptr<const shared_application>> share_applications(const application_filter& filter,
                                                                               const page_request& want) = 0;
    virtual std::shared_ptr<const shared_counts> share_counts() = 0;

    /// The number of a commit that this reader sees; later ones that it may see too are not counted.
    virtual std::uint64_t snapshot() const = 0;
    /// As `database::changed_at`; in a write transaction also what it has changed itself.
    virtual std::uint64_t changed_at(std::string_view kind) const = 0;

    // Applications
    virtual std::optional<application_record> find_application(std::string_view id) = 0;
    /// Nothing where it was stored without a view.
    virtual std::optional<application_view> find_view(std::string_view id) = 0;
    virtual std::optional<application_record> find_application_by_number(std::string_view number) = 0;
    /// Cursor: `first` = the sort key in milliseconds, `id` = the application's.
    virtual page<application_record> list_applications(const application_filter& filter, const page_request& want) = 0;
    /// Every application that is on this version of the programme, drafts included, with its body. Cursor: `id`.
    virtual page<application_record> applications_of_version(std::string_view programme, std::string_view version,
                                                             const page_request& want) = 0;
    /// All states that any application is in; of every programme, or of these.
    virtual std::vector<application_count>
    count_applications(const std::optional<std::vector<std::string>>& programmes = std::nullopt) = 0;

    // The record. Cursor: `first` = the global position, except `chain`, where it is the position in the chain.
    virtual chain_head head(std::string_view programme) = 0;
    /// Every chain that has a record, in order of programme.
    virtual std::vector<std::string> chains() = 0;
    virtual page<log_record> history(std::string_view subject_kind, std::string_view subject,
                                     const page_request& want) = 0;
    virtual page<log_record> chain(std::string_view programme, const page_request& want) = 0;
    /// Everything after a position, in order.
    virtual std::vector<log_record> log_after(std::int64_t position, int limit) = 0;

    // Entities. Cursor: `id`.
    virtual std::optional<entity> find_entity(std::string_view kind, std::string_view id) = 0;
    /// An empty lookup finds nothing.
    virtual std::optional<entity> find_entity_by_lookup(std::string_view kind, std::string_view lookup) = 0;
    virtual page<entity> list_entities(const entity_filter& filter, const page_request& want) = 0;
    /// Those of a kind that a party has, as `put_party` said. In order of id.
    virtual page<entity> entities_of(std::string_view kind, std::string_view party, const page_request& want) = 0;

    // Notices. Cursor: `first` = when it was opened in milliseconds, `id`.
    virtual page<notice_record> list_notices(const notice_filter& filter, const page_request& want) = 0;

    // Money. Cursor: `first` = position, oldest first.
    virtual page<ledger_record> fund_entries(std::string_view fund, const page_request& want) = 0;
    virtual page<ledger_record> application_entries(std::string_view application, const page_request& want) = 0;
    /// Those of one movement.
    virtual page<ledger_record> movement_entries(std::string_view fund, std::string_view movement,
                                                 const page_request& want) = 0;
    /// What each movement has moved before an instant, in order of movement; takes as long as there are days.
    virtual std::vector<movement_sum> moved_before(std::string_view fund, instant when) = 0;
    /// The buckets of a fund as a whole (empty application) or of one application in it, in order of account.
    virtual std::vector<account_balance> balances(std::string_view fund, std::string_view application) = 0;
    /// The buckets of every application in the fund, in order of application and account.
    virtual page<account_balance> application_balances(std::string_view fund, const page_request& want) = 0;

    // Waiting
    virtual std::vector<timer_record> timers_of(std::string_view application) = 0;
    /// Due at or before `now`, the longest overdue first.
    virtual std::vector<timer_record> due_timers(instant now, int limit) = 0;
    virtual std::optional<instant> next_due() = 0;
    virtual page<task_record> list_tasks(const task_filter& filter, const page_request& want) = 0;
    /// What waits, for whomever, in the cases that this person has in hand; ordered as `list_tasks`.
    virtual page<task_record> tasks_in_hand(std::string_view handler, const std::optional<instant>& due_by,
                                            const page_request& want) = 0;
    virtual std::vector<task_record> tasks_of(std::string_view application) = 0;

    // Projects. Lists are of at most `limit`, those that were stored last first.
    virtual std::optional<project_record> find_project(std::string_view application) = 0;
    virtual std::vector<project_record> projects_of_organisation(std::string_view organisation, int limit) = 0;
    /// By the nine characters of the organisation code; an empty one finds nothing.
    virtual std::vector<project_record> projects_of_code(std::string_view organisation_code, int limit) = 0;
    /// An empty key finds nothing.
    virtual std::vector<project_record> projects_titled(std::string_view title_key, int limit) = 0;
    /// Those that share any of the bands, the ones that share most first; of each band only the last `limit` are looked
    /// at.
    virtual std::vector<project_record> projects_sharing(std::span<const std::int64_t> bands, int limit) = 0;
    /// Submitted applications from before there were projects, that have none yet.
    virtual std::vector<std::string> applications_without_project(int limit) = 0;

    // Reviewers
    virtual bool is_assigned(std::string_view person, std::string_view application) = 0;
    virtual std::vector<std::string> persons_assigned_to(std::string_view application) = 0;

    // Documents
    virtual std::optional<document_record> find_document(std::string_view id) = 0;
    /// All of an application's, oldest first.
    virtual std::vector<document_record> documents_of(std::string_view application) = 0;
    virtual std::optional<std::string> document_content(std::string_view id) = 0;

    // Answers and messages
    virtual std::optional<idempotent_answer> find_answer(std::string_view key) = 0;
    virtual std::vector<outbox_record> outbox_after(std::int64_t position, int limit) = 0;

    // Deliveries. Cursor: `id`, the newest first.
    virtual std::optional<delivery_record> find_delivery(std::string_view id) = 0;
    /// Waiting, and due at or before `now`; the longest overdue first.
    virtual std::vector<delivery_record> due_deliveries(std::string_view channel, instant now, int limit) = 0;
    virtual std::optional<instant> next_delivery(std::string_view channel) = 0;
    virtual page<delivery_record> deliveries_to(std::string_view recipient, bool unread_only,
                                                const page_request& want) = 0;
    virtual page<delivery_record> deliveries_about(std::string_view application, const page_request& want) = 0;
    virtual page<delivery_record> failed_deliveries(const page_request& want) = 0;

protected:
    reader() = default;
};

} // namespace sluice::store

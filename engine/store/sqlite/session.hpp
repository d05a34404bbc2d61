#pragma once

#include "engine/store/sqlite/applications.hpp"
#include "engine/store/sqlite/deliveries.hpp"
#include "engine/store/sqlite/documents.hpp"
#include "engine/store/sqlite/entities.hpp"
#include "engine/store/sqlite/ledger.hpp"
#include "engine/store/sqlite/log.hpp"
#include "engine/store/sqlite/messages.hpp"
#include "engine/store/sqlite/notices.hpp"
#include "engine/store/sqlite/pool.hpp"
#include "engine/store/sqlite/projects.hpp"
#include "engine/store/sqlite/shared_view.hpp"
#include "engine/store/sqlite/tasks.hpp"
#include "engine/store/sqlite/timers.hpp"

namespace sluice::store::sqlite {

/// What `reader` and `write_transaction` (the `Port`) have in common: a connection on loan and every way to read it.
template<class Port>
class session : public Port {
public:
    std::shared_ptr<const shared_entity> share_entity(std::string_view kind, std::string_view id) override {
        return view_.find_entity(*lease_, kind, id);
    }
    std::shared_ptr<const shared_entity> share_entity_by_lookup(std::string_view kind,
                                                                std::string_view lookup) override {
        return view_.find_entity_by_lookup(*lease_, kind, lookup);
    }
    std::shared_ptr<const shared_application> share_application(std::string_view id) override {
        return view_.find_application(*lease_, id, [&] { return position_of(id); });
    }
    page<std::shared_ptr<const shared_application>> share_applications(const application_filter& filter,
                                                                       const page_request& want) override {
        return rows_of<std::shared_ptr<const shared_application>>(
            filter, want, [this](const std::string& id) { return share_application(id); });
    }
    std::shared_ptr<const shared_counts> share_counts() override { return view_.find_counts(*lease_); }
    std::uint64_t snapshot() const override { return view_.snapshot(); }
    std::uint64_t changed_at(std::string_view kind) const override { return view_.changed_at(kind); }

    std::optional<application_record> find_application(std::string_view id) override {
        const auto position = position_of(id);
        return position ? sqlite::find_application(*lease_, *position) : std::nullopt;
    }
    std::optional<application_view> find_view(std::string_view id) override {
        const auto position = position_of(id);
        return position ? view_.find_view(*lease_, *position) : std::nullopt;
    }
    std::optional<application_record> find_application_by_number(std::string_view number) override {
        return sqlite::find_application_by_number(*lease_, number);
    }
    page<application_record> list_applications(const application_filter& filter, const page_request& want) override {
        return rows_of<application_record>(filter, want, [&](const std::string& id) {
            const auto position = position_of(id);
            if (!position) return std::optional<application_record>{};
            return filter.with_body ? sqlite::find_application(*lease_, *position)
                                    : find_application_summary(*lease_, *position);
        });
    }
    page<application_record> applications_of_version(std::string_view programme, std::string_view version,
                                                     const page_request& want) override {
        return list_applications_of_version(*lease_, programme, version, want);
    }
    std::vector<application_count>
    count_applications(const std::optional<std::vector<std::string>>& programmes) override {
        return counts_of(**view_.find_counts(*lease_), programmes);
    }

    chain_head head(std::string_view programme) override { return find_head(*lease_, programme); }
    std::vector<std::string> chains() override { return list_chains(*lease_); }
    page<log_record> history(std::string_view subject_kind, std::string_view subject,
                             const page_request& want) override {
        return list_history(*lease_, subject_kind, subject, want);
    }
    page<log_record> chain(std::string_view programme, const page_request& want) override {
        return list_chain(*lease_, programme, want);
    }
    std::vector<log_record> log_after(std::int64_t position, int limit) override {
        return list_log_after(*lease_, position, limit);
    }

    std::optional<entity> find_entity(std::string_view kind, std::string_view id) override {
        return sqlite::find_entity(*lease_, kind, id);
    }
    std::optional<entity> find_entity_by_lookup(std::string_view kind, std::string_view lookup) override {
        return sqlite::find_entity_by_lookup(*lease_, kind, lookup);
    }
    page<entity> list_entities(const entity_filter& filter, const page_request& want) override {
        return sqlite::list_entities(*lease_, filter, want);
    }
    page<entity> entities_of(std::string_view kind, std::string_view party, const page_request& want) override {
        return list_entities_of(*lease_, kind, party, want);
    }

    page<notice_record> list_notices(const notice_filter& filter, const page_request& want) override {
        return sqlite::list_notices(*lease_, filter, want);
    }

    page<ledger_record> fund_entries(std::string_view fund, const page_request& want) override {
        return list_fund_entries(*lease_, fund, want);
    }
    page<ledger_record> application_entries(std::string_view application, const page_request& want) override {
        return list_application_entries(*lease_, application, want);
    }
    page<ledger_record> movement_entries(std::string_view fund, std::string_view movement,
                                         const page_request& want) override {
        return list_movement_entries(*lease_, fund, movement, want);
    }
    std::vector<movement_sum> moved_before(std::string_view fund, instant when) override {
        return sum_movements_before(*lease_, fund, when);
    }
    std::vector<account_balance> balances(std::string_view fund, std::string_view application) override {
        return list_balances(*lease_, fund, application);
    }
    page<account_balance> application_balances(std::string_view fund, const page_request& want) override {
        return list_application_balances(*lease_, fund, want);
    }

    std::vector<timer_record> timers_of(std::string_view application) override {
        return list_timers_of(*lease_, application);
    }
    std::vector<timer_record> due_timers(instant now, int limit) override {
        return list_due_timers(*lease_, now, limit);
    }
    std::optional<instant> next_due() override { return find_next_due(*lease_); }
    page<task_record> list_tasks(const task_filter& filter, const page_request& want) override {
        return sqlite::list_tasks(index(), programmes_of(filter), filter, want);
    }
    page<task_record> tasks_in_hand(std::string_view handler, const std::optional<instant>& due_by,
                                    const page_request& want) override {
        return list_tasks_in_hand(index(), handler, due_by, want);
    }
    std::vector<task_record> tasks_of(std::string_view application) override {
        const auto position = position_of(application);
        return position ? list_tasks_of(*lease_, application, *position) : std::vector<task_record>{};
    }

    std::optional<project_record> find_project(std::string_view application) override {
        return sqlite::find_project(*lease_, application);
    }
    std::vector<project_record> projects_of_organisation(std::string_view organisation, int limit) override {
        return list_projects_of_organisation(*lease_, organisation, limit);
    }
    std::vector<project_record> projects_of_code(std::string_view organisation_code, int limit) override {
        return list_projects_of_code(*lease_, organisation_code, limit);
    }
    std::vector<project_record> projects_titled(std::string_view title_key, int limit) override {
        return list_projects_titled(*lease_, title_key, limit);
    }
    std::vector<project_record> projects_sharing(std::span<const std::int64_t> bands, int limit) override {
        return list_projects_sharing(*lease_, bands, limit);
    }
    std::vector<std::string> applications_without_project(int limit) override {
        return list_applications_without_project(*lease_, limit);
    }

    bool is_assigned(std::string_view person, std::string_view application) override {
        return sqlite::is_assigned(*lease_, person, application);
    }
    std::vector<std::string> persons_assigned_to(std::string_view application) override {
        return list_persons_assigned(*lease_, application);
    }

    std::optional<document_record> find_document(std::string_view id) override {
        return sqlite::find_document(*lease_, id);
    }
    std::vector<document_record> documents_of(std::string_view application) override {
        return list_documents_of(*lease_, application);
    }
    std::optional<std::string> document_content(std::string_view id) override {
        return find_document_content(*lease_, id);
    }

    std::optional<idempotent_answer> find_answer(std::string_view key) override {
        return sqlite::find_answer(*lease_, key);
    }
    std::vector<outbox_record> outbox_after(std::int64_t position, int limit) override {
        return list_outbox_after(*lease_, position, limit);
    }

    std::optional<delivery_record> find_delivery(std::string_view id) override {
        return sqlite::find_delivery(*lease_, id);
    }
    std::vector<delivery_record> due_deliveries(std::string_view channel, instant now, int limit) override {
        return list_due_deliveries(*lease_, channel, now, limit);
    }
    std::optional<instant> next_delivery(std::string_view channel) override {
        return find_next_delivery(*lease_, channel);
    }
    page<delivery_record> deliveries_to(std::string_view recipient, bool unread_only,
                                        const page_request& want) override {
        return list_deliveries_to(*lease_, recipient, unread_only, want);
    }
    page<delivery_record> deliveries_about(std::string_view application, const page_request& want) override {
        return list_deliveries_about(*lease_, application, want);
    }
    page<delivery_record> failed_deliveries(const page_request& want) override {
        return list_failed_deliveries(*lease_, want);
    }

protected:
    session(connection_pool& pool, shared_state& state)
        : lease_{pool}
        , view_{state} {}

    /// As this transaction sees it.
    virtual index_view index() = 0;
    virtual std::optional<std::int64_t> position_of(std::string_view id) = 0;

    connection_lease lease_;
    shared_view view_;

private:
    template<class Row, class Find>
    page<Row> rows_of(const application_filter& filter, const page_request& want, Find find) {
        const auto counts = view_.find_counts(*lease_);
        const index_view seen = index();
        page<std::string> ids = list_application_ids({*lease_, seen, **counts}, filter, want);
        page<Row> found;
        found.next = std::move(ids.next);
        found.items.reserve(ids.items.size());
        for (const std::string& id : ids.items)
            if (auto row = find(id)) found.items.push_back(row_of<Row>(std::move(row)));
        return found;
    }
    /// Those in which anything can wait.
    std::set<std::string> programmes_of(const task_filter& filter) {
        if (filter.programmes) return {filter.programmes->begin(), filter.programmes->end()};
        const auto counts = view_.find_counts(*lease_);
        std::set<std::string> programmes;
        for (const application_count& row : **counts)
            programmes.insert(row.programme);
        return programmes;
    }

    template<class Row>
    static Row row_of(std::optional<Row>&& row) {
        return std::move(*row);
    }
    template<class Row>
    static Row row_of(Row&& row) {
        return std::move(row);
    }
};

} // namespace sluice::store::sqlite

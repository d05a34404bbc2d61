#include "tests/bench/seed/base_writer.hpp"

#include "engine/service/journal.hpp"
#include "tests/bench/seed/paths.hpp"
#include "tests/bench/seed/pipeline.hpp"
#include "tests/bench/seed/stamping.hpp"

#include <fmt/format.h>

namespace sluice::bench {
namespace {

constexpr std::size_t made_at_once = 2'000;

/// So many rows that an index whose keys are random is written few times over as a whole; what is not committed has to
/// fit into the page cache.
constexpr std::size_t rows_of_a_transaction = 60'000;
constexpr std::string_view office_chain;

/// Links one record after the other to the end of a chain.
class chain_end {
public:
    chain_end(store::database& database, std::string_view programme)
        : hash_{database.read()->head(programme).hash} {}

    void link(store::log_record& next) {
        next.previous = hash_;
        next.hash = hash_ = service::hash_of(next);
    }

private:
    digest hash_;
};

/// Makes `count` things on another thread and writes them here, a transaction for some thousand.
template<class Thing>
void write_all(store::database& database, const char* what, std::size_t count, const progress& report,
               const std::function<Thing(std::size_t)>& make,
               const std::function<void(store::write_transaction&, const Thing&)>& write) {
    std::size_t made = 0, written = 0, uncommitted = 0;
    auto transaction = database.begin_write();
    using batch = std::vector<Thing>;
    pipeline<batch>(
        [&]() -> std::optional<batch> {
            if (made == count) return std::nullopt;
            batch next;
            for (; made < count && next.size() < made_at_once; ++made)
                next.push_back(make(made));
            return next;
        },
        [&](const batch& next) {
            for (const auto& each : next)
                write(*transaction, each);
            uncommitted += next.size();
            if (uncommitted >= rows_of_a_transaction) {
                transaction->commit();
                transaction.reset();
                transaction = database.begin_write();
                uncommitted = 0;
            }
            report(what, written += next.size(), count);
        });
    transaction->commit();
}

void write_firm(store::write_transaction& store, const stamped_firm& each) {
    store.put_entity(each.organisation, 0);
    store.append_log(each.organisation_act);
    store.put_entity(each.person, 0);
    store.append_log(each.person_act);
}

/// Titles are made of six words out of thousands: no two come near to what any programme takes for the same project.
store::application_notes unlike_any_other() {
    store::application_notes notes;
    notes.same_projects = 0;
    return notes;
}

void write_application(store::write_transaction& store, const stamped_application& each) {
    store.put_application(each.row, 0);
    for (const auto& timer : each.timers)
        store.put_timer(timer);
    if (!each.tasks.empty()) store.replace_tasks(each.row.id, each.tasks);
    if (each.project) {
        store.put_project(*each.project);
        store.put_notes(each.row.id, unlike_any_other());
    }
    for (const auto& document : each.documents)
        store.put_document(document, "%PDF-1.4 sample");
    store.next_number(fmt::format("application/{}/2025", each.row.programme));
}

} // namespace

void write_base(store::database& database, const population& all, const firm_pattern& firm,
                const programme::programme& rules, const progress& report) {
    chain_end office{database, office_chain}, programme{database, rules.id};
    write_all<stamped_firm>(
        database, "firms", all.firms(), report,
        [&](std::size_t i) {
            auto made = stamp_firm(all, firm, i);
            office.link(made.organisation_act);
            office.link(made.person_act);
            return made;
        },
        write_firm);
    write_all<stamped_application>(
        database, "applications", all.applications().size(), report,
        [&](std::size_t i) { return stamp_application(all, i, rules); }, write_application);
    const auto acts = all.acts();
    write_all<store::log_record>(
        database, "acts on the record", acts.size(), report,
        [&](std::size_t i) {
            auto made = stamp_act(all, acts[i]);
            programme.link(made);
            return made;
        },
        [](store::write_transaction& store, const store::log_record& each) { store.append_log(each); });
}

} // namespace sluice::bench

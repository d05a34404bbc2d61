#include "engine/service/service.hpp"

#include "engine/service/allocation.hpp"
#include "engine/service/calendar_feeds.hpp"
#include "engine/service/case_handlers.hpp"
#include "engine/service/casework.hpp"
#include "engine/service/definition_reading.hpp"
#include "engine/service/definitions.hpp"
#include "engine/service/delegations.hpp"
#include "engine/service/idempotent.hpp"
#include "engine/service/mandates.hpp"
#include "engine/service/messages.hpp"
#include "engine/service/money_reading.hpp"
#include "engine/service/office.hpp"
#include "engine/service/payment_batches.hpp"
#include "engine/service/reading.hpp"
#include "engine/service/work_reading.hpp"
#include "engine/service/writer.hpp"
#include "engine/store/database.hpp"

#include <spdlog/spdlog.h>

#include <future>

namespace sluice::service {
namespace {

/// Timers that are looked up and fired at a time.
constexpr int timers_at_once = 100;

bool is_dry_run(const command& wanted) {
    if (const auto* event = std::get_if<send_event>(&wanted)) return event->dry_run;
    if (const auto* cases = std::get_if<hand_over_cases>(&wanted)) return cases->dry_run;
    return false;
}

/// Only the public may come without a token, and only to object.
bool may_be_anonymous(const command& wanted) {
    return std::holds_alternative<raise_objection>(wanted);
}

prove_definition prover_of(const options& wanted) {
    if (wanted.prove) return wanted.prove;
    return [](programme::definition_files files, const calendar::calendar& days) {
        return verifier::verify(std::move(files), days);
    };
}

class running_service final : public service {
public:
    running_service(std::unique_ptr<store::database> database, clock& clock, const options& wanted)
        : database_{std::move(database)}
        , clock_{clock}
        , shelf_{library::load(wanted.workflows, *database_, clock.now(), prover_of(wanted))}
        , reading_{*database_, shelf_, clock}
        , money_reading_{*database_, shelf_, clock}
        , work_reading_{*database_, shelf_, clock}
        , definition_reading_{*database_, shelf_, clock, prover_of(wanted)}
        , writer_{*database_, {wanted.queue_max, wanted.batch_max}} {}

    void submit(request wanted, completion done) override {
        if (wanted.caller.anonymous() && !may_be_anonymous(wanted.command))
            return done(refuse(reason::authentication_required, {"请先登录", "Authentication is required"}));
        if (const auto* publishing = std::get_if<publish_version>(&wanted.command))
            done = [this, definition = publishing->definition, done = std::move(done)](result<answer> given) {
                if (given) put_on_shelf(*definition);
                done(std::move(given));
            };
        writer_.submit(
            [this, wanted = std::move(wanted)](store::write_transaction& store) { return run(store, wanted); },
            std::move(done));
    }

    result<answer> carry_out(request wanted) override {
        const auto outcome = std::make_shared<std::promise<result<answer>>>(); // outlives whoever waits
        submit(std::move(wanted), [outcome](result<answer> given) { outcome->set_value(std::move(given)); });
        return outcome->get_future().get();
    }

    const queries& read() const override { return reading_; }
    const money_queries& money() const override { return money_reading_; }
    const work_queries& work() const override { return work_reading_; }
    const definition_queries& definitions() const override { return definition_reading_; }

    std::size_t fire_due_timers() override {
        std::size_t fired = 0;
        for (;;) {
            const auto due = database_->read()->due_timers(clock_.now(), timers_at_once);
            std::size_t done = 0;
            for (const auto& each : due)
                done += fire({each.application, each.timer}) ? 1 : 0;
            fired += done;
            // What could not be fired stays due: come back later instead of trying it again at once.
            if (done == 0) return fired;
        }
    }

    std::optional<instant> next_timer() const override { return database_->read()->next_due(); }

    std::optional<instant> last_act() const override {
        const auto reader = database_->read();
        std::optional<instant> latest;
        for (const auto& chain : reader->chains()) {
            store::page_request want{store::cursor{reader->head(chain).length - 1, 0, "", ""}, 1};
            for (const auto& record : reader->chain(chain, want).items)
                if (!latest || record.at > *latest) latest = record.at;
        }
        return latest;
    }

    health state() const override { return writer_.state(); }

    bool empty() const override {
        return database_->read()->list_entities({"person", std::nullopt}, {std::nullopt, 1}).items.empty();
    }

private:
    /// On the writer's thread, after the commit. The store knows where in the record the publication stands. Should it
    /// fail to say so, the version is there with the next start.
    void put_on_shelf(const verified_definition& published) {
        const auto& rules = published.rules();
        const auto present = shelf_.now();
        if (present->find_version(rules.id, rules.version)) return;
        try {
            const auto kept = find_entity(*database_->read(), version_kind, version_id(rules.id, rules.version));
            if (kept) shelf_.replace(present->with(published.shared_rules(), kept->body.at("position")));
        } catch (const std::exception& trouble) {
            spdlog::error("{} {} is published, but not in use yet: {}", rules.id, rules.version, trouble.what());
        }
    }

    /// Runs something of the server's own, as nobody in particular.
    result<answer> run_own(const std::function<result<answer>(const errand&)>& run) {
        const auto outcome = std::make_shared<std::promise<result<answer>>>(); // outlives whoever waits
        writer_.submit(
            [&](store::write_transaction& store) {
                const caller nobody{};
                const auto definitions = shelf_.now();
                return run(errand{store, *definitions, clock_, clock_.now(), nobody, std::nullopt});
            },
            [outcome](result<answer> given) { outcome->set_value(std::move(given)); });
        return outcome->get_future().get();
    }

    result<answer> run(store::write_transaction& store, const request& wanted) {
        const instant now = clock_.now();
        const auto definitions = shelf_.now();
        const auto attempt = [&](const caller& who) {
            const errand at{store, *definitions, clock_, now, who, wanted.expected_revision};
            return std::visit([&](const auto& each) { return sluice::service::carry_out(at, each); }, wanted.command);
        };
        const auto carry_out_here = [&] { return with_authority(store, wanted.caller, now, attempt); };
        if (!is_dry_run(wanted.command)) return once(store, wanted.once, now, carry_out_here);
        const auto undone = store.begin_savepoint(); // never released: nothing of a dry run stays
        return carry_out_here();
    }

    bool fire(const due_timer& timer) {
        const auto outcome = run_own([&](const errand& at) { return sluice::service::carry_out(at, timer); });
        return outcome.has_value();
    }

    std::unique_ptr<store::database> database_;
    clock& clock_;
    library_shelf shelf_;
    reading reading_;
    money_reading money_reading_;
    work_reading work_reading_;
    definition_reading definition_reading_;
    writer writer_;
};

} // namespace

std::unique_ptr<service> service::start(std::unique_ptr<store::database> database, clock& clock, options wanted) {
    return std::make_unique<running_service>(std::move(database), clock, wanted);
}

} // namespace sluice::service

#include "engine/service/service.hpp"

#include "engine/service/allocation.hpp"
#include "engine/service/calendar_feeds.hpp"
#include "engine/service/case_handlers.hpp"
#include "engine/service/casework.hpp"
#include "engine/service/definition_reading.hpp"
#include "engine/service/definitions.hpp"
#include "engine/service/delegations.hpp"
#include "engine/service/deliveries.hpp"
#include "engine/service/idempotent.hpp"
#include "engine/service/mandates.hpp"
#include "engine/service/messages.hpp"
#include "engine/service/money_reading.hpp"
#include "engine/service/objections.hpp"
#include "engine/service/office.hpp"
#include "engine/service/payment_batches.hpp"
#include "engine/service/preparation.hpp"
#include "engine/service/project_index.hpp"
#include "engine/service/reading.hpp"
#include "engine/service/reading_notifications.hpp"
#include "engine/service/running_post.hpp"
#include "engine/service/spot_checks.hpp"
#include "engine/service/webhooks.hpp"
#include "engine/service/work_reading.hpp"
#include "engine/service/writer.hpp"
#include "engine/store/database.hpp"

#include <spdlog/spdlog.h>

#include <atomic>
#include <future>
#include <thread>

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
    return std::holds_alternative<raise_objection>(wanted) || std::holds_alternative<request_reexamination>(wanted);
}

prove_definition prover_of(const options& wanted) {
    if (wanted.prove) return wanted.prove;
    return [](programme::definition_files files, const calendar::calendar& days) {
        return verifier::verify(std::move(files), days);
    };
}

/// Who sends no mail needs no letters; those that are there have to be in order all the same.
letters letters_of(const options& wanted) {
    const auto folder = wanted.workflows / "letters";
    return wanted.sends_mail || std::filesystem::exists(folder) ? letters::read(folder) : letters{};
}

/// Runs once beside everything else; its end is waited for, and it is asked to come soon.
class background_task {
public:
    explicit background_task(std::function<void(const std::atomic<bool>&)> work)
        : thread_{[this, work = std::move(work)] { work(stopping_); }} {}
    ~background_task() {
        stopping_ = true;
        thread_.join();
    }
    background_task(const background_task&) = delete;
    background_task& operator=(const background_task&) = delete;

private:
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

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
        , notification_reading_{*database_, clock}
        , post_{*database_,
                shelf_,
                clock,
                letters_of(wanted),
                {wanted.sends_mail, wanted.portal},
                [this](const auto& run) { return submit_own(run).get(); }}
        , writer_{*database_, {wanted.queue_max, wanted.batch_max}}
        , indexer_{[this](const std::atomic<bool>& stopping) { index_backlog(stopping); }} {
        database_->release_memory(); // the definitions were read
    }

    void submit(request wanted, completion done) override {
        if (wanted.caller.anonymous() && !may_be_anonymous(wanted.command))
            return done(refuse(reason::authentication_required, {"请先登录", "Authentication is required"}));
        if (const auto* publishing = std::get_if<publish_version>(&wanted.command))
            done = [this, definition = publishing->definition, done = std::move(done)](result<answer> given) {
                if (given) put_on_shelf(*definition);
                done(std::move(given));
            };
        auto prepared = prepare(*database_, shelf_, wanted.command);
        writer_.submit([this, wanted = std::move(wanted), prepared = std::move(prepared)](
                           store::write_transaction& store) { return run(store, wanted, prepared); },
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
    const notification_queries& notifications() const override { return notification_reading_; }
    outgoing_post& post() override { return post_; }

    std::size_t fire_due_timers() override {
        std::size_t fired = 0;
        for (;;) {
            const auto due = database_->read()->due_timers(clock_.now(), timers_at_once);
            const std::size_t done = fire(due);
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

    /// Submits something of the server's own, as nobody in particular.
    std::future<result<answer>> submit_own(std::function<result<answer>(const errand&)> run) {
        const auto outcome = std::make_shared<std::promise<result<answer>>>(); // outlives whoever waits
        writer_.submit(
            [this, run = std::move(run)](store::write_transaction& store) {
                const caller nobody{};
                const auto definitions = shelf_.now();
                return run(errand{store, *definitions, clock_, clock_.now(), nobody, std::nullopt});
            },
            [outcome](result<answer> given) { outcome->set_value(std::move(given)); });
        return outcome->get_future();
    }

    result<answer> run(store::write_transaction& store, const request& wanted,
                       const std::shared_ptr<const loaded_application>& prepared) {
        const instant now = clock_.now();
        const auto definitions = shelf_.now();
        const auto attempt = [&](const caller& who) {
            const errand at{store, *definitions, clock_, now, who, wanted.expected_revision, prepared};
            return std::visit([&](const auto& each) { return sluice::service::carry_out(at, each); }, wanted.command);
        };
        const auto carry_out_here = [&] { return with_authority(store, wanted.caller, now, attempt); };
        if (!is_dry_run(wanted.command)) return once(store, *definitions, wanted.once, now, carry_out_here);
        const auto undone = store.begin_savepoint(); // never released: nothing of a dry run stays
        return carry_out_here();
    }

    /// In this order, but all in flight at once, so that many that fall due together share a commit. Returns how many
    /// fired.
    std::size_t fire(const std::vector<store::timer_record>& due) {
        std::vector<std::future<result<answer>>> outcomes;
        for (const auto& each : due)
            outcomes.push_back(submit_own([timer = due_timer{each.application, each.timer}](const errand& at) {
                return sluice::service::carry_out(at, timer);
            }));
        std::size_t fired = 0;
        for (auto& each : outcomes)
            fired += each.get().has_value() ? 1 : 0;
        return fired;
    }

    /// Applications from before there was an index, a few in each command, so that others come between.
    void index_backlog(const std::atomic<bool>& stopping) {
        try {
            if (database_->read()->applications_without_project(1).empty()) return;
            std::size_t done = 1, all = 0;
            for (; !stopping && done > 0; all += done) {
                const auto step = submit_own([&done](const errand& at) -> result<answer> {
                                      done = index_some_of_the_backlog(at);
                                      return answer{};
                                  }).get();
                if (!step) throw std::runtime_error(step.error().explanation.en);
            }
            spdlog::info("{} applications from before were indexed for overlaps", all);
        } catch (const std::exception& trouble) {
            spdlog::error("indexing for overlaps goes on with the next start: {}", trouble.what());
        }
    }

    std::unique_ptr<store::database> database_;
    clock& clock_;
    library_shelf shelf_;
    reading reading_;
    money_reading money_reading_;
    work_reading work_reading_;
    definition_reading definition_reading_;
    notification_reading notification_reading_;
    running_post post_;
    writer writer_;
    background_task indexer_; ///< last: it is done before what it uses is gone
};

} // namespace

std::unique_ptr<service> service::start(std::unique_ptr<store::database> database, clock& clock, options wanted) {
    return std::make_unique<running_service>(std::move(database), clock, wanted);
}

} // namespace sluice::service

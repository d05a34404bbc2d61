#pragma once

#include "engine/service/clock.hpp"
#include "engine/service/commands.hpp"
#include "engine/service/definition_queries.hpp"
#include "engine/service/money_queries.hpp"
#include "engine/service/notification_queries.hpp"
#include "engine/service/outgoing_post.hpp"
#include "engine/service/queries.hpp"
#include "engine/service/work_queries.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace sluice::store {
class database;
}

namespace sluice::service {

/// Called once, on the writer's thread, after the command is durable or refused. Must not block.
using completion = std::function<void(result<answer>)>;

/// What the engine needs to know of a running server.
struct health {
    bool ready = false;
    std::string trouble; ///< why it is not ready
    std::size_t waiting = 0;
    std::uint64_t commands = 0, refusals = 0, commits = 0;
};

struct options {
    std::filesystem::path workflows; ///< folder of the programmes and of calendars/
    std::size_t queue_max = 10'000;  ///< commands waiting; one more is refused with service_unavailable
    std::size_t batch_max = 128;     ///< commands of one commit
    prove_definition prove{};        ///< how definitions are proven; `verifier::verify` unless given
    bool sends_mail = false;         ///< messages to people leave by mail too
    std::string portal{};            ///< where people read on, for links in mails; may be empty
};

/// The only way in which anything changes. One writer thread takes all commands that wait, gives each a savepoint of
/// one transaction, and commits them together; nobody hears of success before the disk has it. Thread-safe.
class service {
public:
    /// Proves and publishes what is new among the programmes, then starts the writer. Throws `definition_error` with a
    /// readable report when a programme cannot be published, `store::store_error` when the database is broken.
    static std::unique_ptr<service> start(std::unique_ptr<store::database>, clock&, options);
    virtual ~service() = default; ///< finishes what is under way

    virtual void submit(request, completion) = 0;
    /// Submits and waits; for tools and tests.
    virtual result<answer> carry_out(request) = 0;

    virtual const queries& read() const = 0;
    virtual const money_queries& money() const = 0;
    virtual const work_queries& work() const = 0;
    virtual const definition_queries& definitions() const = 0;
    virtual const notification_queries& notifications() const = 0;

    /// What leaves for the outside; for the worker that carries it there.
    virtual outgoing_post& post() = 0;

    /// Fires every timer that is due, as commands of the system, and waits for them. Returns how many fired.
    virtual std::size_t fire_due_timers() = 0;
    virtual std::optional<instant> next_timer() const = 0;

    virtual health state() const = 0;

    /// When the last act was recorded; empty while nothing is. A clock that can be set must not begin before.
    virtual std::optional<instant> last_act() const = 0;

    /// Whether no person exists yet: the composition root then makes the first administrator.
    virtual bool empty() const = 0;
};

} // namespace sluice::service

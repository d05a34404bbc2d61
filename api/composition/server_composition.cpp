#include "api/composition/server_composition.hpp"

#include "api/auth/authenticator.hpp"
#include "api/composition/data_lock.hpp"
#include "api/routes/every_route.hpp"
#include "api/workers/background.hpp"
#include "api/workers/courier.hpp"
#include "api/workers/graphviz.hpp"
#include "api/workers/timer_worker.hpp"
#include "engine/calendar/deadline.hpp"
#include "engine/calendar/delay.hpp"
#include "engine/service/library.hpp"
#include "engine/service/move_clock.hpp"
#include "engine/store/sqlite/open.hpp"

#include <spdlog/spdlog.h>

#include <fstream>
#include <iterator>
#include <optional>

namespace sluice {
namespace {

constexpr std::size_t background_threads = 2;
constexpr std::size_t background_queue_max = 100;

/// Few at a time: what was sent is settled soon.
constexpr int letters_at_once = 20;
constexpr int calls_at_once = 10;

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) throw std::runtime_error("cannot read " + path.string());
    return {std::istreambuf_iterator<char>{file}, {}};
}

void log(const http::log_entry& entry) {
    static constexpr spdlog::level::level_enum levels[] = {spdlog::level::debug, spdlog::level::info,
                                                           spdlog::level::warn, spdlog::level::err};
    spdlog::log(levels[static_cast<std::size_t>(entry.level)], "{} {}", entry.request_id, entry.message);
}

void complain(const std::string& what) {
    spdlog::error("{}", what);
}

} // namespace

class server_composition::implementation {
public:
    implementation(composition_options wanted, service::clock& time)
        : lock_{wanted.database}
        , contract_{read_file(wanted.contract)}
        , days_{service::read_calendars(wanted.workflows / "calendars")}
        , service_{service::service::start(store::sqlite::open(wanted.database), time,
                                           {.workflows = wanted.workflows,
                                            .prove = wanted.prove,
                                            .sends_mail = !wanted.mail.host.empty(),
                                            .portal = wanted.portal})}
        , background_{background_threads, background_queue_max, complain} {
        routes::endpoints at{{router_, contract_, auth::authenticator{[this](const std::string& token) {
                                  return service_->read().authenticate(token);
                              }},
                              [this](service::request asked, service::completion done) {
                                  service_->submit(std::move(asked), std::move(done));
                              },
                              [this](std::function<void()> work) { return background_.run(std::move(work)); }}};
        routes::add_every_route(at, {service_->read(), service_->money(), service_->work(), service_->definitions(),
                                     service_->notifications(), contract_, clock_controls(time, wanted.adjustable),
                                     [this](const std::string& dot) { return pictures_.draw(dot); },
                                     [this] { return service_->state(); }});
        server_ = std::make_unique<http::server>(wanted.http, router_, log);
        server_->start();
        if (wanted.fires_timers)
            timers_.emplace(workers::timer_worker::duties{[this] { return service_->next_timer(); },
                                                          [this] { return service_->fire_due_timers(); },
                                                          [&time] { return time.now(); }, complain});
        if (wanted.carries_post) {
            mail_.emplace(workers::courier::duties{mail_duty(wanted.mail), complain});
            webhooks_.emplace(workers::courier::duties{webhook_duty(wanted.webhooks, time), complain});
        }
    }

    ~implementation() { server_->stop(); }

    /// Sorts the outbox, and sends the mails that are due.
    std::function<bool()> mail_duty(const delivery::mail_server& server) {
        return [this, server, sender = std::make_shared<delivery::mail_sender>(server)] {
            const bool sorted = service_->post().sort() > 0;
            if (server.host.empty()) return sorted;
            const auto due = service_->post().due_letters(letters_at_once);
            std::vector<service::delivery_outcome> outcomes;
            for (const auto& each : due)
                outcomes.push_back(sender->send({each.delivery,
                                                 server.from,
                                                 {each.name, each.address},
                                                 each.subject,
                                                 each.text,
                                                 each.written_in == language::zh ? "zh" : "en",
                                                 each.at}));
            service_->post().settle(outcomes);
            return sorted || !due.empty();
        };
    }

    std::function<bool()> webhook_duty(delivery::webhook_reach reach, service::clock& time) {
        return [this, &time, sender = std::make_shared<delivery::webhook_sender>(reach)] {
            const auto due = service_->post().due_calls(calls_at_once);
            std::vector<service::delivery_outcome> outcomes;
            for (const auto& each : due)
                outcomes.push_back(sender->send(each, time.now()));
            service_->post().settle(outcomes);
            return !due.empty();
        };
    }

    routes::clock_controls clock_controls(service::clock& time, service::adjustable_clock* adjustable) {
        routes::clock_controls controls;
        controls.now = [&time] { return time.now(); };
        if (adjustable)
            controls.move = [this, adjustable](instant until) {
                return service::move_clock(*service_, *adjustable, until);
            };
        controls.after = [this](instant from, std::string_view written) -> result<instant> {
            const auto delay = calendar::parse_delay(written);
            if (!delay) return delay.error();
            return calendar::deadline(from, *delay, days_);
        };
        return controls;
    }

    delivery::transfer_library transfers_;
    data_lock lock_; ///< first: it is let go when all else has stopped
    routes::contract contract_;
    calendar::calendar days_;
    std::unique_ptr<service::service> service_;
    workers::background background_;
    workers::graphviz pictures_;
    http::router router_;
    std::unique_ptr<http::server> server_;
    std::optional<workers::timer_worker> timers_; ///< last, with the couriers: they stop first
    std::optional<workers::courier> mail_, webhooks_;
};

server_composition::server_composition(composition_options wanted, service::clock& time)
    : self_{std::make_unique<implementation>(std::move(wanted), time)} {}

server_composition::~server_composition() = default;

std::uint16_t server_composition::port() const {
    return self_->server_->port();
}

service::service& server_composition::engine() {
    return *self_->service_;
}

} // namespace sluice

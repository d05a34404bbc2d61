#include "tests/simulation/bureau.hpp"

#include "engine/base/digest.hpp"
#include "engine/service/library.hpp"
#include "engine/store/sqlite/open.hpp"
#include "tests/simulation/command_kind.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <stdexcept>

namespace sluice::simulation {
namespace {

/// Commands in flight at once; below what the service's queue takes.
constexpr std::size_t in_flight_max = 2'000;
constexpr std::size_t violations_kept_max = 20; ///< of one invariant
constexpr std::size_t page_size = 200;

/// The shipped programmes and calendars, with the invented year that the simulation's far deadlines reach.
std::filesystem::path world_of(const settings& wanted) {
    const auto world = wanted.data / "workflows";
    std::filesystem::create_directories(world);
    std::filesystem::copy(wanted.workflows, world,
                          std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
    for (const auto& each : std::filesystem::directory_iterator{wanted.habits.parent_path() / "calendars"})
        if (each.path().extension() == ".json" &&
            !std::filesystem::exists(world / "calendars" / each.path().filename()))
            std::filesystem::copy_file(each.path(), world / "calendars" / each.path().filename());
    return world;
}

std::filesystem::path fresh_database(const settings& wanted) {
    std::filesystem::create_directories(wanted.data);
    const auto path = wanted.data / "sluice.db";
    if (std::filesystem::exists(path))
        throw std::runtime_error(path.string() + " is there already: name an empty folder");
    return path;
}

instant morning_of(const json& day) {
    return start_of(parse_iso_date(day.get_ref<const std::string&>()).value());
}

} // namespace

bureau::bureau(const settings& wanted)
    : seed_{wanted.seed}
    , database_{fresh_database(wanted)}
    , habits_{habits::read(wanted.habits)}
    , programmes_{read_programmes(wanted.workflows)}
    , days_{service::read_calendars(world_of(wanted) / "calendars")}
    , clock_{morning_of(habits_["from"]), wanted.seed}
    , engine_{service::service::start(store::sqlite::open(database_), clock_, {wanted.data / "workflows"})} {}

bureau::~bureau() = default;

void bureau::carry_out(std::vector<intent> wanted) {
    struct asked {
        const intent* what;
        bool again;
    };
    std::vector<asked> queue;
    for (const auto& each : wanted) {
        queue.push_back({&each, false});
        if (each.twice) queue.push_back({&each, true});
    }
    for (std::size_t begin = 0; begin < queue.size(); begin += in_flight_max) {
        const auto end = std::min(queue.size(), begin + in_flight_max);
        std::vector<std::promise<result<service::answer>>> answers(end - begin);
        for (std::size_t i = begin; i < end; ++i) {
            const auto& each = *queue[i].what;
            std::optional<service::idempotency> once;
            if (each.twice) {
                if (!queue[i].again) ++keys_;
                once =
                    service::idempotency{fmt::format("simulated/{}", keys_), sha256(fmt::format("request {}", keys_))};
            }
            engine_->submit(
                {each.who, each.what, std::move(once), std::nullopt},
                [&given = answers[i - begin]](result<service::answer> answer) { given.set_value(std::move(answer)); });
        }
        std::optional<result<service::answer>> before;
        for (std::size_t i = begin; i < end; ++i) {
            auto answer = answers[i - begin].get_future().get();
            if (queue[i].again && before)
                hear_again(*queue[i].what, *before, answer);
            else
                hear(*queue[i].what, answer);
            before = std::move(answer);
        }
    }
}

void bureau::hear(const intent& asked, const result<service::answer>& answer) {
    ++commands_;
    forbidden_ += asked.forbidden ? 1 : 0;
    if (answer.has_value()) {
        auto application = asked.application;
        if (std::holds_alternative<service::raise_objection>(asked.what)) ++objections_;
        if (std::holds_alternative<service::create_application>(asked.what)) {
            application = answer->data().at("id");
            created_.push_back(application);
            programme_of_[application] = answer->data().at("programme");
        }
        const std::string kind{record_kind(asked.what)};
        if (!application.empty() && !kind.empty())
            acknowledged_.push_back({application, asked.who.person, kind, answer->revision});
        if (asked.forbidden)
            violation("what is forbidden is refused",
                      fmt::format("{} did {} on {}", asked.who.name, kind, asked.application));
    } else {
        const std::string why{name_of(answer.error().reason)};
        ++refusals_[why];
        if (asked.offered) ++though_offered_[why];
        if (std::holds_alternative<service::send_event>(asked.what) && !asked.forbidden)
            ++refused_events_[programme_of_[asked.application]];
        if (answer.error().reason == reason::internal || answer.error().reason == reason::service_unavailable)
            violation("the server does not fail inside", answer.error().explanation.en);
    }
    if (asked.then) asked.then(answer);
}

void bureau::hear_again(const intent& asked, const result<service::answer>& first,
                        const result<service::answer>& second) {
    ++commands_;
    ++repetitions_;
    const bool same = first.has_value() == second.has_value() &&
                      (!first.has_value() || (second->replayed && first->data() == second->data()));
    if (!same)
        violation("a repeated request gets the first answer",
                  fmt::format("{} on {}", record_kind(asked.what), asked.application));
}

json bureau::must(const service::caller& who, service::command what) {
    ++commands_;
    auto done = engine_->carry_out({who, std::move(what), std::nullopt, std::nullopt});
    if (!done) throw std::runtime_error("refused, though it must succeed: " + done.error().explanation.en);
    return done->data();
}

void bureau::move_to(instant until) {
    for (;;) {
        const auto next = engine_->next_timer();
        if (!next || *next > until) break;
        if (*next > now()) clock_.set(*next);
        const auto fired = engine_->fire_due_timers();
        timers_ += static_cast<std::int64_t>(fired);
        commands_ += static_cast<std::int64_t>(fired);
        if (fired == 0) {
            violation("every timer fires", fmt::format("one that was due at {} does not", to_rfc3339(*next)));
            break;
        }
    }
    if (until > now()) clock_.set(until);
}

const programme& bureau::programme_named(const std::string& id) const {
    return *std::find_if(programmes_.begin(), programmes_.end(), [&](const programme& each) { return each.id == id; });
}

std::vector<json> bureau::tasks_of(const service::caller& who) const {
    std::vector<json> all;
    service::paging want{"", page_size};
    do {
        auto page = engine_->work().tasks(who, {}, want);
        if (!page) throw std::runtime_error("a work list is refused: " + page.error().explanation.en);
        for (auto& each : page->items)
            all.push_back(std::move(each));
        want.cursor = page->next;
    } while (!want.cursor.empty());
    return all;
}

json bureau::actions_of(const service::caller& who, const std::string& application) const {
    auto found = read().actions(who, application);
    return found ? std::move(found->body.at("actions")) : json(nullptr);
}

json bureau::application_of(const service::caller& who, const std::string& application) const {
    auto found = read().application(who, application);
    return found ? found->data() : json(nullptr);
}

void bureau::violation(const std::string& invariant, const std::string& what) {
    auto& known = violations_[invariant];
    if (known.size() < violations_kept_max) known.push_back(what);
}

} // namespace sluice::simulation

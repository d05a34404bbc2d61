#include "tests/bench/seed/base_check.hpp"

#include "engine/application/change.hpp"
#include "engine/service/journal.hpp"
#include "tests/bench/seed/chance.hpp"
#include "tests/bench/seed/paths.hpp"

#include <fmt/format.h>

namespace sluice::bench {
namespace {

constexpr int replayed = 500;
constexpr int acts_max = 200;                        ///< of one application
constexpr std::int64_t walked_whole_max = 1'000'000; ///< records; a longer chain takes minutes

/// The store lets no record into a chain that does not continue it. That the hashes are right is seen on short chains
/// by walking them, and on long ones by the sample.
void check_chains(store::reader& reader) {
    for (const auto& chain : reader.chains()) {
        if (reader.head(chain).length > walked_whole_max) continue;
        if (const auto verdict = service::verify_chain(reader, chain); verdict.first_fault)
            throw std::runtime_error(fmt::format("the chain '{}' breaks at {}", chain, *verdict.first_fault));
    }
}

void check_replay(store::reader& reader, const std::string& application) {
    application::application_state state;
    for (const auto& each : reader.history("application", application, {std::nullopt, acts_max}).items) {
        application::apply(state, application::record_from_json(json::parse(each.body)));
        if (each.hash != service::hash_of(each))
            throw std::runtime_error("the hash of an act is wrong on " + application);
    }
    if (application::to_text(state) != reader.find_application(application).value().body)
        throw std::runtime_error("the record does not lead to the stored state of " + application);
}

/// A place in the middle of all applications: the first one at or after a random moment of the season.
std::optional<std::string> any_application(store::reader& reader, chance& drawn) {
    const auto season = static_cast<std::uint64_t>(measured_at().milliseconds - founded_at().milliseconds);
    const auto moment = founded_at().milliseconds + static_cast<std::int64_t>(drawn.below(season));
    store::application_filter filter;
    filter.programmes = {measured_programme};
    filter.order = store::sort_order::ascending;
    const auto page = reader.list_applications(filter, {store::cursor{moment, 0, "", ""}, 1});
    if (page.items.empty()) return std::nullopt;
    return page.items.front().id;
}

} // namespace

void check_base(store::database& database, std::uint64_t seed) {
    const auto reader = database.read();
    if (!reader
             ->due_timers(
                 instant{measured_at().milliseconds + std::chrono::milliseconds{std::chrono::hours{8}}.count()}, 1)
             .empty())
        throw std::runtime_error("a timer falls due while it is measured");
    chance drawn{seed};
    int checked = 0;
    for (int i = 0; i < replayed; ++i)
        if (const auto id = any_application(*reader, drawn)) {
            check_replay(*reader, *id);
            ++checked;
        }
    if (checked == 0) throw std::runtime_error("no application was found to be replayed");
    check_chains(*reader);
}

} // namespace sluice::bench

#include "engine/statechart/host.hpp"

namespace sluice::statechart {

raiser::~raiser() = default;

host::~host() = default;

result<json> host::output(const state& reached, const event&) {
    const auto found = reached.definition.find("output");
    if (found == reached.definition.end()) return result<json>{boost::system::in_place_value};
    return result<json>{boost::system::in_place_value, json::parse(found->dump())};
}

void host::entered(const state&) {}
void host::exited(const state&) {}
void host::timer_started(const timer&) {}
void host::timer_stopped(const timer&) {}

} // namespace sluice::statechart

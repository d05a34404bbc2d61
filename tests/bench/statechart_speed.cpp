// statechart_speed [MODULES]: events a second through our interpreter, on one core and in memory, beside XState's
// `actor.send` on the same charts (exported by to_xstate), on the same machine, one after the other. MODULES is the
// folder that holds node_modules/xstate (default: build/node); without it, or without Node.js, only ours is measured.

#include "engine/statechart/export_xstate.hpp"
#include "engine/statechart/interpreter.hpp"
#include "tests/conformance/xstate/node_process.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>

using namespace sluice;
using namespace sluice::statechart;

namespace {

using seconds = std::chrono::duration<double>;

constexpr seconds measured_for{1.5};
constexpr int rounds = 3; ///< of which the best counts, since other work on the machine only ever slows one down
constexpr std::size_t events_between_looks = 4'096;

/// Twelve states in a ring, as a procedure has them: forward, back, and an amendment that stays.
ordered_json flat_machine() {
    auto machine = ordered_json::object({{"id", "flat"}, {"initial", "s0"}});
    for (int index = 0; index < 12; ++index) {
        auto& on = machine["states"][fmt::format("s{}", index)]["on"];
        on["next"] = ordered_json::object({{"target", fmt::format("s{}", (index + 1) % 12)}, {"actions", {"count"}}});
        on["back"] = ordered_json::object({{"target", fmt::format("s{}", (index + 11) % 12)}, {"actions", {"count"}}});
        on["amend"] = ordered_json::object({{"actions", {"count"}}});
    }
    return machine;
}

/// Three levels, two regions: some events concern one region, one both, one the whole.
ordered_json parallel_machine() {
    return ordered_json::parse(R"({"id": "deep", "initial": "open", "states": {
        "open": {"initial": "work", "on": {"restart": {"target": ".work", "actions": ["count"]}}, "states": {
            "work": {"type": "parallel", "states": {
                "review": {"initial": "first", "states": {
                    "first": {"initial": "reading", "on": {"judge": {"target": "second", "actions": ["count"]}}, "states": {
                        "reading": {"on": {"turn": {"target": "writing", "actions": ["count"]}}},
                        "writing": {"on": {"turn": {"target": "reading", "actions": ["count"]}}}}},
                    "second": {"on": {"judge": {"target": "first", "actions": ["count"]}}}}},
                "money": {"initial": "quiet", "states": {
                    "quiet": {"on": {"turn": {"target": "paying", "actions": ["count"]}}},
                    "paying": {"initial": "prepared", "on": {"turn": {"target": "quiet", "actions": ["count"]}}, "states": {
                        "prepared": {"on": {"approve": {"target": "approved", "actions": ["count"]}}},
                        "approved": {}}}}}}}}}}})");
}

class counting_host final : public host {
public:
    result<bool> enabled(const transition&, const event&, const snapshot&) override { return true; }
    result<void> perform(const action&, const event&, raiser&) override {
        ++count;
        return {};
    }
    std::size_t count = 0;
};

struct subject {
    const char* name;
    ordered_json machine;
    std::vector<std::string> events;
    double goal;
};

double our_rate(const subject& measured) {
    const auto chart = chart::read(measured.machine).value();
    counting_host host;
    auto now = start(chart, host).value().after;
    std::vector<event> events;
    for (const auto& type : measured.events)
        events.push_back({type, nullptr});
    std::size_t sent = 0;
    const auto began = std::chrono::steady_clock::now();
    seconds taken{0};
    while (taken < measured_for) {
        for (std::size_t index = 0; index < events_between_looks; ++index, ++sent)
            now = std::move(send(chart, now, events[sent % events.size()], host).value().after);
        taken = std::chrono::steady_clock::now() - began;
    }
    if (host.count == 0) throw std::logic_error{"nothing happened"};
    return static_cast<double>(sent) / taken.count();
}

std::unique_ptr<conformance::node_process> xstate(const std::string& modules) {
    const bool is_there = std::system("node --version >/dev/null 2>&1") == 0 &&
                          std::filesystem::exists(std::filesystem::path{modules} / "node_modules/xstate/package.json");
    if (!is_there) {
        fmt::print("XState is not measured: Node.js or {}/node_modules/xstate is absent\n", modules);
        return nullptr;
    }
    return std::make_unique<conformance::node_process>("tests/conformance/xstate/measure_machines.mjs", modules);
}

double their_rate(const subject& measured, conformance::node_process& engine) {
    auto question = ordered_json::object({{"events", measured.events}, {"seconds", measured_for.count()}});
    question["machine"] = to_xstate(chart::read(measured.machine).value()).value();
    return engine.answers({question.dump()}).front().at("events_per_second").get<double>();
}

void measure(const subject& measured, conformance::node_process* engine) {
    double ours = 0;
    double theirs = 0;
    for (int round = 0; round < rounds; ++round) {
        ours = std::max(ours, our_rate(measured));
        if (engine) theirs = std::max(theirs, their_rate(measured, *engine));
    }
    const auto ratio = engine ? fmt::format("{:>12.0f} {:>8.1f} x", theirs, ours / theirs) : "           –          –";
    fmt::print("{:<28} {:>12.0f} {} {:>12.0f} {}\n", measured.name, ours, ratio, measured.goal,
               ours >= measured.goal ? "met" : "MISSED");
}

} // namespace

int main(int count, char** words) {
    const auto engine = xstate(count > 1 ? words[1] : "build/node");
    const subject flat{"flat, 12 states", flat_machine(), {"next", "next", "amend", "next", "back"}, 1'000'000};
    const subject deep{"hierarchy with regions",
                       parallel_machine(),
                       {"turn", "judge", "approve", "turn", "judge", "turn", "restart"},
                       400'000};
    fmt::print("{:<28} {:>12} {:>12} {:>10} {:>12}\n", "events a second, one core", "Sluice", "XState", "ratio",
               "goal");
    measure(flat, engine.get());
    measure(deep, engine.get());
    return 0;
}

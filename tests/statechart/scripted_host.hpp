#pragma once

#include "engine/statechart/interpreter.hpp"

#include <catch2/catch_tostring.hpp>

#include <stdexcept>
#include <string>
#include <vector>

/// Boost 1.83 offers to print any result, even of a type that cannot be printed; Catch2 would take it at its word.
template<class T>
struct Catch::StringMaker<sluice::result<T>> {
    static std::string convert(const sluice::result<T>& shown) { return shown ? "a value" : "a refusal"; }
};

namespace sluice::statechart {

/// A host for tests: the guards "true", "false" and "error"; every call is written down.
class scripted_host final : public host {
public:
    result<bool> enabled(const transition& asked, const event&, const snapshot&) override {
        if (asked.guard == "error") return refuse(reason::guard_failed, {"出错", "The guard fails"}, asked.pointer);
        return asked.guard != "false";
    }
    result<void> perform(const action& asked, const event& by, raiser& queue) override {
        if (asked.type == "fail") return refuse(reason::fund_exhausted, {"不足", "No money is left"});
        if (asked.type == "raise_again") queue.raise({by.type, nullptr});
        log.push_back(asked.type);
        return {};
    }
    void entered(const state& which) override { log.push_back("entered " + which.id); }
    void exited(const state& which) override { log.push_back("exited " + which.id); }
    void timer_started(const timer& which) override { log.push_back("started " + which.id); }
    void timer_stopped(const timer& which) override { log.push_back("stopped " + which.id); }

    std::vector<std::string> log;
};

inline chart read_chart(const char* written) {
    auto read = chart::read(ordered_json::parse(written));
    if (!read) throw std::runtime_error{read.error().place + ": " + read.error().explanation.en};
    return *read;
}

inline json states_of(const chart& of, const snapshot& now) {
    return to_json(of, now)["states"];
}

} // namespace sluice::statechart

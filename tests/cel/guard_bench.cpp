// How long a typical guard takes: cel_bench [ROUNDS]. Prints nanoseconds an evaluation.
#include "tests/cel/support.hpp"

#include <chrono>
#include <cstdlib>

using namespace sluice;
using namespace sluice::cel;

int main(int count, char** arguments) {
    const long rounds = count > 1 ? std::atol(arguments[1]) : 2'000'000;
    const json form = json::parse(R"({"route": "contest_award", "amount": 20000000, "intensity": 3, "members": [],
                                      "submitted_at": "2026-03-02T09:30:00+08:00", "title": "渠成", "summary": "…",
                                      "field": "materials", "own_funds": 5000000, "bank_account": "…"})");
    const json vars = json::parse(R"({"count": 0, "corrections": 1})");
    const auto known = form_environment();
    activation bound{known};
    bound.bind("form", value::view(form)).bind("vars", value::view(vars));
    const auto guard = expression::compile(
        "form.amount <= 20000000 && vars.count == 0 && form.route == 'contest_award'", known);
    long met = 0;
    const auto begin = std::chrono::steady_clock::now();
    for (long i = 0; i < rounds; ++i) met += guard->evaluate(bound).value().as_boolean() ? 1 : 0;
    const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - begin;
    fmt::print("{:.0f} ns an evaluation ({} of {} met)\n", taken.count() / static_cast<double>(rounds), met, rounds);
    return met == rounds ? 0 : 1;
}

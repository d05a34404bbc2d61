#include "tests/bench/micro/operations.hpp"

#include "engine/service/application_text.hpp"
#include "engine/service/journal.hpp"
#include "engine/statechart/interpreter.hpp"
#include "tests/bench/micro/sample_case.hpp"
#include "tests/cel/support.hpp"

#include <benchmark/benchmark.h>

#include <stdexcept>

namespace sluice::bench {
namespace {

/// A refusal in the middle of a measurement means that something else is measured than one thinks.
template<class Result>
void must_succeed(const Result& given) {
    if (!given) throw std::runtime_error("an operation was refused: " + given.error().explanation.en);
    benchmark::DoNotOptimize(given);
}

class silent_host final : public statechart::host {
public:
    result<bool> enabled(const statechart::transition&, const statechart::event&,
                         const statechart::snapshot&) override {
        return true;
    }
    result<void> perform(const statechart::action&, const statechart::event&, statechart::raiser&) override {
        return {};
    }
};

/// Twelve states in a ring, as a procedure has them.
operation statechart_step() {
    auto machine = ordered_json::object({{"id", "flat"}, {"initial", "s0"}});
    for (int i = 0; i < 12; ++i)
        machine["states"][fmt::format("s{}", i)]["on"]["next"] = {{"target", fmt::format("s{}", (i + 1) % 12)}};
    const auto chart = std::make_shared<statechart::chart>(statechart::chart::read(machine).value());
    const auto host = std::make_shared<silent_host>();
    const auto now = std::make_shared<statechart::snapshot>(statechart::start(*chart, *host).value().after);
    return {"statechart_step", [=] {
                auto next = statechart::send(*chart, *now, {"next", {}}, *host);
                must_succeed(next);
                *now = std::move(next->after);
            }};
}

struct guard_parts {
    json form = json::parse(R"({"route": "contest_award", "amount": 20000000, "intensity": 3, "members": [],
        "submitted_at": "2026-03-02T09:30:00+08:00", "title": "渠成", "summary": "…", "field": "materials",
        "own_funds": 5000000, "bank_account": "…"})");
    json vars = json::parse(R"({"count": 0, "corrections": 1})");
    cel::environment known = cel::form_environment();
    cel::activation bound{known};
    result<cel::expression> guard =
        cel::expression::compile("form.amount <= 20000000 && vars.count == 0 && form.route == 'contest_award'", known);
};

operation cel_guard() {
    const auto parts = std::make_shared<guard_parts>();
    parts->bound.bind("form", cel::value::view(parts->form)).bind("vars", cel::value::view(parts->vars));
    return {"cel_guard", [parts] { must_succeed(parts->guard->evaluate(parts->bound)); }};
}

operation form_validation(const std::shared_ptr<sample_case>& sample) {
    return {"form_validation", [sample] {
                if (!sample->rules->form->validate(sample->form).empty())
                    throw std::runtime_error("the sample's form is not valid");
            }};
}

operation state_parse(const std::shared_ptr<sample_case>& sample) {
    return {"state_parse", [text = application::to_text(sample->state)] {
                benchmark::DoNotOptimize(application::state_from_text(text));
            }};
}

operation state_dump(const std::shared_ptr<sample_case>& sample) {
    return {"state_dump", [sample] { benchmark::DoNotOptimize(application::to_text(sample->state)); }};
}

operation chain_link(const std::shared_ptr<sample_case>& sample) {
    store::log_record record;
    record.programme = sample->rules->id;
    record.subject_kind = "application";
    record.subject = sample->state.id;
    record.revision = sample->state.revision;
    record.at = sample->last.at;
    record.actor = sample->state.id; // as long as a person's id
    record.kind = sample->last.kind;
    record.body = application::to_json(sample->last).dump();
    return {"chain_link", [record] { benchmark::DoNotOptimize(service::hash_of(record)); }};
}

operation decide_step(const std::shared_ptr<sample_case>& sample) {
    return {"decide_step", [sample] {
                must_succeed(application::decide(*sample->rules, sample->state, sample->recommend, sample->known));
            }};
}

operation render_application(const std::shared_ptr<sample_case>& sample) {
    return {"render_application", [sample] {
                benchmark::DoNotOptimize(
                    service::application_text(*sample->rules, sample->state, service::viewpoint::official, false));
            }};
}

} // namespace

std::vector<operation> all_operations() {
    const auto sample = std::make_shared<sample_case>();
    return {statechart_step(),  cel_guard(),        form_validation(sample), state_parse(sample),
            state_dump(sample), chain_link(sample), decide_step(sample),     render_application(sample)};
}

} // namespace sluice::bench

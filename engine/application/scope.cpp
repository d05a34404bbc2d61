#include "engine/application/scope.hpp"

#include "engine/review/outcome.hpp"

#include <algorithm>

namespace sluice::application {
namespace {

using cel::value;
using programme::word;

/// A map with text keys, built from pairs that are known to be distinct.
class record_of {
public:
    record_of& with(std::string name, value of) {
        entries_.emplace_back(value::string(std::move(name)), std::move(of));
        return *this;
    }
    record_of& with(std::string name, std::int64_t number) { return with(std::move(name), value::integer(number)); }
    record_of& with(std::string name, fen amount) { return with(std::move(name), amount.count()); }
    record_of& with(std::string name, instant when) { return with(std::move(name), value::time(when)); }
    record_of& with(std::string name, const std::string& text) { return with(std::move(name), value::string(text)); }
    record_of& with_truth(std::string name, bool truth) { return with(std::move(name), value::boolean(truth)); }

    value made() { return value::map(std::move(entries_)).value(); }

private:
    std::vector<std::pair<value, value>> entries_;
};

value texts(const std::vector<std::string>& all) {
    std::vector<value> made;
    for (const auto& each : all)
        made.push_back(value::string(each));
    return value::list(std::move(made));
}

/// The applications on which something is overdue, by their numbers.
std::string numbers_overdue(const facts& known) {
    std::string numbers;
    for (const auto& each : known.applicant.obligations)
        if (each.due_at <= known.now && numbers.find(each.number) == std::string::npos)
            numbers += (numbers.empty() ? "" : ", ") + each.number;
    return numbers;
}

value holdings_value(const application_state& state, const std::vector<holding>& all) {
    std::vector<value> made;
    for (const auto& each : all)
        made.push_back(record_of{}
                           .with("programme", each.programme)
                           .with("application", each.application)
                           .with("number", each.number)
                           .with_truth("same_programme", each.programme == state.programme)
                           .with_truth("this_application", each.application == state.id)
                           .with("bound", each.bound)
                           .with("paid", each.paid)
                           .with("committed_total", each.committed_total)
                           .with("at", each.at)
                           .made());
    return value::list(std::move(made));
}

value certificates_value(const std::vector<held_certificate>& all) {
    std::vector<value> made;
    for (const auto& each : all)
        made.push_back(record_of{}
                           .with("kind", each.kind)
                           .with("programme", each.programme)
                           .with("application", each.application)
                           .with("number", each.number)
                           .with("title", each.title)
                           .with("at", each.at)
                           .with("until", each.until)
                           .made());
    return value::list(std::move(made));
}

value applicant_value(const application_state& state, const facts& known) {
    std::vector<value> funded;
    for (const auto& each : known.applicant.funded)
        funded.push_back(record_of{}
                             .with("programme", each.programme)
                             .with("title", each.title)
                             .with("amount", each.amount)
                             .with("at", each.at)
                             .made());
    return record_of{}
        .with("id", known.applicant.id)
        .with("name", known.applicant.name)
        .with("code", known.applicant.code)
        .with("barred_until", known.applicant.barred_until)
        .with_truth("barred", known.now < known.applicant.barred_until)
        .with("funded", value::list(std::move(funded)))
        .with_truth("overdue", !numbers_overdue(known).empty())
        .with("overdue_at", numbers_overdue(known))
        .with("holdings", holdings_value(state, known.applicant.holdings))
        .with("certificates", certificates_value(known.applicant.certificates))
        .made();
}

value overlap_value(const programme::programme& rules, const std::vector<overlapping_project>& found) {
    std::vector<value> projects;
    for (const auto& each : found)
        projects.push_back(record_of{}
                               .with("programme", each.programme)
                               .with("number", each.number)
                               .with("title", each.title)
                               .with("similarity", value::floating(each.similarity / 1000.0))
                               .with_truth("same_organisation", each.same_organisation)
                               .with("amount", each.amount)
                               .with("at", each.at)
                               .made());
    const auto totals = totals_of(found, rules.overlap.anyone);
    return record_of{}
        .with("projects", value::list(std::move(projects)))
        .with("highest", totals.highest)
        .with("total", totals.total)
        .made();
}

/// Objections and re-examinations that are open; and the objections to the newest notice.
value objections_value(const application_state& state) {
    const std::string newest = state.notices.empty() ? "" : state.notices.back().id;
    const auto count = [&](auto counts) {
        return static_cast<std::int64_t>(std::count_if(state.objections.begin(), state.objections.end(), counts));
    };
    return record_of{}
        .with("open", count([](const objection& each) { return each.is_open(); }))
        .with("received", count([&](const objection& each) { return !each.reexamination && each.notice == newest; }))
        .made();
}

value signatures_value(const programme::programme& rules, const application_state& state) {
    record_of made;
    for (const auto& [kind, unused] : rules.documents)
        made.with(kind, texts(state.signed_by(kind)));
    return made.made();
}

value application_value(const application_state& state) {
    record_of events;
    for (const auto& [type, count] : state.events)
        events.with(type, count);
    return record_of{}
        .with("id", state.id)
        .with("number", state.number)
        .with("programme", state.programme)
        .with("created_at", state.created_at)
        .with("submitted_at", state.submitted_at.value_or(instant{}))
        .with("events", events.made())
        .made();
}

value round_value(const round_facts& round) {
    return record_of{}
        .with("id", round.id)
        .with("opens_at", round.opens_at)
        .with("closes_at", round.closes_at)
        .with("budget", round.budget)
        .with("year", round.year)
        .made();
}

value fund_value(const ledger::account_totals& fund) {
    return record_of{}
        .with("available", fund.available)
        .with("reserved", fund.reserved)
        .with("committed", fund.committed)
        .with("paid", fund.paid)
        .with("invested", fund.invested)
        .made();
}

value money_value(const application_state& state) {
    fen due;
    for (const auto& each : state.payments)
        if (each.status != payment_status::paid && each.status != payment_status::cancelled) due += each.amount;
    return record_of{}
        .with("reserved", state.money.reserved)
        .with("committed", state.money.committed)
        .with("paid", state.money.paid)
        .with("invested", state.money.invested)
        .with("recovered", state.money.recovery + state.money.surplus_return)
        .with("due", due)
        .made();
}

value review_value(const review::panel& seats, const review::panel_rules& rules) {
    const auto outcome = review::score_result(seats, rules);
    return record_of{}
        .with("submitted", outcome.submitted)
        .with("members", outcome.members)
        .with_truth("complete", outcome.complete)
        .with_truth("passed", outcome.passed)
        .with("mean", value::floating(static_cast<double>(outcome.mean_hundredths) / 100))
        .with("total", outcome.score_sum_used)
        .with("recommended", outcome.recommended_amount.value_or(fen{}))
        .made();
}

value vote_value(const review::panel& seats, const review::panel_rules& rules) {
    const auto outcome = review::vote_result(seats, rules);
    return record_of{}
        .with("approve", outcome.approve)
        .with("reject", outcome.reject)
        .with("abstain", outcome.abstain)
        .with("present", outcome.present)
        .with("members", outcome.members)
        .with_truth("quorate", outcome.quorate)
        .with_truth("passed", outcome.passed)
        .with_truth("complete", outcome.complete)
        .made();
}

value panels_value(const programme::programme& rules, const application_state& state, review::review_method method) {
    record_of made;
    for (const auto& [name, seats] : state.panels) {
        const auto& panel = rules.panels.at(name).rules;
        if (panel.method != method) continue;
        made.with(name, method == review::review_method::score ? review_value(seats, panel) : vote_value(seats, panel));
    }
    return made.made();
}

value documents_value(const programme::programme& rules, const application_state& state) {
    record_of made;
    for (const auto& [kind, unused] : rules.documents)
        made.with(kind, std::count_if(state.documents.begin(), state.documents.end(),
                                      [&, &wanted = kind](const document& each) { return each.kind == wanted; }));
    return made.made();
}

value payments_value(const application_state& state) {
    record_of made;
    for (const auto& each : state.payments) {
        const auto recorded = std::find_if(each.acts.rbegin(), each.acts.rend(),
                                           [](const payment_act& act) { return act.step == "record"; });
        made.with(each.instalment, record_of{}
                                       .with("status", std::string{name_of(each.status)})
                                       .with("amount", each.amount)
                                       .with("paid_at", recorded == each.acts.rend() ? instant{} : recorded->at)
                                       .made());
    }
    return made.made();
}

value actor_value(const application_state& state, const actor_facts& actor) {
    std::vector<std::string> acted;
    for (const auto* person : {&actor.person, &actor.acting.person})
        if (const auto acts = state.acts.find(*person); acts != state.acts.end() && !person->empty())
            for (const auto& each : acts->second)
                if (std::find(acted.begin(), acted.end(), each) == acted.end()) acted.push_back(each);
    return record_of{}
        .with("id", actor.person)
        .with("roles", texts(actor.roles))
        .with("organisation", actor.organisation)
        .with("acted", texts(acted))
        .made();
}

} // namespace

cel::value variables_value(const programme::programme& rules, const json& variables) {
    record_of made;
    for (const auto& [name, variable] : rules.variables) {
        const auto& held = variables.at(name);
        if (variable.type == programme::variable_type::timestamp)
            made.with(name, instant{held.get<std::int64_t>()});
        else
            made.with(name, value::view(held));
    }
    return made.made();
}

scope::scope(const programme::programme& rules, const application_state& state, const facts& known)
    : programme_{rules}
    , state_{state}
    , facts_{known}
    , activation_{rules.vocabulary, static_cast<const programme::configuration_view*>(this)} {
    activation_.supply_by([this](std::uint32_t slot) { return make(static_cast<word>(slot)); });
}

void scope::set_event(std::string type, json data) {
    event_ = {{"type", std::move(type)}, {"data", std::move(data)}};
    forget(word::event);
}

void scope::state_changed() {
    for (const auto each : {word::vars, word::applicant, word::application, word::money, word::reviews, word::votes,
                            word::documents, word::payments, word::objections, word::signatures, word::actor})
        forget(each);
}

void scope::form_changed() {
    state_changed();
    forget(word::form);
}

void scope::forget(word each) {
    activation_.forget(static_cast<std::uint32_t>(each));
}

void scope::set_position(const statechart::snapshot* position) {
    position_ = position;
}

bool scope::in(std::string_view state) const {
    const auto& chart = *programme_.chart;
    return position_ && std::any_of(position_->configuration.begin(), position_->configuration.end(),
                                    [&](std::size_t index) { return chart.states()[index].id == state; });
}

cel::value scope::make(programme::word wanted) {
    switch (wanted) {
    case word::form:
        form_ = schema::to_values(programme_.form->shape(), *state_.form);
        return value::view(form_);
    case word::vars:
        return variables_value(programme_, state_.variables);
    case word::parameters:
        return value::view(programme_.parameters);
    case word::applicant:
        return applicant_value(state_, facts_);
    case word::overlap:
        if (!overlaps_) overlaps_ = facts_.overlaps ? facts_.overlaps() : std::vector<overlapping_project>{};
        return overlap_value(programme_, *overlaps_);
    case word::application:
        return application_value(state_);
    case word::round:
        return round_value(facts_.round);
    case word::fund:
        return fund_value(facts_.fund);
    case word::money:
        return money_value(state_);
    case word::reviews:
        return panels_value(programme_, state_, review::review_method::score);
    case word::votes:
        return panels_value(programme_, state_, review::review_method::vote);
    case word::documents:
        return documents_value(programme_, state_);
    case word::payments:
        return payments_value(state_);
    case word::objections:
        return objections_value(state_);
    case word::signatures:
        return signatures_value(programme_, state_);
    case word::event:
        return value::view(event_);
    case word::actor:
        return actor_value(state_, facts_.actor);
    case word::time:
        return value::time(facts_.now);
    }
    return {};
}

} // namespace sluice::application

#include "engine/application/scenario_world.hpp"

#include "engine/application/allocation.hpp"
#include "engine/application/holdings.hpp"
#include "engine/application/scope.hpp"
#include "engine/calendar/deadline.hpp"
#include "engine/calendar/delay.hpp"
#include "engine/statechart/snapshot.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace sluice::application {
namespace {

/// Timers that fire during one wait; more means a loop in the definition.
constexpr int timers_of_one_wait_max = 1'000;

constexpr const char* the_round = "round";
constexpr const char* the_firm = "firm";

instant time_at(const json& object, const char* key) {
    return parse_rfc3339(object.at(key).get<std::string>()).value();
}

} // namespace

scenario_world::scenario_world(const programme::programme& rules, const json& cases, const calendar::calendar& days,
                               scenario_notes* notes, bool replayed)
    : rules_{rules}
    , cases_{cases}
    , days_{days}
    , notes_{notes}
    , replayed_{replayed} {
    if (cases.contains("appropriation"))
        fund_ = ledger::apply({rules.fund, {}, {}},
                              ledger::make_posting(rules.fund, ledger::movement::appropriate,
                                                   money_from_json(cases.at("appropriation"), "").value()))
                    .value()
                    .totals;
}

std::string scenario_world::fresh_id() {
    return fmt::format("00000000-0000-7000-8000-{:012}", ++ids_);
}

facts scenario_world::facts_for(const std::string& person, const command& wanted) {
    facts known;
    known.now = now_;
    known.actor = {person, "", {"public"}};
    if (person.empty()) known.actor.roles = {"system"};
    if (const auto someone = cases_.at("people").find(person); someone != cases_.at("people").end()) {
        known.actor.organisation = someone->value("organisation", "");
        for (const auto& role : someone->at("roles"))
            known.actor.roles.push_back(role);
    }
    for (const auto& [name, seats] : state_.panels)
        if (const auto* member = seats.find(person); member && !known.actor.has_role("reviewer"))
            known.actor.roles.push_back("reviewer");
    const auto& firm = cases_.at("organisations").at(the_firm);
    known.applicant = {the_firm, firm.at("name"), firm.at("code"), barred_until_, funded_, {},
                       {},       holdings_,       certificates_};
    known.overlaps = [this] { return overlaps_; };
    for (const auto& each : state_.obligations)
        if (!each.met_at && !state_.ended)
            known.applicant.obligations.push_back({state_.id, state_.number, each.title, each.due_at});
    if (owed_since_) known.applicant.obligations.push_back({"another", "another", {}, *owed_since_});
    known.roles_of = [this](const std::string& other) {
        const auto someone = cases_.at("people").find(other);
        return someone == cases_.at("people").end() ? std::vector<std::string>{}
                                                    : someone->at("roles").get<std::vector<std::string>>();
    };
    known.objection = shown_;
    known.receipt = std::string(64, '0');
    const auto& round = cases_.at("round");
    known.round = {the_round, time_at(round, "opens_at"), time_at(round, "closes_at"),
                   money_from_json(round.at("budget"), "").value(), round.at("year").get<int>()};
    known.fund = fund_;
    known.new_id = [this] { return fresh_id(); };
    known.days = &days_;
    if (std::holds_alternative<draw_panel>(wanted))
        for (const auto& [id, expert] : cases_.at("experts").items()) {
            review::expert_profile profile;
            profile.kind = review::expertise_named(expert.at("kind").get<std::string>()).value();
            profile.fields = expert.value("fields", std::vector<std::string>{});
            known.pool.push_back(
                review::in_pool(profile, id, expert.value("organisation", ""), expert.value("email", "")));
        }
    if (const auto* seating = std::get_if<assign_members>(&wanted))
        for (const auto& id : seating->members)
            if (const auto expert = cases_.at("experts").find(id); expert != cases_.at("experts").end())
                known.experts.push_back({id,
                                         expert->value("organisation", ""),
                                         expert->value("email", ""),
                                         review::expertise_named(expert->at("kind").get<std::string>()).value(),
                                         {}});
    return known;
}

result<void> scenario_world::carry_out(const command& wanted, const std::string& person) {
    const auto decided = decide(rules_, state_, wanted, facts_for(person, wanted));
    if (!decided) return decided.error();
    if (replayed_) {
        application_state again = state_;
        apply(again, decided->recorded);
        if (to_json(again) != to_json(decided->after))
            throw std::logic_error("the record does not replay to the state");
    }
    state_ = decided->after;
    taken_.insert(decided->taken.begin(), decided->taken.end());
    take_notice_of(decided->recorded.changes);
    if (notes_)
        for (auto& line : lines_of(decided->recorded, state_, rules_))
            lines_.push_back(std::move(line));
    return {};
}

result<void> scenario_world::try_out(const command& wanted, const std::string& person, const json& form_patch) {
    auto before = state_;
    json form = *before.form;
    form.merge_patch(form_patch);
    before.form = shared_json{std::move(form)};
    const auto decided = decide(rules_, before, wanted, facts_for(person, wanted));
    if (!decided) return decided.error();
    return {};
}

std::string scenario_world::standing_of(const std::string& person) const {
    std::string words;
    if (const auto someone = cases_.at("people").find(person); someone != cases_.at("people").end())
        words = someone->dump();
    if (const auto acts = state_.acts.find(person); acts != state_.acts.end())
        words += fmt::format(" {}", fmt::join(acts->second, " "));
    for (const auto& [panel, seats] : state_.panels)
        if (seats.find(person)) words += " in " + panel;
    return words;
}

std::map<std::string, std::string> scenario_world::able_to(const command& wanted) {
    std::set<std::string> people;
    for (const auto& [name, ignored] : cases_.at("people").items())
        people.insert(name);
    for (const auto& [panel, seats] : state_.panels)
        for (const auto& member : seats.members)
            people.insert(member.person);
    std::map<std::string, std::string> able, leads_to; // by person; by standing, empty where it is refused
    for (const auto& person : people) {
        const auto [known, fresh] = leads_to.try_emplace(standing_of(person));
        if (fresh)
            if (const auto decided = decide(rules_, state_, wanted, facts_for(person, wanted)))
                known->second = fmt::format("{}", fmt::join(decided->after.active_leaves(), " "));
        if (!known->second.empty()) able[person] = known->second;
    }
    return able;
}

json scenario_world::resolved(json data) const {
    if (data.is_structured())
        for (auto& each : data)
            each = resolved(std::move(each));
    if (!data.is_string()) return data;
    const auto& text = data.get_ref<const std::string&>();
    if (text.starts_with('@')) return text.substr(1);
    const auto known = remembered_.find(text.starts_with('$') ? text.substr(1) : "");
    return known == remembered_.end() ? std::move(data) : json(known->second);
}

void scenario_world::show_receipt(const json& step) {
    shown_.clear();
    if (const auto of = remembered_.find(step.value("of", "")); of != remembered_.end())
        shown_ = of->second;
    else if (const auto last = objected_.find(step.value("as", "")); last != objected_.end())
        shown_ = last->second;
}

void scenario_world::remember(const json& step) {
    if (state_.objections.empty()) return;
    const auto& newest = state_.objections.back();
    if (step.value("send", "") == "object") objected_[step.value("as", "")] = newest.id;
    if (step.contains("remember")) remembered_[step.at("remember")] = newest.id;
}

void scenario_world::note(std::string line) {
    if (notes_) lines_.push_back(std::move(line));
}

void scenario_world::note_others(const std::string& name, const command& wanted) {
    if (!notes_) return;
    const auto situation =
        fmt::format("who {} {} {}", name, fmt::join(state_.active_leaves(), " "), json(state_.acts).dump());
    if (!notes_->seen.insert(situation).second) return;
    std::map<std::string, std::vector<std::string>> by_end;
    for (const auto& [person, leads_to] : able_to(wanted))
        by_end[leads_to].push_back(person);
    if (by_end.empty()) note(fmt::format("  {}: nobody could", name));
    for (const auto& [leads_to, people] : by_end)
        note(fmt::format("  {}: {} could, to {}", name, fmt::join(people, ", "), leads_to));
}

void scenario_world::note_doors() {
    if (!notes_ || state_.ended) return;
    const auto position = statechart::from_json(*rules_.chart, state_.position).value();
    std::set<std::string> events;
    for (const auto& each : rules_.chart->transitions())
        if (std::find(position.configuration.begin(), position.configuration.end(), each.source) !=
            position.configuration.end())
            events.insert(each.event);
    const auto leaves = fmt::format("{}", fmt::join(state_.active_leaves(), " "));
    for (const auto& event : events) {
        const auto sample = notes_->samples.find(event);
        if (sample == notes_->samples.end()) continue;
        const auto situation = fmt::format("door {} {} {} {}", event, leaves, state_.variables.dump(),
                                           state_.acts[sample->second.person].size());
        if (!notes_->seen.insert(situation).second) continue;
        const auto tried = try_out(send_event{event, resolved(sample->second.data)}, sample->second.person);
        if (tried) continue;
        std::vector<std::string> unmet;
        for (const auto& each : tried.error().requirements)
            unmet.push_back(each.id + each.place);
        note(fmt::format("  {} by {} would be {}: {}", event, sample->second.person, name_of(tried.error().reason),
                         fmt::join(unmet, ", ")));
    }
}

void scenario_world::remember_holding(const std::vector<ledger::posting>& moved) {
    const auto kept = std::find_if(holdings_.begin(), holdings_.end(),
                                   [&](const holding& each) { return each.application == state_.id; });
    std::optional<holding> before;
    if (kept != holdings_.end()) before = *kept;
    auto now = holding_after(before, state_, moved, now_);
    if (kept != holdings_.end())
        *kept = std::move(now);
    else
        holdings_.push_back(std::move(now));
}

void scenario_world::remember_certificate(const change& happened) {
    const auto& data = happened.data;
    const std::string kind = data.at("kind");
    std::erase_if(certificates_,
                  [&](const held_certificate& each) { return each.application == state_.id && each.kind == kind; });
    if (happened.kind == "applicant_certified")
        certificates_.push_back({kind, state_.programme, state_.id, state_.number, data.at("title").at("zh"), now_,
                                 instant{data.at("until").get<std::int64_t>()}});
}

void scenario_world::take_notice_of(const std::vector<change>& changes) {
    std::vector<ledger::posting> moved;
    for (const auto& each : changes) {
        if (each.kind == "money_moved") {
            const auto posted = ledger::posting_from_json(each.data, "").value();
            moved.push_back(posted);
            ledger::balances books{rules_.fund, fund_, {}};
            for (const auto account : {posted.from, posted.to})
                if (ledger::is_source(account) && account != ledger::account::appropriation)
                    books.totals.of(account) += posted.amount;
                else if (account == posted.from)
                    books.totals.of(account) -= posted.amount;
                else
                    books.totals.of(account) += posted.amount;
            fund_ = books.totals;
        }
        if (each.kind == "message_queued") told_.push_back(each.data.at("to"));
        if (each.kind == "letter_queued") told_.push_back("objector");
        if (each.kind == "applicant_barred") barred_until_ = instant{each.data.at("until").get<std::int64_t>()};
        if (each.kind == "applicant_bar_lifted") barred_until_ = instant{};
        if (each.kind == "applicant_certified" || each.kind == "certificate_revoked") remember_certificate(each);
    }
    if (!moved.empty()) remember_holding(moved);
}

result<void> scenario_world::wait(const std::string& written) {
    const auto parsed = calendar::parse_delay(written);
    if (!parsed) return parsed.error();
    const auto until = calendar::deadline(now_, *parsed, days_);
    if (!until) return until.error();
    for (int fired = 0; fired < timers_of_one_wait_max; ++fired) {
        const auto next =
            std::min_element(state_.timers.begin(), state_.timers.end(), [](const auto& left, const auto& right) {
                const auto due = [](const timer& each) { return each.paused_with ? instant{INT64_MAX} : each.due_at; };
                return due(left.second) < due(right.second);
            });
        if (next == state_.timers.end() || next->second.paused_with || next->second.due_at > *until) {
            now_ = *until;
            return {};
        }
        now_ = std::max(now_, next->second.due_at);
        if (auto done = carry_out(fire_timer{next->first}, ""); !done) return done;
    }
    return refuse(reason::cost_exceeded, {"期限循环触发", "Timers fire in a loop"});
}

std::vector<std::string> scenario_world::people_with(const std::vector<std::string>& roles) const {
    std::vector<std::string> found;
    for (const auto& [name, person] : cases_.at("people").items())
        for (const auto& role : person.at("roles"))
            if (std::find(roles.begin(), roles.end(), role.get<std::string>()) != roles.end()) {
                found.push_back(name);
                break;
            }
    return found;
}

result<void> scenario_world::pay_step(const std::string& instalment, const std::string& step,
                                      const std::string& person) {
    const advance_payment wanted{instalment, step, step == "record" ? "bank reference" : ""};
    note_others(step + " " + instalment, wanted);
    return carry_out(wanted, person);
}

result<void> scenario_world::pay(const std::string& instalment) {
    const auto& payments = rules_.payments;
    for (const auto& first : people_with(payments.prepare))
        for (const auto& second : people_with(payments.approve))
            for (const auto& third : people_with(payments.record)) {
                if (first == second || second == third || first == third) continue;
                if (auto done = pay_step(instalment, "prepare", first); !done) return done;
                if (auto done = pay_step(instalment, "approve", second); !done) return done;
                return pay_step(instalment, "record", third);
            }
    return refuse(reason::not_permitted, {"没有三个不同的人可以付款", "There are no three people who could pay"});
}

result<void> scenario_world::allocate(const std::string& person) {
    const auto& shared = rules_.allocation.value();
    const auto known = facts_for(person, command{});
    if (!person.empty() && !known.actor.has_any_role(shared.decide))
        return refuse(reason::not_permitted, {"分配方案不由此人决定", "The allocation is for others to decide"});
    const auto leaves = state_.active_leaves();
    if (std::find(leaves.begin(), leaves.end(), shared.state) == leaves.end())
        return refuse(reason::event_not_possible,
                      {"申请不在待分配状态", "The application is not among those that share the pool"});
    const listed_application alone{&rules_, &state_, &known};
    const auto shares = share_out(rules_, known.round.limits(), {{"", known.round.budget}}, {&alone, 1});
    if (!shares) return shares.error();
    return carry_out(deliver{"allocation.decided", {{"amount", shares->divided.total.count()}}}, "");
}

result<void> scenario_world::spot_check(const std::string& name, bool drawn, const std::string& person) {
    const auto& check = rules_.spot_checks.at(name);
    const auto known = facts_for(person, command{});
    if (!person.empty() && !known.actor.has_any_role(check.decide))
        return refuse(reason::not_permitted, {"抽查不由此人抽取", "The spot check is for others to draw"});
    const auto position = statechart::from_json(*rules_.chart, state_.position).value();
    if (!position.is_active(*rules_.chart->find(check.state)))
        return refuse(reason::event_not_possible,
                      {"申请不在抽查范围", "The application is not among those that are checked"});
    note(fmt::format("{}: {} %, at least {}, of those in {}, by {}", name, check.percent, check.at_least, check.state,
                     fmt::join(check.decide, ", ")));
    return carry_out(deliver{drawn ? "spot_check.drawn" : "spot_check.passed", {{"check", name}, {"draw", ""}}}, "");
}

} // namespace sluice::application

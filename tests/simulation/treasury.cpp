#include "tests/simulation/treasury.hpp"

#include "engine/base/fen.hpp"
#include "engine/ledger/bank_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace sluice::simulation {
namespace {

using std::chrono::year_month_day;

fen amount_of(const json& line) {
    return money_from_json(line.at("amount"), "").value();
}

ledger::bank_result result_of(const json& line, ledger::bank_outcome outcome) {
    const std::string reference = line.at("reference");
    const bool paid = outcome == ledger::bank_outcome::paid;
    return {line.at("line"),
            reference,
            amount_of(line),
            outcome,
            paid || outcome == ledger::bank_outcome::returned ? "BK" + reference : "",
            paid ? "" : "户名不符"};
}

} // namespace

treasury::treasury(bureau& at, const population& people, std::vector<intake_round> rounds)
    : at_{at}
    , people_{people} {
    for (auto& each : rounds)
        rounds_.push_back({std::move(each)});
}

/// One of those that the fund pays for.
const std::string& treasury::programme_of(const json& batch) const {
    const auto& all = at_.programmes();
    return std::find_if(all.begin(), all.end(), [&](const programme& each) { return batch.at("fund") == each.fund; })
        ->id;
}

std::vector<std::string> treasury::funds() const {
    std::set<std::string> found;
    for (const auto& each : at_.programmes())
        if (!each.fund.empty()) found.insert(each.fund);
    return {found.begin(), found.end()};
}

void treasury::work(const working_day& today) {
    read_answers(today);
    if (today.number % static_cast<int>(at_.habits().number("bank_every")) == 0) send_files(today);
    for (std::size_t i = 0; i < rounds_.size(); ++i) {
        divide(rounds_[i], today);
        draw_spot_checks(rounds_[i], today);
        rerun(rounds_[i], today);
        carry_over(i, today);
    }
    close_year(today);
    look_at_funds(today);
}

void treasury::send_files(const working_day& today) {
    std::set<std::string> with_payments;
    for (const auto& each : at_.tasks_of(people_.treasurer))
        if (each.at("kind") == "payment") with_payments.insert(at_.programme_named(each.at("programme")).fund);
    std::vector<intent> plans;
    for (const auto& fund : with_payments) {
        intent made{people_.treasurer, service::send_to_bank{fund, {}}};
        made.then = [this, today](const result<service::answer>& given) {
            if (given) answer_later(given->data(), today);
        };
        plans.push_back(std::move(made));
    }
    at_.carry_out(std::move(plans));
}

/// Some answers come in two parts, and some money comes back days later.
void treasury::answer_later(const json& batch, const working_day& today) {
    ++batches_;
    auto lots = at_.lots({"bank", batch.at("number").get_ref<const std::string&>()});
    const int day = today.number + static_cast<int>(lots.between(std::int64_t{1}, std::int64_t{3}));
    const bool in_parts = lots.happens(at_.habits().number("bank_answers_in_parts"));
    bank_answer first{batch, {}, false}, second{batch, {}, false};
    for (const auto& line : batch.at("lines"))
        (in_parts && lots.happens(0.5) ? second : first).lines.push_back(line);
    for (auto* part : {&first, &second})
        if (!part->lines.empty()) answers_.emplace(day + (part == &second ? 1 : 0), std::move(*part));
}

void treasury::read_answers(const working_day& today) {
    std::vector<intent> plans;
    std::vector<std::pair<int, bank_answer>> later;
    while (!answers_.empty() && answers_.begin()->first <= today.number) {
        const auto each = std::move(answers_.extract(answers_.begin()).mapped());
        const std::string number = each.batch.at("number");
        ledger::bank_results results{number, {}};
        bank_answer back{each.batch, {}, true};
        for (const auto& line : each.lines) {
            auto lots = at_.lots({"bank line", line.at("reference").get_ref<const std::string&>()});
            const bool fails = lots.happens(at_.habits().number("bank_fails"));
            results.lines.push_back(result_of(line, each.returned ? ledger::bank_outcome::returned
                                                    : fails       ? ledger::bank_outcome::failed
                                                                  : ledger::bank_outcome::paid));
            if (!each.returned && !fails && lots.happens(at_.habits().number(programme_of(each.batch), "bank_returns")))
                back.lines.push_back(line);
        }
        if (!back.lines.empty()) later.emplace_back(today.number + 10, std::move(back));
        intent made{people_.treasurer,
                    service::read_bank_answer{each.batch.at("id"), ledger::write_bank_results(results, at_.now())}};
        made.twice =
            at_.lots({"again", number, std::to_string(today.number)}).happens(at_.habits().number("answers_lost"));
        made.then = [this, number](const result<service::answer>& given) {
            if (!given) at_.violation("every answer of the bank is read", number + ": " + given.error().explanation.en);
        };
        plans.push_back(std::move(made));
    }
    at_.carry_out(std::move(plans));
    for (auto& [day, answer] : later)
        answers_.emplace(day, std::move(answer));
}

void treasury::divide(waiting_round& each, const working_day& today) {
    const auto& rules = at_.programme_named(each.round.programme);
    if (!rules.divides || each.decided || today.day < each.round.closes) return;
    if (each.decide_on < 0)
        each.decide_on = today.number + static_cast<int>(at_.habits().number(rules.id, "decided_after"));
    if (today.number < each.decide_on) return;
    each.decide_on = today.number + static_cast<int>(at_.habits().number(rules.id, "look_again"));
    const auto preview = at_.money().allocation(people_.head, each.round.id);
    if (!preview || preview->body.at("items").empty()) return;
    const json before = preview->body;
    intent made{people_.head, service::decide_allocation{each.round.id}};
    made.then = [this, &each, before](const result<service::answer>& given) {
        if (!given) return;
        each.decided = true;
        decided_.push_back(each.round.id);
        if (given->data().at("items") != before.at("items"))
            at_.violation("a list is decided as it was previewed", each.round.id);
    };
    at_.carry_out({std::move(made)});
}

/// Random audits, every now and then, of whatever waits for one.
void treasury::draw_spot_checks(const waiting_round& each, const working_day& today) {
    const auto& rules = at_.programme_named(each.round.programme);
    if (!rules.workflow.contains("spot_checks")) return;
    if (today.number % static_cast<int>(at_.habits().number(rules.id, "spot_check_every")) != 0) return;
    std::vector<intent> plans;
    for (const auto& [name, section] : rules.workflow.at("spot_checks").items()) {
        const auto staff = people_.colleagues(section.at("decide").at(0), each.round.id);
        plans.push_back({staff.at(0), service::draw_spot_check{each.round.id, name}});
    }
    at_.carry_out(std::move(plans));
}

/// What has become free by upheld objections is divided again, where the definition has it so.
void treasury::rerun(waiting_round& each, const working_day& today) {
    const auto& rules = at_.programme_named(each.round.programme);
    if (!each.decided || !rules.workflow.at("allocation").value("redistribute", false)) return;
    if (today.number < each.last_rerun + static_cast<int>(at_.habits().number(rules.id, "look_again"))) return;
    each.last_rerun = today.number;
    const auto preview = at_.money().allocation_rerun(people_.head, each.round.id);
    if (preview) at_.carry_out({{people_.head, service::rerun_allocation{each.round.id}}});
}

/// Whoever came too late for a list goes to the programme's next round.
void treasury::carry_over(std::size_t index, const working_day& today) {
    auto& each = rounds_[index];
    const auto next = index + 1;
    if (!each.decided || each.carried || next >= rounds_.size() ||
        rounds_[next].round.programme != each.round.programme)
        return;
    if (today.day < rounds_[next].round.opens || rounds_[next].decided) return;
    if (rounds_[next].decide_on < 0 || today.number + 1 < rounds_[next].decide_on) return;
    each.carried = true;
    at_.carry_out({{people_.head, service::carry_over{each.round.id, rounds_[next].round.id}}});
}

void treasury::close_year(const working_day& today) {
    const int year = at_.habits()["fiscal_year"];
    const year_month_day day{today.day};
    const bool over = static_cast<int>(day.year()) > year;
    if (!over && static_cast<unsigned>(day.month()) == 12 && !tried_too_early_) {
        tried_too_early_ = true;
        std::vector<intent> plans;
        for (const auto& fund : funds())
            plans.push_back({people_.treasurer, service::close_year{fund, year}, "", true});
        at_.carry_out(std::move(plans));
    }
    if (!over || year_closed_) return;
    year_closed_ = true;
    std::vector<intent> plans;
    for (const auto& fund : funds()) {
        intent made{people_.treasurer, service::close_year{fund, year}};
        made.then = [this, fund](const result<service::answer>& given) {
            if (!given) at_.violation("every fund's year is closed", fund + ": " + given.error().explanation.en);
        };
        plans.push_back(std::move(made));
        plans.push_back({people_.treasurer, service::close_year{fund, year}, "", true}); // once is enough
        const auto fresh = at_.habits()["appropriated_next_year_yuan"].get<std::int64_t>();
        plans.push_back({people_.treasurer, service::appropriate_funds{fund, fen{fresh * 100}, "下年度预算下达"}});
    }
    at_.carry_out(std::move(plans));
}

/// Once a month, so that the books can later be asked for what they said then.
void treasury::look_at_funds(const working_day& today) {
    const auto month = static_cast<unsigned>(year_month_day{today.day}.month());
    if (month == month_) return;
    month_ = month;
    for (const auto& fund : funds())
        if (auto seen = at_.money().fund(people_.auditor, fund, std::nullopt, {}))
            snapshots_.push_back({fund, at_.now(), std::move(seen->body)});
}

} // namespace sluice::simulation

#include "engine/service/payment_batches.hpp"

#include "engine/application/scope.hpp"
#include "engine/base/digest.hpp"
#include "engine/ledger/bank_file.hpp"
#include "engine/service/casework.hpp"
#include "engine/service/facts.hpp"
#include "engine/service/representation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace sluice::service {
namespace {

/// The most payments of one file.
constexpr std::size_t batch_lines_max = 2'000;

/// The chain in which the fund's batches are recorded, and the programmes that the fund pays for.
std::vector<std::string> programmes_of(const library& definitions, const std::string& fund) {
    std::vector<std::string> programmes;
    for (const auto& [id, rules] : definitions.all())
        if (rules->fund == fund) programmes.push_back(id);
    return programmes;
}

/// Approved payments wait in the work lists of those who record them.
std::vector<payment_reference> approved_payments(const errand& at, const std::vector<std::string>& programmes) {
    store::task_filter filter{{}, programmes};
    for (const auto& id : programmes)
        for (const auto& role : at.definitions.current(id)->payments.record)
            filter.audiences.push_back(role);
    std::sort(filter.audiences.begin(), filter.audiences.end());
    filter.audiences.erase(std::unique(filter.audiences.begin(), filter.audiences.end()), filter.audiences.end());
    std::set<std::pair<std::string, std::string>> found;
    constexpr std::string_view prefix = "payment:";
    store::page_request want{std::nullopt, store::page_limit_max};
    for (bool more = true; more && found.size() < batch_lines_max;) {
        const auto page = at.store.list_tasks(filter, want);
        for (const auto& each : page.items)
            if (each.kind.starts_with(prefix)) found.emplace(each.application, each.kind.substr(prefix.size()));
        want.after = page.next;
        more = page.next.has_value();
    }
    std::vector<payment_reference> payments;
    for (const auto& [application, instalment] : found) {
        const auto loaded = load_application(at.store, at.definitions, application);
        const auto* each = loaded ? loaded->state.find_payment(instalment) : nullptr;
        if (each && each->status == application::payment_status::approved)
            payments.push_back({application, instalment});
    }
    return payments;
}

result<ledger::payee> payee_of(const errand& at, const loaded_application& loaded) {
    const auto& rules = loaded.rules->payments.payee;
    if (!rules)
        return refuse(reason::payment_not_possible, {"项目定义未指明收款账户（payments.payee）",
                                                     "The definition does not name the payee (payments.payee)"});
    const auto known = gather_facts(at.store, at.definitions, at.clock, *loaded.rules, loaded.row, {}, at.now);
    application::scope values{*loaded.rules, loaded.state, known};
    values.set_event("", json::object());
    std::vector<std::string> parts;
    for (const auto* each : {&rules->holder, &rules->number, &rules->bank}) {
        const auto value = each->evaluate(values.activation());
        if (!value) return value.error();
        parts.emplace_back(value->as_string());
    }
    ledger::payee to{parts[0], parts[1], parts[2]};
    if (const auto sound = ledger::check_payee(to); !sound) return sound.error();
    return to;
}

json left_out(const payment_reference& each, const refusal& why) {
    return {{"application", each.application},
            {"instalment", each.instalment},
            {"reason", name_of(why.reason)},
            {"explanation", text_to_json(why.explanation)}};
}

/// A file as it grows, and what is kept of it.
class batch_maker {
public:
    batch_maker(const errand& at, std::string number, const std::string& fund)
        : at_{at} {
        file_.number = std::move(number);
        file_.fund = fund;
        file_.made_at = at.now;
    }

    void add(const payment_reference& wanted, const std::vector<std::string>& programmes) {
        if (const auto added = try_add(wanted, programmes); !added)
            left_out_.push_back(left_out(wanted, added.error()));
    }

    bool empty() const { return file_.lines.empty(); }
    const json& left_out_so_far() const { return left_out_; }
    std::string csv() const { return ledger::write_bank_file(file_); }

    json body(const std::string& id, const std::string& csv) const {
        return {{"id", id},
                {"number", file_.number},
                {"fund", file_.fund},
                {"created_at", at_.now.milliseconds},
                {"by", at_.who.person},
                {"status", "sent"},
                {"count", file_.lines.size()},
                {"sum", sum_.count()},
                {"sha256", to_hex(sha256(csv))},
                {"lines", lines_},
                {"left_out", left_out_}};
    }

private:
    result<void> try_add(const payment_reference& wanted, const std::vector<std::string>& programmes) {
        if (file_.lines.size() == batch_lines_max)
            return refuse(reason::payment_not_possible, {"本批已满", "The file is full"});
        const auto loaded = load_application(at_.store, at_.definitions, wanted.application);
        if (!loaded || std::find(programmes.begin(), programmes.end(), loaded->row.programme) == programmes.end())
            return no_such_application();
        const auto* each = loaded->state.find_payment(wanted.instalment);
        if (!each) return not_found("没有这笔付款", "There is no such payment");
        const auto to = payee_of(at_, *loaded);
        if (!to) return to.error();
        const auto line = static_cast<std::int64_t>(file_.lines.size()) + 1;
        const auto reference = fmt::format("{}-{}", file_.number, line);
        const fen amount = each->under_way();
        const auto purpose = fmt::format("{} {}", loaded->row.number, each->title.zh);
        const application::advance_payment asked{wanted.instalment, "send", reference, std::nullopt};
        const auto sent = advance(at_, *loaded, asked, actor_on(at_.who, at_.store, loaded->row));
        if (!sent) return sent.error();
        file_.lines.push_back({line, reference, *to, amount, purpose});
        sum_ += amount;
        lines_.push_back({{"line", line},
                          {"reference", reference},
                          {"application", wanted.application},
                          {"number", loaded->row.number},
                          {"instalment", wanted.instalment},
                          {"amount", amount.count()},
                          {"account", ledger::mask_account(to->number)},
                          {"outcome", nullptr},
                          {"bank_reference", ""},
                          {"why", ""},
                          {"at", nullptr}});
        return {};
    }

    const errand& at_;
    ledger::bank_batch file_;
    fen sum_;
    json lines_ = json::array();
    json left_out_ = json::array();
};

/// The step that a line's outcome asks for, given the one before; empty when nothing is new.
result<std::string> step_for(const json& line, const ledger::bank_result& given) {
    const auto outcome = std::string{ledger::name_of(given.outcome)};
    const json& before = line.at("outcome");
    if (before == outcome && line.at("bank_reference") == given.bank_reference) return std::string{};
    if (before.is_null() && given.outcome == ledger::bank_outcome::paid) return std::string{"settle"};
    if (before.is_null() && given.outcome == ledger::bank_outcome::failed) return std::string{"fail"};
    if (before == "paid" && given.outcome == ledger::bank_outcome::returned) return std::string{"bounce"};
    return refuse(reason::invalid_value, {"与此前的回盘结果不符", "This is not what the bank has said of it before"});
}

class answer_reader {
public:
    answer_reader(const errand& at, stored_entity& batch)
        : at_{at}
        , batch_{batch} {}

    result<bool> read(const ledger::bank_results& results) {
        bool changed = false;
        for (const auto& given : results.lines) {
            const auto done = read_line(given);
            if (!done) {
                auto why = done.error();
                why.place = fmt::format("line {}", given.line);
                return why;
            }
            changed = changed || *done;
        }
        const auto& lines = batch_.body.at("lines");
        if (std::none_of(lines.begin(), lines.end(), [](const json& line) { return line.at("outcome").is_null(); }))
            batch_.body["status"] = "answered";
        return changed;
    }

private:
    result<bool> read_line(const ledger::bank_result& given) {
        auto& lines = batch_.body.at("lines");
        if (given.line < 1 || static_cast<std::size_t>(given.line) > lines.size())
            return refuse(reason::invalid_value, {"批次中没有这一行", "The batch has no such line"});
        auto& line = lines.at(static_cast<std::size_t>(given.line) - 1);
        if (line.at("reference") != given.reference || line.at("amount") != given.amount.count())
            return refuse(reason::invalid_value,
                          {"流水号或金额与批次不符", "Reference or amount is not that of the batch"});
        const auto step = step_for(line, given);
        if (!step) return step.error();
        if (step->empty()) return false;
        const auto loaded = load_application(at_.store, at_.definitions, line.at("application"));
        if (!loaded) return no_such_application();
        application::advance_payment asked{line.at("instalment"), *step,
                                           *step == "settle" ? given.bank_reference : given.why, std::nullopt};
        if (*step == "bounce") asked.part = given.amount;
        const auto done = advance(at_, *loaded, asked, actor_on(at_.who, at_.store, loaded->row));
        if (!done) return done.error();
        line["outcome"] = ledger::name_of(given.outcome);
        line["bank_reference"] = given.bank_reference;
        line["why"] = given.why;
        line["at"] = at_.now.milliseconds;
        return true;
    }

    const errand& at_;
    stored_entity& batch_;
};

} // namespace

json payment_batch_to_json(const json& body, std::int64_t revision, bool with_lines) {
    json shown = body;
    shown["created_at"] = time_or_null(body.at("created_at"));
    shown["sum"] = money_to_json(fen{body.at("sum").get<std::int64_t>()});
    shown["revision"] = revision;
    std::map<std::string, std::size_t> outcomes{{"pending", 0}, {"paid", 0}, {"failed", 0}, {"returned", 0}};
    for (auto& line : shown["lines"]) {
        ++outcomes[line.at("outcome").is_null() ? "pending" : line.at("outcome").get<std::string>()];
        line["amount"] = money_to_json(fen{line.at("amount").get<std::int64_t>()});
        line["at"] = time_or_null(line.at("at"));
    }
    shown["outcomes"] = outcomes;
    if (!with_lines) {
        shown.erase("lines");
        shown.erase("left_out");
    }
    return shown;
}

result<answer> carry_out(const errand& at, const send_to_bank& wanted) {
    const auto programmes = programmes_of(at.definitions, wanted.fund);
    if (programmes.empty()) return not_found("没有这个基金", "There is no such fund");
    if (!at.who.has_role("finance", programmes.front()))
        return not_permitted("送银行付款由财务办理", "Sending payments to the bank is for finance");
    const std::chrono::year_month_day today{local_date(at.now)};
    const auto year = static_cast<int>(today.year());
    batch_maker made{at, fmt::format("PB-{}-{:06}", year, at.store.next_number(fmt::format("payment_batch/{}", year))),
                     wanted.fund};
    for (const auto& each : wanted.payments.empty() ? approved_payments(at, programmes) : wanted.payments)
        made.add(each, programmes);
    if (made.empty()) {
        auto why = refuse(reason::event_not_possible, {"没有可送银行的付款", "No payment can go to the bank"});
        for (const auto& each : made.left_out_so_far())
            why.requirements.push_back({each.at("reason"),
                                        each.at("application"),
                                        {each.at("explanation").at("zh"), each.at("explanation").at("en")}});
        return why;
    }
    const auto id = at.new_id();
    const auto csv = made.csv();
    const json body = made.body(id, csv);
    add_entity(at, payment_batch_kind, id, programmes.front(), "", body);
    add_entity(at, payment_batch_file_kind, id, programmes.front(), "", {{"csv", csv}});
    at.record({programmes.front(),
               "fund",
               wanted.fund,
               0,
               at.now,
               at.who.person,
               "send_to_bank",
               {{"batch", id},
                {"number", body.at("number")},
                {"count", body.at("count")},
                {"sum", body.at("sum")},
                {"sha256", body.at("sha256")}}});
    return answer{201, payment_batch_to_json(body, 1, true), 1, "/v1/payment-batches/" + id};
}

result<answer> carry_out(const errand& at, const read_bank_answer& wanted) {
    auto batch = find_entity(at.store, payment_batch_kind, wanted.batch);
    if (!batch || !at.who.has_role("finance", batch->row.programme))
        return not_found("没有这个付款批次", "There is no such batch of payments");
    if (auto checked = check_revision(at, batch->row.revision); !checked) return checked.error();
    const auto results = ledger::read_bank_results(wanted.file);
    if (!results) return results.error();
    if (results->batch != batch->body.at("number").get_ref<const std::string&>())
        return refuse(reason::invalid_value, {"此文件不是本批次的回盘", "The file answers another batch"}, "line 1");
    const auto changed = answer_reader{at, *batch}.read(*results);
    if (!changed) return changed.error();
    auto revision = batch->row.revision;
    if (*changed) {
        revision = replace_entity(at, *batch);
        at.record({batch->row.programme,
                   "fund",
                   batch->body.at("fund"),
                   0,
                   at.now,
                   at.who.person,
                   "read_bank_answer",
                   {{"batch", wanted.batch},
                    {"number", results->batch},
                    {"count", results->lines.size()},
                    {"sha256", to_hex(sha256(wanted.file))}}});
    }
    return answer{200, payment_batch_to_json(batch->body, revision, true), revision};
}

} // namespace sluice::service

// Funds: balances at any instant, the ledger with what caused it, payments and their batches.

#include "engine/base/canonical_json.hpp"
#include "engine/service/errand.hpp"
#include "engine/service/fund_books.hpp"
#include "engine/service/money_reading.hpp"
#include "engine/service/payment_batches.hpp"
#include "engine/service/reading.hpp"
#include "engine/service/reconciliation.hpp"
#include "engine/service/year_end_record.hpp"

#include <algorithm>

namespace sluice::service {
namespace {

refusal no_such_batch() {
    return not_found("没有这个付款批次", "There is no such batch of payments");
}

bool in_office(const caller& who) {
    const auto programmes = office_programmes(who);
    return !programmes || !programmes->empty();
}

/// The programmes that the fund pays for and the caller may look at.
std::vector<std::string> visible_programmes(const library& definitions, const caller& who, const std::string& fund) {
    const auto visible = office_programmes(who);
    std::vector<std::string> programmes;
    for (const auto& [programme, each] : definitions.all())
        if (each->fund == fund &&
            (!visible || std::find(visible->begin(), visible->end(), programme) != visible->end()))
            programmes.push_back(programme);
    return programmes;
}

/// The act that moved the money, and where it can be read.
json cause_to_json(store::reader& store, const store::ledger_record& each) {
    const auto found = store.log_after(each.log_position - 1, 1);
    if (found.empty() || found.front().position != each.log_position) return nullptr;
    const auto& act = found.front();
    const bool of_application = act.subject_kind == "application";
    return {{"kind", act.kind},
            {"programme", act.programme},
            {"subject_kind", act.subject_kind},
            {"subject", act.subject},
            {"revision", act.revision},
            {"actor", act.actor.empty() ? json(nullptr) : json(act.actor)},
            {"hash", to_hex(act.hash)},
            {"href", of_application ? json("/v1/applications/" + act.subject + "/events") : json(nullptr)}};
}

json entry_to_json(store::reader& store, const store::ledger_record& each) {
    return {{"position", each.position},
            {"at", to_rfc3339(each.at)},
            {"movement", each.movement},
            {"from", each.from_account},
            {"to", each.to_account},
            {"amount", money_to_json(each.amount)},
            {"application", each.application.empty() ? json(nullptr) : json(each.application)},
            {"cause", each.log_position},
            {"event", cause_to_json(store, each)},
            {"note", each.note}};
}

constexpr instant end_of_time{INT64_MAX};
const ledger::movement_sums no_movements{};

fen moved_of(const ledger::movement_sums& sums, ledger::movement kind) {
    const auto found = sums.find(kind);
    return found == sums.end() ? fen{} : found->second;
}

/// What each movement moved, all of them by their names in the ledger: what was issued (`commit`) apart from what was
/// used (`pay`) and what was taken back unused (`release_commitment`).
json turnover_to_json(const period& within, const ledger::movement_sums& before, const ledger::movement_sums& until) {
    json moved = json::object();
    for (const auto kind : ledger::every_movement)
        moved[std::string{ledger::name_of(kind)}] = money_to_json(moved_of(until, kind) - moved_of(before, kind));
    const auto time = [](const std::optional<instant>& when) { return when ? json(to_rfc3339(*when)) : json(nullptr); };
    return {{"from", time(within.from)}, {"to", time(within.to)}, {"movements", std::move(moved)}};
}

/// The entries of an account are those of the movements through it, in order of position.
store::page<store::ledger_record> entries_of_account(store::reader& store, const std::string& fund,
                                                     ledger::account account, const store::page_request& want) {
    const auto limit = static_cast<std::size_t>(std::clamp(want.limit, 1, store::page_limit_max));
    store::page<store::ledger_record> merged;
    bool more = false;
    for (const auto kind : ledger::every_movement) {
        const auto [from, to] = ledger::route_of(kind);
        if (from != account && to != account) continue;
        auto page = store.movement_entries(fund, ledger::name_of(kind), want);
        more = more || page.next.has_value();
        std::move(page.items.begin(), page.items.end(), std::back_inserter(merged.items));
    }
    std::sort(merged.items.begin(), merged.items.end(),
              [](const auto& one, const auto& other) { return one.position < other.position; });
    more = more || merged.items.size() > limit;
    if (merged.items.size() > limit) merged.items.resize(limit);
    if (more) merged.next = store::cursor{merged.items.back().position, 0, {}, {}};
    return merged;
}

} // namespace

result<void> money_reading::check_fund(const caller& who, const std::string& id) const {
    if (!in_office(who)) return refuse(reason::not_permitted, {"仅限工作人员", "This is for the office"});
    if (visible_programmes(*shelf_.now(), who, id).empty()) return not_found("没有这个基金", "There is no such fund");
    return {};
}

result<page> money_reading::funds(const caller& who) const {
    const auto definitions = shelf_.now();
    if (!in_office(who)) return refuse(reason::not_permitted, {"仅限工作人员", "This is for the office"});
    const auto store = database_.read();
    page shown;
    std::vector<std::string> seen;
    for (const auto& [id, each] : definitions->all()) {
        if (each->fund.empty() || std::find(seen.begin(), seen.end(), each->fund) != seen.end()) continue;
        if (visible_programmes(*definitions, who, each->fund).empty()) continue;
        seen.push_back(each->fund);
        shown.items.push_back(fund_to_json(*definitions, each->fund, read_totals(*store, each->fund, "")));
    }
    return shown;
}

result<resource> money_reading::fund(const caller& who, const std::string& id, std::optional<instant> at,
                                     const period& within) const {
    if (const auto visible = check_fund(who, id); !visible) return visible.error();
    if (within.from && within.to && *within.to <= *within.from)
        return refuse(reason::invalid_value, {"to 须晚于 from", "“to” has to be after “from”"}, "to");
    const auto store = database_.read();
    const auto definitions = shelf_.now();
    const auto end = at ? instant{at->milliseconds + 1} : end_of_time;
    const auto sums = moved_before(*store, id, end);
    json shown = fund_to_json(*definitions, id, at ? ledger::totals_of(sums) : read_totals(*store, id, ""));
    if (at) shown["at"] = to_rfc3339(*at);
    // What was not yet recorded at that instant did not move before it either.
    shown["turnover"] =
        turnover_to_json(within, within.from ? moved_before(*store, id, std::min(*within.from, end)) : no_movements,
                         within.to ? moved_before(*store, id, std::min(*within.to, end)) : sums);
    return resource{std::move(shown), 0};
}

result<page> money_reading::fund_entries(const caller& who, const std::string& id, const entry_filter& filter,
                                         const paging& wanted) const {
    if (const auto visible = check_fund(who, id); !visible) return visible.error();
    const auto want = page_request_of(wanted);
    if (!want) return want.error();
    const auto account = ledger::account_named(filter.account);
    if (!account && !filter.account.empty())
        return refuse(reason::invalid_value, {"没有此账户", "There is no such account"}, "account");
    const auto store = database_.read();
    return page_of(account ? entries_of_account(*store, id, *account, *want) : store->fund_entries(id, *want),
                   [&](const store::ledger_record& each) { return entry_to_json(*store, each); });
}

/// Of the applications of the fund's programmes, a page of them at a time.
result<page> money_reading::fund_payments(const caller& who, const std::string& id, const paging& wanted) const {
    if (const auto visible = check_fund(who, id); !visible) return visible.error();
    const auto want = page_request_of(wanted);
    if (!want) return want.error();
    const auto store = database_.read();
    store::application_filter filter;
    filter.programmes = visible_programmes(*shelf_.now(), who, id);
    filter.with_body = true;
    page shown;
    const auto found = store->list_applications(filter, *want);
    for (const auto& row : found.items) {
        const auto state = application::state_from_text(row.body);
        for (const auto& each : state.payments)
            shown.items.push_back(payment_to_json(row.id, each));
    }
    if (found.next) shown.next = store::to_text(*found.next);
    return shown;
}

result<resource> money_reading::year_end(const caller& who, const std::string& fund, int year) const {
    if (const auto visible = check_fund(who, fund); !visible) return visible.error();
    const auto store = database_.read();
    if (const auto closed = find_entity(*store, year_end_kind, year_end_id(fund, year)))
        return resource{year_end_to_json(closed->body), closed->row.revision};
    return resource{year_end_to_json(year_end_body(fund, year, year_end_of(*store, fund, year))), 0};
}

result<resource> money_reading::reconciliation(const caller& who, const std::string& fund) const {
    if (const auto visible = check_fund(who, fund); !visible) return visible.error();
    const auto chain = visible_programmes(*shelf_.now(), who, fund).front();
    if (!who.has_role("finance", chain) && !who.has_role("auditor", chain))
        return not_permitted("对账由财务与审计进行", "Reconciling is for finance and auditors");
    json report = reconcile(*database_.read(), fund, chain);
    report["at"] = to_rfc3339(clock_.now());
    return resource{std::move(report), 0};
}

result<page> money_reading::payment_batches(const caller& who, const std::string& fund, const paging& wanted) const {
    if (const auto visible = check_fund(who, fund); !visible) return visible.error();
    const auto want = page_request_of(wanted);
    if (!want) return want.error();
    const auto definitions = shelf_.now();
    const auto programmes = visible_programmes(*definitions, who, fund);
    const auto& chain = programmes.front();
    if (!who.has_role("finance", chain) && !who.has_role("auditor", chain))
        return not_permitted("付款批次由财务与审计查看", "Batches of payments are for finance and auditors");
    const auto store = database_.read();
    auto shown = page_of(store->list_entities({payment_batch_kind, chain}, *want), [](const store::entity& each) {
        return payment_batch_to_json(parse_canonical(each.body), each.revision, false);
    });
    std::erase_if(shown.items.get_ref<json::array_t&>(), [&](const json& each) { return each.at("fund") != fund; });
    return shown;
}

result<resource> money_reading::payment_batch(const caller& who, const std::string& id) const {
    const auto found = find_entity(*database_.read(), payment_batch_kind, id);
    if (!found || (!who.has_role("finance", found->row.programme) && !who.has_role("auditor", found->row.programme)))
        return no_such_batch();
    return resource{payment_batch_to_json(found->body, found->row.revision, true), found->row.revision};
}

result<document_content> money_reading::payment_batch_file(const caller& who, const std::string& id) const {
    const auto store = database_.read();
    const auto batch = find_entity(*store, payment_batch_kind, id);
    if (!batch || !who.has_role("finance", batch->row.programme)) return no_such_batch();
    const auto file = find_entity(*store, payment_batch_file_kind, id);
    if (!file) return no_such_batch();
    return document_content{batch->body.at("number").get<std::string>() + ".csv", "text/csv", batch->body.at("sha256"),
                            file->body.at("csv")};
}

} // namespace sluice::service

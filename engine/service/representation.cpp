#include "engine/service/representation.hpp"

#include "engine/service/organisation_record.hpp"
#include "engine/service/round_record.hpp"

#include <algorithm>

namespace sluice::service {
namespace {

json money(fen amount) {
    return money_to_json(amount);
}

json money(const json& count) {
    return money_to_json(fen{count.get<std::int64_t>()});
}

} // namespace

json text_to_json(const text& both) {
    return {{"zh", both.zh}, {"en", both.en}};
}

json time_or_null(const json& milliseconds) {
    if (milliseconds.is_null() || milliseconds == 0) return nullptr;
    return to_rfc3339(instant{milliseconds.get<std::int64_t>()});
}

json organisation_to_json(const json& body, std::int64_t revision) {
    json exception = body.at("code_override");
    if (exception.is_object()) exception["at"] = time_or_null(exception.at("at"));
    return {{"id", body.at("id")},
            {"name", body.at("name")},
            {"code", body.at("code")},
            {"code_override", std::move(exception)},
            {"barred_until", time_or_null(body.at("barred_until"))},
            {"certificates", certificates_to_json(body)},
            {"revision", revision}};
}

json person_to_json(const json& body, std::int64_t revision) {
    json shown = body;
    shown["language"] = body.value("language", "zh");
    shown["mail"] = body.value("mail", true);
    shown["revision"] = revision;
    return shown;
}

json token_to_json(const json& body) {
    return {{"id", body.at("id")},
            {"person", body.at("person")},
            {"label", body.at("label")},
            {"created_at", time_or_null(body.at("created_at"))},
            {"expires_at", time_or_null(body.at("expires_at"))}};
}

json round_to_json(const json& body, std::int64_t revision, instant now) {
    json shown = {{"id", body.at("id")},
                  {"programme", body.at("programme")},
                  {"title", body.at("title")},
                  {"year", body.at("year")},
                  {"opens_at", time_or_null(body.at("opens_at"))},
                  {"closes_at", time_or_null(body.at("closes_at"))},
                  {"budget", money(body.at("budget"))},
                  {"budgets", json::object()},
                  {"exhausted_at", nullptr},
                  {"open", round_is_open(body, now)},
                  {"revision", revision},
                  {"allocation", nullptr}};
    for (const auto& [name, amount] : budget_of_round(body).named)
        shown["budgets"][name] = money(amount);
    if (const auto since = exhausted_since(body)) shown["exhausted_at"] = to_rfc3339(*since);
    if (const auto& allocation = body.at("allocation"); !allocation.is_null())
        shown["allocation"] = {{"decided_at", time_or_null(allocation.at("decided_at"))},
                               {"total", money(allocation.at("total"))},
                               {"applications", allocation.contains("items") ? json(allocation.at("items").size())
                                                                             : allocation.at("applications")}};
    return shown;
}

json fund_to_json(const library& definitions, const std::string& fund, const ledger::account_totals& totals) {
    json programmes = json::array();
    for (const auto& [id, each] : definitions.all())
        if (each->fund == fund) programmes.push_back(id);
    return {{"id", fund},
            {"programmes", std::move(programmes)},
            {"currency", "CNY"},
            {"appropriated", money(totals.appropriation)},
            {"available", money(totals.available)},
            {"reserved", money(totals.reserved)},
            {"committed", money(totals.committed)},
            {"paid", money(totals.paid)},
            {"invested", money(totals.invested)},
            {"recovered", money(totals.recovery)},
            {"surplus_returned", money(totals.surplus_return)},
            {"gains", money(totals.exit_gain)},
            {"written_off", money(totals.written_off)}};
}

json programme_to_json(const programme::programme& rules) {
    json documents = json::object(), roles = json::object(), states = json::array();
    for (const auto& [name, each] : rules.documents)
        documents[name] = {
            {"title", text_to_json(each.title)}, {"media_types", each.media_types}, {"max_bytes", each.bytes_max}};
    for (const auto& [name, title] : rules.roles)
        roles[name] = text_to_json(title);
    for (const auto& each : rules.chart->states())
        if (each.parent && each.kind != statechart::state_kind::history)
            states.push_back({{"id", each.id}, {"title", text_to_json(rules.title_of_state(each.index))}});
    return {{"id", rules.id},
            {"version", rules.version},
            {"title", text_to_json(rules.title)},
            {"summary", text_to_json(rules.summary)},
            {"number_prefix", rules.number_prefix},
            {"fund", rules.fund.empty() ? json(nullptr) : json(rules.fund)},
            {"documents", std::move(documents)},
            {"roles", std::move(roles)},
            {"states", std::move(states)}};
}

std::string file_name_for(const application::document& each, bool blind) {
    if (!blind) return each.file_name;
    const auto dot = each.file_name.rfind('.');
    const auto ending = dot == std::string::npos ? std::string{} : each.file_name.substr(dot);
    const bool plain = ending.size() <= 6 && std::all_of(ending.begin(), ending.end(), [](char letter) {
                           return letter == '.' || (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z');
                       });
    return each.kind + (plain ? ending : "");
}

json document_to_json(const application::document& each, bool blind) {
    json shown = {{"id", each.id},
                  {"kind", each.kind},
                  {"file_name", file_name_for(each, blind)},
                  {"media_type", each.media_type},
                  {"size", each.size},
                  {"sha256", each.sha256},
                  {"at", to_rfc3339(each.at)}};
    if (!blind) shown["by"] = each.by;
    return shown;
}

json payment_to_json(const std::string& application, const application::payment& each) {
    json steps = json::array();
    for (const auto& act : each.acts)
        steps.push_back({{"step", act.step},
                         {"by", act.by},
                         {"on_behalf_of", act.on_behalf_of.empty() ? json(nullptr) : json(act.on_behalf_of)},
                         {"at", to_rfc3339(act.at)},
                         {"note", act.note}});
    return {{"application", application},
            {"instalment", each.instalment},
            {"title", text_to_json(each.title)},
            {"amount", money(each.amount)},
            {"paid", money(each.paid_so_far())},
            {"under_way", money(each.is_open() ? each.under_way() : fen{})},
            {"status", application::name_of(each.status)},
            {"due_at", each.due_at ? json(to_rfc3339(*each.due_at)) : json(nullptr)},
            {"steps", std::move(steps)}};
}

json notice_to_json(const json& body) {
    json shown = body;
    for (const char* key : {"opened_at", "closes_at"})
        shown[key] = time_or_null(shown.at(key));
    if (!shown.at("amount").is_null()) shown["amount"] = money(shown.at("amount"));
    shown.erase("application");
    if (!shown.contains("heading")) shown["heading"] = nullptr; // older notices were kept without these two
    if (!shown.contains("round")) shown["round"] = nullptr;
    return shown;
}

} // namespace sluice::service

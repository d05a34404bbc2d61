#include "engine/ledger/balances.hpp"

#include <utility>

namespace sluice::ledger {
namespace {

refusal bad_value(std::string place) {
    return refuse(reason::invalid_value,
                  {"账务余额的此项缺失或不正确", "This part of the balances is missing or wrong"}, std::move(place));
}

json totals_to_json(const account_totals& totals, bool of_fund) {
    json value = json::object();
    for (const auto which : every_account)
        if (of_fund || is_kept_per_application(which))
            value[std::string{name_of(which)}] = money_to_json(totals.of(which));
    return value;
}

result<account_totals> totals_from_json(const json& value, bool of_fund, const std::string& place) {
    if (!value.is_object()) return bad_value(place);
    for (const auto& member : value.items()) {
        const auto which = account_named(member.key());
        if (!which || (!of_fund && !is_kept_per_application(*which)))
            return refuse(reason::unknown_field,
                          {"没有此账户：" + member.key(), "There is no such account: " + member.key()},
                          place + "/" + pointer_step(member.key()));
    }
    account_totals read;
    for (const auto which : every_account) {
        if (!of_fund && !is_kept_per_application(which)) continue;
        const std::string name{name_of(which)};
        const auto found = value.find(name);
        if (found == value.end()) return bad_value(place + "/" + name);
        const auto amount = money_from_json(*found, place + "/" + name);
        if (!amount) return amount.error();
        read.of(which) = *amount;
    }
    return read;
}

/// The refusal with its place below `place`.
refusal below(const std::string& place, refusal why) {
    why.place = place + why.place;
    return why;
}

} // namespace

json fund_totals_to_json(const account_totals& of_fund) {
    return totals_to_json(of_fund, true);
}

json application_totals_to_json(const account_totals& of_application) {
    return totals_to_json(of_application, false);
}

result<account_totals> fund_totals_from_json(const json& value, const std::string& place) {
    auto read = totals_from_json(value, true, place);
    if (!read) return read;
    if (const auto held = verify(*read); !held) return below(place, held.error());
    return read;
}

result<account_totals> application_totals_from_json(const json& value, const std::string& place) {
    auto read = totals_from_json(value, false, place);
    if (!read) return read;
    if (read->paid_net() < fen{0})
        return refuse(reason::ledger_unbalanced, {"退回与追回之和超过已拨付金额", "More came back than was paid"},
                      place + "/paid");
    return read;
}

json to_json(const balances& written) {
    json applications = json::object();
    for (const auto& [application, totals] : written.applications)
        if (totals != account_totals{}) applications[application] = application_totals_to_json(totals);
    return json{{"fund", written.fund},
                {"totals", fund_totals_to_json(written.totals)},
                {"applications", std::move(applications)}};
}

result<balances> balances_from_json(const json& value, const std::string& place) {
    if (!value.is_object()) return bad_value(place);
    for (const auto& member : value.items())
        if (member.key() != "fund" && member.key() != "totals" && member.key() != "applications")
            return refuse(reason::unknown_field,
                          {"账务余额不含此字段：" + member.key(), "Balances have no such field: " + member.key()},
                          place + "/" + pointer_step(member.key()));
    const auto fund = value.find("fund");
    if (fund == value.end() || !fund->is_string()) return bad_value(place + "/fund");
    const auto totals = value.find("totals");
    if (totals == value.end()) return bad_value(place + "/totals");
    const auto of_fund = fund_totals_from_json(*totals, place + "/totals");
    if (!of_fund) return of_fund.error();
    const auto applications = value.find("applications");
    if (applications == value.end() || !applications->is_object()) return bad_value(place + "/applications");

    balances read{fund->get<std::string>(), *of_fund, {}};
    for (const auto& member : applications->items()) {
        const auto of_application =
            application_totals_from_json(member.value(), place + "/applications/" + pointer_step(member.key()));
        if (!of_application) return of_application.error();
        read.applications.emplace(member.key(), *of_application);
    }
    return read;
}

} // namespace sluice::ledger

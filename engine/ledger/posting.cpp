#include "engine/ledger/posting.hpp"

#include <initializer_list>
#include <utility>

namespace sluice::ledger {
namespace {

refusal bad_value(std::string place) {
    return refuse(reason::invalid_value,
                  {"账务记录的此项缺失或不正确", "This part of a ledger record is missing or wrong"}, std::move(place));
}

result<void> check_members(const json& value, std::initializer_list<std::string_view> known, const std::string& place) {
    if (!value.is_object()) return bad_value(place);
    for (const auto& member : value.items())
        if (std::find(known.begin(), known.end(), member.key()) == known.end())
            return refuse(reason::unknown_field,
                          {"账务记录不含此字段：" + member.key(), "A ledger record has no such field: " + member.key()},
                          place + "/" + pointer_step(member.key()));
    return {};
}

/// The string member, or empty when it is absent or of another type.
std::string string_member(const json& value, const char* name) {
    const auto found = value.find(name);
    return found != value.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

} // namespace

posting make_posting(std::string fund, movement kind, fen amount, std::string application) {
    const auto [from, to] = route_of(kind);
    return posting{std::move(fund), std::move(application), kind, from, to, amount};
}

result<void> check_shape(const posting& posted, const std::string& place) {
    if (route_of(posted.kind) != route{posted.from, posted.to})
        return refuse(reason::ledger_unbalanced, {"账户与资金动作不符", "The accounts are not those of the movement"},
                      place + "/movement");
    if (posted.fund.empty() || posted.application.empty() == is_of_application(posted.kind))
        return refuse(reason::ledger_unbalanced,
                      {"此资金动作须指明所属基金与申请（预算拨入与退回除外，它们不属于任何申请）",
                       "The movement must name its fund and its application (appropriating and withdrawing an "
                       "appropriation belong to none)"},
                      place + "/application");
    if (posted.amount <= fen{0} || posted.amount > fen_max)
        return refuse(reason::amount_invalid,
                      {"金额须大于零且不超过 " + to_yuan(fen_max) + " 元",
                       "The amount must be above zero and at most " + to_yuan(fen_max) + " yuan"},
                      place + "/amount");
    return {};
}

json to_json(const posting& written) {
    json value{{"fund", written.fund},
               {"movement", name_of(written.kind)},
               {"from", name_of(written.from)},
               {"to", name_of(written.to)},
               {"amount", money_to_json(written.amount)}};
    if (!written.application.empty()) value["application"] = written.application;
    return value;
}

result<posting> posting_from_json(const json& value, const std::string& place) {
    const auto members = check_members(value, {"fund", "movement", "from", "to", "amount", "application"}, place);
    if (!members) return members.error();
    const auto kind = movement_named(string_member(value, "movement"));
    if (!kind) return bad_value(place + "/movement");
    const auto from = account_named(string_member(value, "from"));
    if (!from) return bad_value(place + "/from");
    const auto to = account_named(string_member(value, "to"));
    if (!to) return bad_value(place + "/to");
    if (!value.contains("amount")) return bad_value(place + "/amount");
    const auto amount = money_from_json(value["amount"], place + "/amount");
    if (!amount) return amount.error();
    posting read{string_member(value, "fund"), string_member(value, "application"), *kind, *from, *to, *amount};
    const auto shape = check_shape(read, place);
    if (!shape) return shape.error();
    return read;
}

json to_json(const entry& written) {
    json postings = json::array();
    for (const auto& posted : written.postings)
        postings.push_back(to_json(posted));
    return json{{"id", written.id},
                {"at", to_rfc3339(written.at)},
                {"cause", written.cause},
                {"postings", std::move(postings)}};
}

result<entry> entry_from_json(const json& value, const std::string& place) {
    const auto members = check_members(value, {"id", "at", "cause", "postings"}, place);
    if (!members) return members.error();
    entry read;
    read.id = string_member(value, "id");
    if (read.id.empty()) return bad_value(place + "/id");
    const auto at = parse_rfc3339(string_member(value, "at"));
    if (!at) return bad_value(place + "/at");
    read.at = *at;
    if (!value.contains("cause") || !value["cause"].is_number_integer()) return bad_value(place + "/cause");
    read.cause = value["cause"].get<std::int64_t>();
    const auto postings = value.find("postings");
    if (postings == value.end() || !postings->is_array() || postings->empty() ||
        postings->size() > postings_of_entry_max)
        return bad_value(place + "/postings");
    for (std::size_t index = 0; index < postings->size(); ++index) {
        auto posted = posting_from_json((*postings)[index], place + "/postings/" + std::to_string(index));
        if (!posted) return posted.error();
        read.postings.push_back(std::move(*posted));
    }
    return read;
}

} // namespace sluice::ledger

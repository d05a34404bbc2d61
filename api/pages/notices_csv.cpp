#include "api/pages/notices.hpp"
#include "engine/ledger/csv.hpp"

namespace sluice::pages {
namespace {

/// What begins like this is a formula to some spreadsheet (OWASP, “CSV injection”).
constexpr std::string_view formula_starts = "=+-@\t\r\n";

std::string harmless(std::string field) {
    // Full-width forms are taken for the same by some.
    constexpr std::string_view wide[]{"＝", "＋", "－", "＠"};
    bool formula = !field.empty() && formula_starts.find(field.front()) != std::string_view::npos;
    for (const auto start : wide)
        formula = formula || field.starts_with(start);
    return formula ? "'" + field : field;
}

std::string text_or_nothing(const json& value) {
    return value.is_string() ? value.get<std::string>() : std::string{};
}

} // namespace

std::string notices_to_csv(const notice_list& list, language spoken) {
    const bool zh = spoken == language::zh;
    std::string file = ledger::write_csv(
        zh ? ledger::csv_record{"编号", "项目", "单位", "项目类别", "金额（元）", "公示开始", "公示截止", "状态"}
           : ledger::csv_record{"number", "project", "organisation", "programme", "amount_yuan", "opened_at",
                                "closes_at", "status"});
    for (const auto& each : list.items) {
        const auto programme = list.programmes.find(each.at("programme"));
        ledger::csv_record fields{
            each.at("number"),
            each.at("title"),
            each.at("organisation"),
            programme == list.programmes.end() ? each.at("programme").get<std::string>() : programme->second.in(spoken),
            each.at("amount").is_null() ? std::string{} : each.at("amount").at("amount").get<std::string>(),
            text_or_nothing(each.at("opened_at")),
            text_or_nothing(each.at("closes_at")),
            words_of_status(each.at("status")).in(spoken)};
        for (auto& field : fields)
            field = harmless(std::move(field));
        file += ledger::write_csv(fields);
    }
    return file;
}

} // namespace sluice::pages

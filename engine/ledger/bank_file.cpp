#include "engine/ledger/bank_file.hpp"

#include "engine/base/digest.hpp"
#include "engine/ledger/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

namespace sluice::ledger {
namespace {

constexpr std::string_view format_version = "1";
constexpr std::size_t payee_bytes_max = 600; ///< 200 Chinese characters
constexpr std::size_t words_bytes_max = 1'000;

refusal malformed(std::size_t row, text why) {
    return refuse(reason::malformed_request, std::move(why), fmt::format("line {}", row));
}

std::optional<std::int64_t> whole_number(std::string_view written) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), number);
    if (error != std::errc{} || end != written.data() + written.size() || number < 0) return std::nullopt;
    return number;
}

bool is_plain_text(const std::string& text) {
    constexpr std::string_view formula_signs = "=+-@";
    if (text.empty() || text.size() > payee_bytes_max || formula_signs.find(text.front()) != std::string_view::npos)
        return false;
    return std::none_of(text.begin(), text.end(), [](char each) { return static_cast<unsigned char>(each) < ' '; });
}

std::string trailer(std::size_t count, fen sum, const std::string& before) {
    return write_csv({"T", std::to_string(count), std::to_string(sum.count()), to_hex(sha256(before))});
}

std::optional<bank_outcome> outcome_named(std::string_view name) {
    for (const auto each : {bank_outcome::paid, bank_outcome::failed, bank_outcome::returned})
        if (name_of(each) == name) return each;
    return std::nullopt;
}

result<bank_result> read_line(const csv_record& fields, std::size_t row) {
    if (fields.size() != 7 || fields[0] != "R")
        return malformed(row, {"明细行须为 R 及六个字段", "A result is R and six fields"});
    const auto line = whole_number(fields[1]);
    const auto amount = parse_yuan(fields[3]);
    const auto outcome = outcome_named(fields[4]);
    if (!line || !amount || !outcome)
        return malformed(row, {"行号、金额或结果不正确（结果为 paid、failed 或 returned）",
                               "Line, amount or result is wrong (a result is paid, failed or returned)"});
    if (*outcome == bank_outcome::paid && fields[5].empty())
        return malformed(row, {"成功的付款须有银行流水号", "A payment that was made has the bank's reference"});
    if (fields[5].size() > words_bytes_max || fields[6].size() > words_bytes_max)
        return malformed(row, {"字段过长", "A field is too long"});
    return bank_result{*line, fields[2], *amount, *outcome, fields[5], fields[6]};
}

/// Header and trailer, which say what has to stand between them.
result<void> check_frame(const std::vector<csv_row>& rows, std::string_view file, fen paid) {
    const auto& head = rows.front().fields;
    const auto& last = rows.back();
    const auto count = std::to_string(rows.size() - 2);
    if (head[4] != count || last.fields[1] != count)
        return malformed(rows.size(), {"笔数与首尾行不符", "The number of results is not that of header and trailer"});
    if (last.fields[2] != std::to_string(paid.count()))
        return malformed(rows.size(), {"成功金额合计与尾行不符", "What is paid does not add up to the trailer's sum"});
    if (last.fields[3] != to_hex(sha256(file.substr(0, last.begins))))
        return malformed(rows.size(),
                         {"文件校验值不符，文件可能被改动", "The digest is not that of the file: was it changed?"});
    return {};
}

} // namespace

result<void> check_payee(const payee& to) {
    const bool digits =
        to.number.size() >= 8 && to.number.size() <= 32 &&
        std::all_of(to.number.begin(), to.number.end(), [](char each) { return each >= '0' && each <= '9'; });
    if (!digits)
        return refuse(reason::invalid_value, {"账号须为 8 至 32 位数字", "An account number has 8 to 32 digits"},
                      "/number");
    if (!is_plain_text(to.holder))
        return refuse(reason::invalid_value,
                      {"户名缺失或含有不可用的字符", "The account's holder is missing or cannot be written"},
                      "/holder");
    if (!is_plain_text(to.bank))
        return refuse(reason::invalid_value,
                      {"开户银行缺失或含有不可用的字符", "The bank is missing or cannot be written"}, "/bank");
    return {};
}

std::string mask_account(std::string_view number) {
    constexpr std::size_t shown = 4;
    return "****" + std::string{number.size() > 2 * shown ? number.substr(number.size() - shown) : std::string_view{}};
}

std::string write_bank_file(const bank_batch& batch) {
    fen sum;
    for (const auto& each : batch.lines)
        sum += each.amount;
    const auto count = std::to_string(batch.lines.size());
    std::string file = write_csv({"H", std::string{format_version}, batch.number, batch.fund,
                                  to_iso(local_date(batch.made_at)), count, std::to_string(sum.count()), "CNY"});
    for (const auto& each : batch.lines)
        file += write_csv({"D", std::to_string(each.line), each.reference, each.to.holder, each.to.number, each.to.bank,
                           to_yuan(each.amount), "CNY", each.purpose});
    return file + trailer(batch.lines.size(), sum, file);
}

std::string_view name_of(bank_outcome outcome) {
    switch (outcome) {
    case bank_outcome::paid:
        return "paid";
    case bank_outcome::failed:
        return "failed";
    case bank_outcome::returned:
        return "returned";
    }
    return "failed";
}

result<bank_results> read_bank_results(std::string_view file) {
    const auto rows = read_csv(file);
    if (!rows) return rows.error();
    if (rows->size() < 3 || rows->size() > bank_lines_max + 2)
        return malformed(rows->size(), {"文件须有首行、明细与尾行", "A file has a header, results and a trailer"});
    const auto& head = rows->front().fields;
    if (head.size() != 5 || head[0] != "H" || head[1] != format_version || !parse_iso_date(head[3]))
        return malformed(1, {"首行不正确", "The header is wrong"});
    if (const auto& last = rows->back().fields; last.size() != 4 || last[0] != "T")
        return malformed(rows->size(), {"尾行不正确", "The trailer is wrong"});

    bank_results read{head[2], {}};
    fen paid;
    std::set<std::int64_t> seen;
    for (std::size_t row = 1; row + 1 < rows->size(); ++row) {
        auto each = read_line((*rows)[row].fields, row + 1);
        if (!each) return each.error();
        if (!seen.insert(each->line).second)
            return malformed(row + 1, {"同一行出现两次", "The same line occurs twice"});
        if (each->outcome == bank_outcome::paid) paid += each->amount;
        read.lines.push_back(std::move(*each));
    }
    if (const auto framed = check_frame(*rows, file, paid); !framed) return framed.error();
    return read;
}

std::string write_bank_results(const bank_results& results, instant made_at) {
    fen paid;
    std::string file = write_csv({"H", std::string{format_version}, results.batch, to_iso(local_date(made_at)),
                                  std::to_string(results.lines.size())});
    for (const auto& each : results.lines) {
        if (each.outcome == bank_outcome::paid) paid += each.amount;
        file += write_csv({"R", std::to_string(each.line), each.reference, to_yuan(each.amount),
                           std::string{name_of(each.outcome)}, each.bank_reference, each.why});
    }
    return file + trailer(results.lines.size(), paid, file);
}

} // namespace sluice::ledger

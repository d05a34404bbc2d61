#include "engine/ledger/bank_file.hpp"

#include "engine/base/digest.hpp"
#include "engine/ledger/csv.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::ledger;

namespace {

const instant when = parse_rfc3339("2026-06-01T10:00:00+08:00").value();

bank_batch sample_batch() {
    return {"PB-2026-0001",
            "dream",
            when,
            {{1,
              "PB-2026-0001-1",
              {"永康\"星火\"科技, 有限公司", "33010012345678", "某银行永康支行"},
              fen{1'000'050},
              "首期"},
             {2, "PB-2026-0001-2", {"乙公司", "33010087654321", "某银行"}, fen{5}, "CY-2026-000002"}}};
}

bank_results sample_results() {
    return {"PB-2026-0001",
            {{1, "PB-2026-0001-1", fen{1'000'050}, bank_outcome::paid, "B0001", ""},
             {2, "PB-2026-0001-2", fen{5}, bank_outcome::failed, "", "账号与户名不符"}}};
}

refusal refused(const std::string& file) {
    const auto read = read_bank_results(file);
    REQUIRE(read.has_error());
    CHECK(read.error().reason == reason::malformed_request);
    return read.error();
}

} // namespace

TEST_CASE("a batch file has its counts, its sum and a digest of what stands before the trailer", "[bank]") {
    const auto file = write_bank_file(sample_batch());
    const auto rows = read_csv(file).value();
    REQUIRE(rows.size() == 4);
    CHECK(rows[0].fields == csv_record{"H", "1", "PB-2026-0001", "dream", "2026-06-01", "2", "1000055", "CNY"});
    CHECK(rows[1].fields[3] == "永康\"星火\"科技, 有限公司");
    CHECK(rows[1].fields[6] == "10000.50");
    CHECK(rows[3].fields == csv_record{"T", "2", "1000055", to_hex(sha256(file.substr(0, rows[3].begins)))});
}

TEST_CASE("results are read as they were written", "[bank]") {
    const auto read = read_bank_results(write_bank_results(sample_results(), when)).value();
    CHECK(read.batch == "PB-2026-0001");
    REQUIRE(read.lines.size() == 2);
    CHECK(read.lines[0].outcome == bank_outcome::paid);
    CHECK(read.lines[0].amount == fen{1'000'050});
    CHECK(read.lines[1].why == "账号与户名不符");
}

TEST_CASE("a results file that was changed, cut or added to is refused whole", "[bank]") {
    const auto file = write_bank_results(sample_results(), when);
    auto changed = file;
    changed.replace(changed.find("B0001"), 5, "B0002");
    CHECK(refused(changed).explanation.en.find("digest") != std::string::npos);
    auto amount = file;
    amount.replace(amount.find("10000.50"), 8, "10000.51");
    CHECK(refused(amount).explanation.en.find("add up") != std::string::npos);
    refused(file.substr(0, file.rfind("T,")));
    refused(file + file);
    refused("");
    refused("H,1,x,2026-06-01,0\r\nT,0,0,\r\n");
}

TEST_CASE("a line that is wrong in itself is named", "[bank]") {
    auto twice = sample_results();
    twice.lines[1].line = 1;
    CHECK(refused(write_bank_results(twice, when)).place == "line 3");
    auto unnamed = sample_results();
    unnamed.lines[0].bank_reference.clear();
    CHECK(refused(write_bank_results(unnamed, when)).place == "line 2");
    refused("H,1,b,2026-06-01,1\r\nR,1,r,1.00,perhaps,x,\r\nT,1,0,x\r\n");
}

TEST_CASE("an account that a bank's form would misread is refused without repeating its number", "[bank]") {
    const auto reason_of = [](payee to) {
        const auto checked = check_payee(to);
        REQUIRE(checked.has_error());
        CHECK(checked.error().explanation.zh.find("33010012345678") == std::string::npos);
        return checked.error().place;
    };
    CHECK(check_payee({"甲公司", "33010012345678", "某银行"}).has_value());
    CHECK(reason_of({"甲公司", "1234567", "某银行"}) == "/number");
    CHECK(reason_of({"甲公司", "3301 0012 3456 78", "某银行"}) == "/number");
    CHECK(reason_of({"=HYPERLINK(1)", "33010012345678", "某银行"}) == "/holder");
    CHECK(reason_of({"甲公司", "33010012345678", ""}) == "/bank");
    CHECK(reason_of({"甲\n公司", "33010012345678", "某银行"}) == "/holder");
    CHECK(mask_account("33010012345678") == "****5678");
    CHECK(mask_account("12345678") == "****");
}

TEST_CASE("CSV with quotes out of place is refused, and line ends of either kind are read", "[bank]") {
    CHECK(read_csv("a,\"b\nc\"\"d\",\r\ne\n").value().size() == 2);
    CHECK(read_csv("a,\"b\nc\"\"d\",\r\n").value()[0].fields == csv_record{"a", "b\nc\"d", ""});
    CHECK(read_csv("a,b\"c\n").has_error());
    CHECK(read_csv("\"a").has_error());
    CHECK(read_csv("\"a\"b\n").has_error());
}

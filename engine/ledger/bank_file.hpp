#pragma once

#include "engine/base/fen.hpp"
#include "engine/base/instant.hpp"
#include "engine/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::ledger {

/// Files that go to the bank and come back. Chinese banks have no common format; all ask for what stands here: a header
/// with count and sum, and for each transfer the account's holder and number, the bank, amount, purpose and a
/// reference. CSV (RFC 4180, UTF-8, CRLF), and a trailer whose SHA-256 covers every byte before it:
///
///     H,1,<batch>,<fund>,<yyyy-mm-dd>,<count>,<sum in fen>,CNY
///     D,<line>,<reference>,<holder>,<account number>,<bank>,<amount in yuan>,CNY,<purpose>
///     T,<count>,<sum in fen>,<SHA-256 in hexadecimal>
///
/// and the results:
///
///     H,1,<batch>,<yyyy-mm-dd>,<count>
///     R,<line>,<reference>,<amount in yuan>,<paid|failed|returned>,<the bank's reference>,<why>
///     T,<count>,<sum in fen of what is paid>,<SHA-256 in hexadecimal>
inline constexpr std::size_t bank_lines_max = 10'000;

/// Whom a payment goes to. Confidential: for finance alone.
struct payee {
    std::string holder;
    std::string number; ///< 8 to 32 digits
    std::string bank;
};

struct bank_line {
    std::int64_t line = 0; ///< 1, 2, 3 …
    std::string reference; ///< what the bank repeats in its answer
    payee to;
    fen amount;
    std::string purpose;
};

struct bank_batch {
    std::string number;
    std::string fund;
    instant made_at;
    std::vector<bank_line> lines;
};

/// Why nothing can be sent to this account: no digits, an empty part, or text that a bank's form or a spreadsheet would
/// misread (control characters; a beginning with = + - @). Refuses `invalid_value`, its text without the account
/// number.
result<void> check_payee(const payee&);

/// `****1234`: what may be shown beside finance.
std::string mask_account(std::string_view number);

std::string write_bank_file(const bank_batch&);

enum class bank_outcome {
    paid,     ///< the money has left
    failed,   ///< it never left
    returned, ///< it left, and the bank sent it back later
};
std::string_view name_of(bank_outcome);

struct bank_result {
    std::int64_t line = 0;
    std::string reference;
    fen amount;
    bank_outcome outcome = bank_outcome::paid;
    std::string bank_reference; ///< never empty when paid
    std::string why;
};

struct bank_results {
    std::string batch;
    std::vector<bank_result> lines; ///< any part of the batch, each line once
};

/// Reads what the bank answers. Refuses `malformed_request` for a file whose shape, count, sum or digest is wrong, with
/// the record (`line 3`) as the place; nothing of such a file counts.
result<bank_results> read_bank_results(std::string_view file);

/// The same file, for whoever stands in for a bank: tests and training.
std::string write_bank_results(const bank_results&, instant made_at);

} // namespace sluice::ledger

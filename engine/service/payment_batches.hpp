#pragma once

#include "engine/base/json.hpp"
#include "engine/service/errand.hpp"

namespace sluice::service {

inline constexpr const char* payment_batch_kind = "payment_batch";
inline constexpr const char* payment_batch_file_kind = "payment_batch_file";

/// Puts approved payments into one file for the bank: each goes from approved to sent. Those that cannot go (no payee
/// in the definition, an account that the bank would misread, a hand that the caller had in them already) are left out
/// and named with the reason. The record holds references, sums and the file's SHA-256, never an account number. For
/// finance. Refuses `not_found`, `not_permitted`, `event_not_possible` when nothing can go.
result<answer> carry_out(const errand&, const send_to_bank&);

/// Reads the bank's answer, all of it or nothing: what was paid is recorded, what failed is approved again and can go
/// into another file, what came back after it was paid is owed again. The same answer twice changes nothing. Refuses
/// `malformed_request` for a file that is wrong in itself (see bank_file.hpp), `invalid_value` for one that is not of
/// this batch or says otherwise than before, with the line as its place.
result<answer> carry_out(const errand&, const read_bank_answer&);

/// The batch as the API shows it.
json payment_batch_to_json(const json& body, std::int64_t revision, bool with_lines);

} // namespace sluice::service

#pragma once

#include "engine/base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::ledger {

/// Records of RFC 4180: fields between commas, quoted where they hold a comma, a quote or a line break, CRLF at the
/// end.
using csv_record = std::vector<std::string>;

std::string write_csv(const csv_record&);

/// One record with the bytes that it took, so that what stands before it can be hashed.
struct csv_row {
    csv_record fields;
    std::size_t begins = 0; ///< offset of its first byte
};

inline constexpr std::size_t csv_rows_max = 20'000;
inline constexpr std::size_t csv_fields_max = 32;

/// Reads the whole; LF alone ends a record too. Refuses `malformed_request` for a quote that is not closed or stands in
/// the middle of a field, and for too many records or fields.
result<std::vector<csv_row>> read_csv(std::string_view text);

} // namespace sluice::ledger

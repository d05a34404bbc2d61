#pragma once

#include "engine/base/text.hpp"

#include <string_view>

namespace sluice::schema {

/// What a string may be asked to be by the keyword `format`, which is always asserted here.
struct format {
    std::string_view name;
    bool (*matches)(std::string_view written);
    text expected; ///< what is wanted, with an example: “日期，例：2026-03-02”
};

/// date, date-time, time, duration (RFC 3339), email (RFC 5321), ipv4, ipv6, uri (RFC 3986), uuid (RFC 9562), and uscc,
/// the unified social credit code (GB 32100-2015). Null for any other name.
const format* find_format(std::string_view name);

} // namespace sluice::schema

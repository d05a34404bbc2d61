#pragma once

#include "engine/base/text.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace sluice::schema {

/// What a string may be asked to be by the keyword `format`, which is always asserted here.
struct format {
    std::string_view name;
    bool (*matches)(std::string_view written);
    text expected;                ///< what is wanted, with an example: “日期，例：2026-03-02”
    std::size_t steps_a_byte = 0; ///< of the evaluator, where matching is slow
};

/// All formats of JSON Schema 2020-12 (date, date-time, time, duration, email, hostname, ipv4, ipv6, uri,
/// uri-reference, uri-template, uuid, json-pointer, relative-json-pointer, and those for any script: idn-email,
/// idn-hostname, iri, iri-reference), regex as far as `pattern` can match it, and uscc, the unified social credit code
/// (GB 32100-2015). Null for any other name.
const format* find_format(std::string_view name);

std::vector<std::string_view> format_names();

} // namespace sluice::schema

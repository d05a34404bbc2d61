#pragma once

#include "engine/schema/schema.hpp"

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace sluice::schema {

inline json data(std::string_view written) {
    return json::parse(written);
}

inline schema compiled(std::string_view written, compile_options options = {}) {
    auto made = schema::compile(ordered_json::parse(written), std::move(options));
    if (!made) FAIL(made.error().explanation.en << " at " << made.error().place);
    return *made;
}

/// “keyword place” of each violation, which is what tests compare.
inline std::vector<std::string> faults(const schema& rules, std::string_view written,
                                       completeness wanted = completeness::complete) {
    std::vector<std::string> found;
    for (const auto& each : rules.validate(data(written), wanted))
        found.push_back(each.id + " " + each.place);
    return found;
}

inline std::vector<std::string> list() {
    return {};
}

template<class... Text>
std::vector<std::string> list(Text... texts) {
    return {std::string{texts}...};
}

/// A form as a programme would have it.
inline constexpr std::string_view grant_form = R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "title": {"zh": "申报表", "en": "Application form"},
  "additionalProperties": false,
  "required": ["organisation", "route", "requested_amount", "team"],
  "properties": {
    "organisation": {"type": "object", "title": {"zh": "申报单位", "en": "Organisation"}, "additionalProperties": false,
      "required": ["name", "code"],
      "properties": {
        "name": {"type": "string", "minLength": 2, "maxLength": 20, "title": {"zh": "单位名称", "en": "Name of organisation"}},
        "code": {"type": "string", "format": "uscc", "title": {"zh": "统一社会信用代码", "en": "Social credit code"}}
      }},
    "route": {"enum": ["contest_award", "equity_investment"], "title": {"zh": "申报途径", "en": "Route"}},
    "requested_amount": {"$ref": "#/$defs/money", "title": {"zh": "申请金额", "en": "Requested amount"}},
    "share": {"type": "number", "minimum": 0, "maximum": 1, "title": {"zh": "占比", "en": "Share"}},
    "certificate": {"type": "string", "title": {"zh": "获奖证书", "en": "Certificate"}},
    "agreement": {"type": "string", "title": {"zh": "投资协议", "en": "Agreement"}},
    "team": {"type": "array", "minItems": 1, "maxItems": 3, "title": {"zh": "团队成员", "en": "Team"},
      "items": {"type": "object", "additionalProperties": false, "required": ["name"],
        "properties": {
          "name": {"type": "string", "x-identity": true, "title": {"zh": "姓名", "en": "Name"}},
          "phone": {"type": "string", "pattern": "^1\\d{10}$", "x-identity": true, "x-confidential": true,
                    "title": {"zh": "手机号", "en": "Mobile number"}},
          "born": {"type": "string", "format": "date"}
        }}}
  },
  "if": {"properties": {"route": {"const": "contest_award"}}},
  "then": {"required": ["certificate"]},
  "else": {"required": ["agreement"]},
  "$defs": {"money": {"type": "object", "x-money": true, "title": "Money"}}
})";

inline constexpr std::string_view good_application = R"({
  "organisation": {"name": "玉环某某公司", "code": "91330784597215142M"},
  "route": "contest_award", "certificate": "file-1",
  "requested_amount": {"amount": "150000.00", "currency": "CNY"},
  "share": 1,
  "team": [{"name": "张三", "phone": "13800000000"}, {"name": "李四", "born": "1990-01-31"}]
})";

} // namespace sluice::schema

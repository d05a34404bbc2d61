#include "tests/simulation/sample_data.hpp"

#include "engine/base/fen.hpp"

#include <array>
#include <chrono>

namespace sluice::simulation {
namespace {

constexpr std::int64_t usual_integer_max = 12;
constexpr std::int64_t usual_fen_first = 1'000'00, usual_fen_last = 50'000'00, yuan = 100;
constexpr double optional_property = 0.5;
constexpr const char* some_words = "经核对，情况属实。";

const json& resolved(const json& schema, const json& root) {
    const auto reference = schema.find("$ref");
    if (reference == schema.end()) return schema;
    return root.at(json::json_pointer{reference->get_ref<const std::string&>().substr(1)});
}

std::int64_t fen_at(const json& application, const std::string& pointer) {
    const json::json_pointer at{pointer};
    if (!application.contains(at)) return 0;
    const auto read = money_from_json(application.at(at), pointer);
    return read ? read->count() : 0;
}

/// In whole yuan below the full amount, and exactly the full amount at it.
json money_from(const json& hint, const sample_context& at, chance& lots) {
    std::int64_t amount = fen_at(at.application, hint.at("from"));
    const json minus = hint.value("minus", json::array());
    for (const auto& each : minus)
        amount -= fen_at(at.application, each);
    if (!hint.contains("times")) return money_to_json(fen{amount});
    const double part = lots.between(hint.at("times").at(0).get<double>(), hint.at("times").at(1).get<double>());
    return money_to_json(fen{static_cast<std::int64_t>(static_cast<double>(amount / yuan) * part) * yuan});
}

bool is_money(const json& value) {
    return value.is_object() && value.contains("amount") && value.contains("currency");
}

std::string day_near(instant now, std::int64_t days) {
    return to_iso(local_date(now) + std::chrono::days{days});
}

/// Patterns as forms have them: literal characters and classes with a count, of which the first member is taken.
std::string matching(const std::string& pattern, chance& lots) {
    std::string made;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (pattern[at] == '^' || pattern[at] == '$') continue;
        const auto close = pattern[at] == '[' ? pattern.find(']', at) : at;
        const bool is_digits = pattern.compare(at, 5, "[0-9]") == 0;
        const char member = pattern[at] == '[' ? pattern[at + 1] : pattern[at];
        at = close;
        int count = 1;
        if (at + 1 < pattern.size() && pattern[at + 1] == '{') {
            count = std::stoi(pattern.substr(at + 2));
            at = pattern.find('}', at);
        }
        for (int i = 0; i < count; ++i)
            made += is_digits ? static_cast<char>('0' + lots.between(std::int64_t{1}, std::int64_t{9})) : member;
    }
    return made;
}

json text_for(const json& schema, const sample_context& at, chance& lots) {
    const std::string format = schema.value("format", "");
    if (format == "date") return day_near(at.now, 0);
    if (format == "date-time") return to_rfc3339(at.now);
    if (format == "email") return "someone@example.org";
    if (format == "uri") return "https://example.org/";
    if (format == "uscc") return at.application.value("/organisation/code"_json_pointer, "91330784MA2EEJ1T50");
    if (schema.contains("pattern")) return matching(schema.at("pattern"), lots);
    return some_words;
}

json object_for(const json& schema, const sample_context& at, chance& lots) {
    json made = json::object();
    const json required = schema.value("required", json::array()),
               properties = schema.value("properties", json::object());
    for (const auto& [name, each] : properties.items()) {
        const bool needed = std::find(required.begin(), required.end(), name) != required.end();
        if (!needed && !lots.happens(optional_property)) continue;
        const json* hint = at.hint ? at.hint(name) : nullptr;
        json value = hint ? from_hint(*hint, at, lots) : sample(each, at, lots);
        if (!value.is_null()) made[name] = std::move(value);
    }
    return made;
}

} // namespace

std::string digits(std::size_t count, chance& lots) {
    std::string made;
    for (std::size_t i = 0; i < count; ++i)
        made += static_cast<char>('0' + lots.between(std::int64_t{i == 0}, std::int64_t{9}));
    return made;
}

std::string name_of_person(chance& lots) {
    static constexpr std::array surnames{"应", "胡", "程", "吕", "徐", "朱", "陈", "王", "李", "楼", "施", "章"};
    static constexpr std::array given{"明远", "思齐", "建国", "晓峰", "雅琴", "文杰", "志强", "雨欣",
                                      "子涵", "海燕", "伟民", "春华", "秋实", "立新", "玉兰", "俊豪"};
    return std::string{surnames.at(lots.below(surnames.size()))} + given.at(lots.below(given.size()));
}

json from_hint(const json& hint, const sample_context& at, chance& lots) {
    if (hint.contains("value")) return hint.at("value");
    if (hint.contains("pick")) return hint.at("pick").at(lots.below(hint.at("pick").size()));
    if (hint.contains("probability")) return lots.happens(hint.at("probability").get<double>());
    if (hint.contains("days"))
        return day_near(at.now, lots.between(hint["days"][0].get<std::int64_t>(), hint["days"][1].get<std::int64_t>()));
    if (hint.contains("name")) return name_of_person(lots);
    if (hint.contains("digits")) {
        const auto made = digits(hint.at("digits").get<std::size_t>(), lots);
        if (at.keep_secret) at.keep_secret(made);
        return made;
    }
    const json::json_pointer from{hint.at("from").get<std::string>()};
    if (!at.application.contains(from)) return nullptr;
    return is_money(at.application.at(from)) ? money_from(hint, at, lots) : at.application.at(from);
}

json sample(const json& written, const sample_context& at, chance& lots) {
    const json& schema = resolved(written, at.root);
    if (schema.contains("const")) return schema.at("const");
    if (schema.contains("enum")) return schema.at("enum").at(lots.below(schema.at("enum").size()));
    if (schema.value("x-money", false))
        return money_to_json(fen{lots.between(usual_fen_first / yuan, usual_fen_last / yuan) * yuan});
    const std::string type = schema.value("type", "object");
    if (type == "boolean") return lots.happens(0.5);
    if (type == "integer" || type == "number") {
        const auto first = schema.value("minimum", std::int64_t{0});
        return lots.between(first, schema.value("maximum", first + usual_integer_max));
    }
    if (type == "string") return text_for(schema, at, lots);
    if (type == "array") {
        json made = json::array();
        for (std::int64_t i = 0; i < std::max<std::int64_t>(1, schema.value("minItems", 1)); ++i)
            made.push_back(sample(schema.value("items", json::object()), at, lots));
        return made;
    }
    return object_for(schema, at, lots);
}

} // namespace sluice::simulation

#include "engine/application/scenario_measures.hpp"

#include "engine/schema/schema.hpp"
#include "engine/schema/shape.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

namespace sluice::application {
namespace {

constexpr std::size_t length_max = 8'192; ///< of texts that are tried
constexpr std::size_t items_max = 128;    ///< of lists
constexpr std::int64_t number_max = 1'000'000'000'000;
constexpr std::size_t word_bytes_max = 40; ///< of words that are tried where no text of one letter fits

using place = json::json_pointer;

/// One document that is taken as it is, and tried with one thing changed at a time.
class trial {
public:
    trial(const schema::schema& rules, const json& example)
        : rules_{rules}
        , example_{example} {}

    bool takes(const json& document) const { return rules_.validate(document).empty(); }
    bool takes_as_is() const { return takes(example_); }
    const json& at(const place& where) const { return example_.at(where); }

    bool takes(const place& where, json value) const {
        json changed = example_;
        changed.at(where) = std::move(value);
        return takes(changed);
    }

    bool takes_without(const place& where) const {
        json changed = example_;
        auto& parent = changed.at(where.parent_pointer());
        if (!parent.is_object()) return true;
        parent.erase(where.back());
        return takes(changed);
    }

    bool withholds(const place& where, schema::withheld flag) const {
        return !schema::redact(rules_.shape(), example_, flag).contains(where);
    }

private:
    const schema::schema& rules_;
    const json& example_;
};

/// The largest number up to `most` for which it holds, given that it holds for `least`.
std::int64_t largest(std::int64_t least, std::int64_t most, const std::function<bool(std::int64_t)>& holds) {
    if (holds(most)) return most;
    while (most - least > 1) {
        const auto middle = least + (most - least) / 2;
        (holds(middle) ? least : most) = middle;
    }
    return least;
}

std::string text_words(const trial& tried, const place& where, const std::set<std::string>& words) {
    const auto length = static_cast<std::int64_t>(tried.at(where).get_ref<const std::string&>().size());
    for (const char letter : {'x', '1'}) {
        const auto fits = [&](std::int64_t size) {
            return tried.takes(where, std::string(static_cast<std::size_t>(size), letter));
        };
        for (const auto middle : {length, std::int64_t{1}, std::int64_t{9}, std::int64_t{60}}) {
            if (!fits(middle)) continue;
            const auto longest = largest(middle, length_max, fits);
            const auto shortest = -largest(-middle, 0, [&](std::int64_t size) { return fits(-size); });
            return fmt::format("{} to {} of {}", shortest, longest, letter);
        }
    }
    std::vector<std::string> taken;
    for (const auto& word : words)
        if (tried.takes(where, word)) taken.push_back(word);
    return fmt::format("one of {}", fmt::join(taken, " "));
}

std::string number_words(const trial& tried, const place& where) {
    const auto right = tried.at(where).get<std::int64_t>();
    const auto fits = [&](std::int64_t number) { return tried.takes(where, number); };
    const auto most = largest(right, number_max, fits);
    const auto least = -largest(-right, number_max, [&](std::int64_t number) { return fits(-number); });
    return fmt::format("{} to {}{}", least, most,
                       tried.takes(where, static_cast<double>(right) + 0.5) ? ", fractions too" : "");
}

std::string list_words(const trial& tried, const place& where) {
    const auto& right = tried.at(where);
    if (right.empty()) return "a list";
    const auto fits = [&](std::int64_t size) {
        return tried.takes(where, json(static_cast<std::size_t>(size), right.front()));
    };
    const auto size = static_cast<std::int64_t>(right.size());
    return fmt::format("{} to {} items", -largest(-size, 0, [&](std::int64_t less) { return fits(-less); }),
                       largest(size, items_max, fits));
}

std::string money_words(const trial& tried, const place& where) {
    std::vector<std::string> taken;
    for (const char* amount : {"0.00", "-1.00", "1", "0.005", "9999999999999.99", "99999999999999.99"})
        if (tried.takes(where, {{"amount", amount}, {"currency", "CNY"}})) taken.push_back(amount);
    return fmt::format("money {}{}", fmt::join(taken, " "),
                       tried.takes(where, {{"amount", "1.00"}, {"currency", "EUR"}}) ? ", any currency" : "");
}

std::string object_words(const trial& tried, const place& where) {
    json more = tried.at(where);
    more["unheard_of"] = 1;
    return tried.takes(where, more) ? "anything more" : "nothing more";
}

bool is_money(const json& value) {
    return value.is_object() && value.size() == 2 && value.contains("amount") && value.contains("currency");
}

std::string value_words(const trial& tried, const place& where, const std::set<std::string>& words) {
    const auto& value = tried.at(where);
    if (is_money(value)) return money_words(tried, where);
    if (value.is_object()) return object_words(tried, where);
    if (value.is_array()) return list_words(tried, where);
    if (value.is_string()) return text_words(tried, where, words);
    if (value.is_number_integer()) return number_words(tried, where);
    return tried.takes(where, !value.get<bool>()) ? "yes or no" : "only " + value.dump();
}

void measure_below(const trial& tried, const place& where, const std::string& about, const std::set<std::string>& words,
                   std::set<std::string>& known, std::vector<std::string>& lines) {
    const auto& value = tried.at(where);
    const auto name = about + where.to_string();
    if (known.insert(name).second) {
        const bool identity = !where.empty() && tried.withholds(where, schema::withheld::identity);
        const bool confidential = !where.empty() && tried.withholds(where, schema::withheld::confidential);
        lines.push_back(fmt::format("{}: {}, {}{}{}", name,
                                    where.empty() || !tried.takes_without(where) ? "needed" : "optional",
                                    value_words(tried, where, words), identity ? ", not for reviewers" : "",
                                    confidential ? ", confidential" : ""));
    }
    if (is_money(value) || !value.is_structured()) return;
    if (value.is_array() && !value.empty()) measure_below(tried, where / 0, about, words, known, lines);
    if (value.is_object())
        for (const auto& [key, ignored] : value.items())
            measure_below(tried, where / key, about, words, known, lines);
}

/// Short texts of the file: among them are the choices of every field with choices.
void collect_words(const json& value, std::set<std::string>& words) {
    if (value.is_string() && value.get_ref<const std::string&>().size() <= word_bytes_max) words.insert(value);
    if (value.is_structured())
        for (const auto& each : value)
            collect_words(each, words);
}

} // namespace

std::vector<std::string> measure(const programme::programme& rules, const json& cases) {
    std::set<std::string> words, known;
    collect_words(cases.at("forms"), words);
    for (const auto& scenario : cases.at("cases"))
        for (const char* part : {"change", "steps"})
            if (scenario.contains(part))
                for (const auto& each : scenario.at(part))
                    for (const char* key : {"data", "amend"})
                        if (each.is_object() && each.contains(key)) collect_words(each.at(key), words);
    std::vector<std::string> lines;
    for (const auto& [name, form] : cases.at("forms").items()) {
        const trial tried{*rules.form, form};
        if (tried.takes_as_is()) measure_below(tried, place{}, "form", words, known, lines);
    }
    for (const auto& scenario : cases.at("cases"))
        for (const auto& step : scenario.at("steps")) {
            if (!step.contains("send") || !step.contains("data")) continue;
            const std::string event = step.at("send");
            for (const auto& transition : rules.chart->transitions()) {
                const auto& data = rules.transitions[transition.index].data;
                if (transition.event != event || !data) continue;
                const trial tried{*data, step.at("data")};
                if (tried.takes_as_is()) measure_below(tried, place{}, transition.pointer, words, known, lines);
            }
        }
    return lines;
}

} // namespace sluice::application

#include "tests/schema/schemas.hpp"

#include <ctime>
#include <functional>
#include <iostream>
#include <random>
#include <thread>

using namespace sluice;
using namespace sluice::schema;
namespace form = sluice::schema;

namespace {

constexpr std::size_t megabyte = 1'000'000;

/// A form with a place for every kind of trouble.
constexpr std::string_view hostile_form = R"({
  "type": "object",
  "properties": {
    "text": {"type": "string", "pattern": "^(a|a)*[ab]*a[ab]{12}$", "minLength": 1, "format": "email"},
    "short": {"type": "string", "maxLength": 2000, "pattern": "^[a-z ]*$"},
    "unique": {"type": "array", "uniqueItems": true},
    "numbers": {"type": "array", "items": {"type": "number", "multipleOf": 0.01, "minimum": -1e9, "enum": [1, 2.5, 3]}},
    "contains": {"contains": {"type": "object", "required": ["x"]}},
    "names": {"propertyNames": {"pattern": "^[a-z]{1,20}$"},
              "patternProperties": {"^a": {}, "b$": {}, "c+d": {}, "(e|f)*g": {}}, "additionalProperties": {"type": "null"}},
    "closed": {"properties": {"requested_amount": {}, "certificate": {}}, "additionalProperties": false},
    "tree": {"$ref": "#/$defs/tree"},
    "constant": {"enum": [[1, 2, 3], {"a": 1}]},
    "email": {"format": "email"}, "uri": {"format": "uri"}, "time": {"format": "date-time"}, "code": {"format": "uscc"},
    "host": {"items": {"format": "idn-hostname"}}, "regex": {"items": {"format": "regex"}},
    "rest": {"unevaluatedProperties": false, "anyOf": [{"patternProperties": {"^a": {}}}, {"patternProperties": {"^b": {}}}]}
  },
  "$defs": {"tree": {"anyOf": [{"type": "array", "items": {"$ref": "#/$defs/tree"}},
                               {"type": "array", "items": {"$ref": "#/$defs/tree"}, "minItems": 1},
                               {"type": "array", "uniqueItems": true, "items": {"$ref": "#/$defs/tree"}},
                               {"const": 1}]}}
})";

json list_of(const std::function<json(std::size_t)>& item, std::size_t bytes_of_one) {
    json made = json::array();
    for (std::size_t i = 0; i < megabyte / bytes_of_one; ++i)
        made.push_back(item(i));
    return made;
}

json members_of(const std::function<std::string(std::size_t)>& name, std::size_t bytes_of_one) {
    json made = json::object();
    for (std::size_t i = 0; i < megabyte / bytes_of_one; ++i)
        made[name(i)] = 0;
    return made;
}

json nested(std::size_t depth, json innermost) {
    json made = std::move(innermost);
    for (std::size_t i = 0; i < depth; ++i) {
        json outer = json::array();
        outer.push_back(std::move(made));
        made = std::move(outer);
    }
    return made;
}

/// What this thread has used so far.
double processor_ms() {
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
}

std::vector<std::pair<std::string, json>> hostile_values() {
    const std::string letters(megabyte, 'a');
    std::string mixed(megabyte, 'a');
    std::mt19937 random{7}; // a fixed seed: the text only has to look random to the matcher
    for (auto& c : mixed)
        c = random() % 2 == 0 ? 'a' : 'b';
    json texts = list_of([&](std::size_t i) { return json(mixed.substr(i * 60'000 % 900'000, 60'000)); }, 60'000);
    std::string labels;
    for (int i = 0; i < 250; ++i)
        labels += "实.";
    return {
        {"text", letters},
        {"text", mixed},
        {"text", mixed.substr(0, 65'000)},
        {"short", letters},
        {"unique", list_of([](std::size_t i) { return json(i); }, 7)},
        {"unique", list_of([](std::size_t i) { return json(static_cast<double>(i) + 0.5); }, 9)},
        {"unique", list_of(
                       [](std::size_t i) {
                           return json{{"a", i}};
                       },
                       13)},
        {"unique", texts},
        {"numbers", list_of([](std::size_t) { return json(0); }, 2)},
        {"numbers", list_of([](std::size_t) { return json(1e-300); }, 7)},
        {"numbers", list_of([](std::size_t) { return json(1); }, 2)},
        {"contains", list_of([](std::size_t) { return json::object(); }, 3)},
        {"names", members_of([](std::size_t i) { return "a" + std::to_string(i); }, 10)},
        {"names",
         members_of([](std::size_t i) { return std::string(40, static_cast<char>('a' + i % 7)) + std::to_string(i); },
                    50)},
        {"closed", members_of([](std::size_t i) { return "requested" + std::to_string(i); }, 18)},
        {"closed", json{{letters, 1}}},
        {"tree", nested(31, json(2))},
        {"tree", nested(20, list_of([](std::size_t) { return json(1); }, 2))},
        {"tree", nested(25, list_of([](std::size_t i) { return json(i % 2); }, 2))},
        {"constant", list_of([](std::size_t i) { return json(i); }, 7)},
        {"email", letters},
        {"email", "\"" + letters + "\"@example.com"},
        {"uri", "http://" + letters},
        {"time", "2026-03-02T09:30:00." + std::string(megabyte, '1') + "Z"},
        {"code", letters},
        {"host", list_of([&](std::size_t) { return json(labels); }, labels.size())},
        {"host", list_of([](std::size_t i) { return json("实l·" + std::to_string(i % 90)); }, 10)},
        {"regex", list_of([](std::size_t) { return json("((a{1,9}){1,9}){1,9}"); }, 22)},
        {"regex", list_of([](std::size_t) { return json("(\\pL|[^a-z]){1000}"); }, 20)},
        {"rest", members_of([](std::size_t i) { return "b" + std::to_string(i); }, 10)},
        {"rest", members_of([](std::size_t i) { return "c" + std::to_string(i); }, 10)},
    };
}

} // namespace

TEST_CASE("a megabyte of hostile data takes under 50 ms of processor time to judge", "[schema][bounds]") {
    const auto rules = compiled(hostile_form);
    double worst = 0;
    std::string worst_name;
    for (const auto& [name, value] : hostile_values()) {
        const json application{{name, value}};
        // Processor time and the best of three, so that what else runs on the machine does not count.
        double fastest = 1e9;
        for (int round = 0; round < 3; ++round) {
            const double before = processor_ms();
            const auto found = rules.validate(application);
            fastest = std::min(fastest, processor_ms() - before);
            CHECK(found.size() <= 100);
        }
        std::cout << "hostile " << name << ": " << fastest << " ms\n";
        if (fastest > worst) {
            worst = fastest;
            worst_name = name;
        }
    }
    std::cout << "worst hostile data: " << worst_name << ", " << worst << " ms\n";
    CHECK(worst < 50);
}

TEST_CASE("data beyond the bounds is invalid, never unchecked", "[schema][bounds]") {
    const auto rules = compiled("{}", {.data_depth_max = 3});
    CHECK(faults(rules, "[[[1]]]") == list());
    CHECK(faults(rules, "[[[[1]]]]") == list("x-depth "));
    const auto busy = compiled(R"({"items": {"type": "integer"}})", {.steps_max = 100});
    CHECK(faults(busy, "[1, 2, 3]") == list());
    CHECK(busy.validate(json(std::vector<int>(200, 1))).back().id == "x-steps");
    // Not even where a failing check would make the data valid.
    const auto negated = compiled(R"({"not": {"items": {"type": "integer"}}})", {.steps_max = 100});
    CHECK(negated.validate(json(std::vector<int>(200, 1))).back().id == "x-steps");
    const auto text = compiled(R"({"pattern": "^a*$"})", {.string_bytes_max = 10});
    CHECK(faults(text, R"("aaaaaaaaaa")") == list());
    CHECK(faults(text, R"("aaaaaaaaaaa")").back() == "x-steps ");
}

TEST_CASE("the deepest recursion that the bounds allow fits the stack", "[schema][bounds]") {
    ordered_json chain;
    for (int i = 0; i < 60; ++i)
        chain["$defs"]["d" + std::to_string(i)]["$ref"] = "#/$defs/d" + std::to_string(i + 1);
    chain["$defs"]["d60"]["items"]["$ref"] = "#/$defs/d0";
    chain["$defs"]["d60"]["type"] = "array";
    chain["$ref"] = "#/$defs/d0";
    const auto rules = compiled(chain.dump());
    CHECK(rules.validate(nested(32, json::array())).front().id == "x-depth");
    CHECK(rules.validate(nested(31, json::array())).empty());
    CHECK(rules.validate(nested(32, json(1))).front().id == "type");
}

TEST_CASE("no more violations are reported than asked for", "[schema][bounds]") {
    const auto rules = compiled(R"({"items": {"type": "integer"}})");
    CHECK(rules.validate(json(std::vector<std::string>(500, "x"))).size() == 100);
    const auto few = compiled(R"({"items": {"type": "integer"}})", {.violations_max = 3});
    CHECK(few.validate(json(std::vector<std::string>(500, "x"))).size() == 3);
}

TEST_CASE("long names do not make long reports", "[schema][bounds]") {
    const auto rules = compiled(R"({"additionalProperties": false})");
    json value = json::object();
    std::string name;
    for (int i = 0; i < 1'000; ++i)
        name += "名";
    value[name] = 1;
    const auto found = rules.validate(value);
    REQUIRE(found.size() == 1);
    CHECK(found[0].place.size() < 120);
    CHECK(found[0].explanation.en.size() < 200);
    CHECK_NOTHROW(json(found[0].place).dump()); // cut between characters: still UTF-8
}

TEST_CASE("many threads may validate at once", "[schema]") {
    const auto rules = compiled(grant_form);
    const auto good = data(good_application);
    auto bad = good;
    bad["team"][0]["phone"] = "x";
    std::vector<std::thread> threads;
    std::array<std::size_t, 4> wrong{};
    for (std::size_t t = 0; t < wrong.size(); ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 200; ++i)
                if (!rules.validate(good).empty() || rules.validate(bad).size() != 1) ++wrong[t];
        });
    for (auto& each : threads)
        each.join();
    CHECK(wrong == std::array<std::size_t, 4>{});
}

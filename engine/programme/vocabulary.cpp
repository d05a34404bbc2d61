#include "engine/programme/vocabulary.hpp"

#include "engine/base/fen.hpp"
#include "engine/programme/profile.hpp"

#include <algorithm>
#include <array>

namespace sluice::programme {
namespace {

using cel::object_type;
using cel::type;

constexpr std::array<std::string_view, word_count> words{
    "form",    "vars",  "parameters", "applicant", "overlap",    "application", "round", "fund",  "money",
    "reviews", "votes", "documents",  "payments",  "objections", "signatures",  "event", "actor", "time"};

/// How many numbers `min` and `max` compare at once.
constexpr std::size_t compared_max = 6;

type object(std::string name, std::vector<object_type::field> fields) {
    return type::object(std::make_shared<const object_type>(object_type{std::move(name), std::move(fields)}));
}

type of_variable(variable_type kind) {
    switch (kind) {
    case variable_type::money:
    case variable_type::integer:
        return type::integer();
    case variable_type::number:
        return type::floating();
    case variable_type::boolean:
        return type::boolean();
    case variable_type::string:
        return type::string();
    case variable_type::timestamp:
        return type::timestamp();
    }
    return type::dynamic();
}

type of_literal(const json& value) {
    if (value.is_boolean()) return type::boolean();
    if (value.is_number_integer()) return type::integer();
    if (value.is_number()) return type::floating();
    if (value.is_string()) return type::string();
    if (value.is_array()) {
        if (value.empty()) return type::list(type::dynamic());
        const type first = of_literal(value.front());
        const bool alike =
            std::all_of(value.begin(), value.end(), [&](const json& each) { return of_literal(each) == first; });
        return type::list(alike ? first : type::dynamic());
    }
    return type::dynamic();
}

type vars_type(const programme& rules) {
    std::vector<object_type::field> fields;
    for (const auto& [name, variable] : rules.variables)
        fields.push_back({name, of_variable(variable.type)});
    return object("vars", std::move(fields));
}

type parameters_type(const programme& rules) {
    std::vector<object_type::field> fields;
    for (const auto& [name, value] : rules.parameters.items())
        fields.push_back({name, of_literal(value)});
    return object("parameters", std::move(fields));
}

type applicant_type() {
    const type award = object("award", {{"programme", type::string()},
                                        {"title", type::string()},
                                        {"amount", type::integer()},
                                        {"at", type::timestamp()}});
    const type held = object("holding", {{"programme", type::string()},
                                         {"application", type::string()},
                                         {"number", type::string()},
                                         {"same_programme", type::boolean()},
                                         {"this_application", type::boolean()},
                                         {"bound", type::integer()},
                                         {"paid", type::integer()},
                                         {"committed_total", type::integer()},
                                         {"at", type::timestamp()}});
    const type certificate = object("certificate", {{"kind", type::string()},
                                                    {"programme", type::string()},
                                                    {"application", type::string()},
                                                    {"number", type::string()},
                                                    {"title", type::string()},
                                                    {"at", type::timestamp()},
                                                    {"until", type::timestamp()}});
    return object("applicant", {{"id", type::string()},
                                {"name", type::string()},
                                {"code", type::string()},
                                {"barred_until", type::timestamp()},
                                {"barred", type::boolean()},
                                {"overdue", type::boolean()},
                                {"overdue_at", type::string()},
                                {"funded", type::list(award)},
                                {"holdings", type::list(held)},
                                {"certificates", type::list(certificate)}});
}

type overlap_type() {
    const type project = object("overlapping_project", {{"programme", type::string()},
                                                        {"number", type::string()},
                                                        {"title", type::string()},
                                                        {"similarity", type::floating()},
                                                        {"same_organisation", type::boolean()},
                                                        {"amount", type::integer()},
                                                        {"at", type::timestamp()}});
    return object("overlap",
                  {{"projects", type::list(project)}, {"highest", type::integer()}, {"total", type::integer()}});
}

type application_type() {
    return object("application", {{"id", type::string()},
                                  {"number", type::string()},
                                  {"programme", type::string()},
                                  {"created_at", type::timestamp()},
                                  {"submitted_at", type::timestamp()},
                                  {"events", type::map(type::string(), type::integer())}});
}

type round_type() {
    return object("round", {{"id", type::string()},
                            {"opens_at", type::timestamp()},
                            {"closes_at", type::timestamp()},
                            {"budget", type::integer()},
                            {"year", type::integer()}});
}

type integers(std::string name, std::initializer_list<const char*> fields) {
    std::vector<object_type::field> made;
    for (const char* each : fields)
        made.push_back({each, type::integer()});
    return object(std::move(name), std::move(made));
}

type review_type() {
    return object("review", {{"submitted", type::integer()},
                             {"members", type::integer()},
                             {"complete", type::boolean()},
                             {"passed", type::boolean()},
                             {"mean", type::floating()},
                             {"total", type::integer()},
                             {"recommended", type::integer()}});
}

type vote_type() {
    return object("ballot", {{"approve", type::integer()},
                             {"reject", type::integer()},
                             {"abstain", type::integer()},
                             {"present", type::integer()},
                             {"members", type::integer()},
                             {"quorate", type::boolean()},
                             {"passed", type::boolean()},
                             {"complete", type::boolean()}});
}

type payment_type() {
    return object("payment", {{"status", type::string()}, {"amount", type::integer()}, {"paid_at", type::timestamp()}});
}

type actor_type() {
    return object("actor", {{"id", type::string()},
                            {"roles", type::list(type::string())},
                            {"organisation", type::string()},
                            {"acted", type::list(type::string())}});
}

/// Whole milliseconds: what the engine's own instants hold.
instant to_instant(cel::timestamp when) {
    return {when.seconds * 1000 + when.nanoseconds / 1'000'000};
}

using arguments = std::span<const cel::value>;

refusal bad_argument(text why) {
    return refuse(reason::guard_failed, std::move(why));
}

result<cel::value> yuan(arguments given, const cel::activation&) {
    return cel::value::string(to_yuan(fen{given[0].as_integer()}));
}

/// The value of the last row whose lower bound is not above the number; 0 below the first.
result<cel::value> bracket(arguments given, const cel::activation&) {
    const auto& rows = given[0];
    const std::int64_t number = given[1].as_integer();
    std::int64_t found = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto row = rows.at(i);
        if (row.kind() != cel::value_kind::list || row.size() != 2 || row.at(0).kind() != cel::value_kind::integer ||
            row.at(1).kind() != cel::value_kind::integer)
            return bad_argument(
                {"bracket 的每行须为 [下限, 值] 两个整数", "Each row of bracket is two integers [lower bound, value]"});
        if (row.at(0).as_integer() <= number) found = row.at(1).as_integer();
    }
    return cel::value::integer(found);
}

template<bool Least>
result<cel::value> extreme(arguments given, const cel::activation&) {
    std::int64_t best = given[0].as_integer();
    for (const auto& each : given.subspan(1))
        best = Least ? std::min(best, each.as_integer()) : std::max(best, each.as_integer());
    return cel::value::integer(best);
}

/// Of a list; 0 of none.
result<cel::value> sum(arguments given, const cel::activation&) {
    std::int64_t total = 0;
    for (std::size_t i = 0; i < given[0].size(); ++i) {
        const auto each = given[0].at(i);
        if (each.kind() != cel::value_kind::integer)
            return bad_argument({"sum 的各项须为整数", "sum adds up integers"});
        if (__builtin_add_overflow(total, each.as_integer(), &total))
            return bad_argument({"sum 的结果超出范围", "sum: the result is out of range"});
    }
    return cel::value::integer(total);
}

result<cel::value> local_year(arguments given, const cel::activation&) {
    const std::chrono::year_month_day day{local_date(to_instant(given[0].as_timestamp()))};
    return cel::value::integer(static_cast<int>(day.year()));
}

result<cel::value> add_months(arguments given, const cel::activation&) {
    const instant when = to_instant(given[0].as_timestamp());
    const std::int64_t months = given[1].as_integer();
    if (months < -12'000 || months > 12'000)
        return bad_argument({"add_months 的月数超出范围", "add_months: too many months"});
    const date day = local_date(when);
    auto moved = std::chrono::year_month_day{day} + std::chrono::months{months};
    if (!moved.ok()) moved = moved.year() / moved.month() / std::chrono::last;
    return cel::value::time(
        instant{when.milliseconds - start_of(day).milliseconds + start_of(date{moved}).milliseconds});
}

result<cel::value> in_state(arguments given, const cel::activation& values) {
    return cel::value::boolean(values.host<configuration_view>().in(given[0].as_string()));
}

void add_functions(cel::environment& environment) {
    const type number = type::integer();
    environment.add_function("In", {type::string()}, type::boolean(), in_state);
    environment.add_function("yuan", {number}, type::string(), yuan);
    environment.add_function("bracket", {type::list(type::list(number)), number}, number, bracket);
    environment.add_function("sum", {type::list(number)}, number, sum);
    environment.add_function("local_year", {type::timestamp()}, number, local_year);
    environment.add_function("add_months", {type::timestamp(), number}, type::timestamp(), add_months);
    for (std::size_t count = 2; count <= compared_max; ++count) {
        environment.add_function("min", std::vector<type>(count, number), number, extreme<true>);
        environment.add_function("max", std::vector<type>(count, number), number, extreme<false>);
    }
}

} // namespace

std::string_view name_of(word which) {
    return words[static_cast<std::size_t>(which)];
}

cel::type type_of(const schema::shape& shape, const std::string& name) {
    using kind = schema::shape::kind;
    switch (shape.is) {
    case kind::any:
        return type::dynamic();
    case kind::boolean:
        return type::boolean();
    case kind::integer:
    case kind::money:
        return type::integer();
    case kind::number:
        return type::floating();
    case kind::string:
    case kind::timestamp:
        return type::string();
    case kind::list:
        return type::list(shape.element ? type_of(*shape.element, name + "[]") : type::dynamic());
    case kind::map:
        return type::map(type::string(), shape.element ? type_of(*shape.element, name + "{}") : type::dynamic());
    case kind::object:
        break;
    }
    std::vector<object_type::field> fields;
    for (const auto& each : shape.fields)
        fields.push_back({each.name, type_of(*each.shape, name + "." + each.name), !each.required});
    return object(name, std::move(fields));
}

cel::environment vocabulary_of(const programme& rules) {
    cel::environment environment;
    environment.declare("form", type_of(rules.form->shape(), "form"));
    environment.declare("vars", vars_type(rules));
    environment.declare("parameters", parameters_type(rules));
    environment.declare("applicant", applicant_type());
    environment.declare("overlap", overlap_type());
    environment.declare("application", application_type());
    environment.declare("round", round_type());
    environment.declare("fund", integers("fund", {"available", "reserved", "committed", "paid", "invested"}));
    environment.declare("money", integers("money", {"reserved", "committed", "paid", "invested", "recovered", "due"}));
    environment.declare("reviews", type::map(type::string(), review_type()));
    environment.declare("votes", type::map(type::string(), vote_type()));
    environment.declare("documents", type::map(type::string(), type::integer()));
    environment.declare("payments", type::map(type::string(), payment_type()));
    environment.declare("objections", integers("objections", {"open", "received"}));
    environment.declare("signatures", type::map(type::string(), type::list(type::string())));
    environment.declare("event", object("event", {{"type", type::string()}, {"data", type::dynamic()}}));
    environment.declare("actor", actor_type());
    environment.declare("time", type::timestamp());
    add_functions(environment);
    return environment;
}

cel::environment match_vocabulary(const programme& rules) {
    cel::environment environment;
    environment.declare("profile", type_of(profile_schema().shape(), "profile"));
    environment.declare("parameters", parameters_type(rules));
    environment.declare("time", type::timestamp());
    add_functions(environment);
    return environment;
}

cel::environment with_pool(const cel::environment& base) {
    cel::environment environment = base;
    environment.declare("pool", integers("pool", {"amount", "claims", "count"}));
    return environment;
}

cel::environment with_event(const cel::environment& base, const schema::schema* data) {
    cel::environment environment = base;
    const type of_data = data ? type_of(data->shape(), "event.data") : type::dynamic();
    environment.declare("event", object("event", {{"type", type::string()}, {"data", of_data}}));
    return environment;
}

} // namespace sluice::programme

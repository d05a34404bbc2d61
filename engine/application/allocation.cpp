#include "engine/application/allocation.hpp"

#include "engine/application/scope.hpp"
#include "engine/ledger/brackets.hpp"
#include "engine/programme/vocabulary.hpp"

#include <fmt/format.h>

#include <utility>

namespace sluice::application {
namespace {

using programme::allocation_mode;
using programme::allocation_rules;

/// The most numbers that a score is made of.
constexpr std::size_t score_numbers_max = 16;

result<fen> amount_of(const result<cel::value>& evaluated, const char* what) {
    if (!evaluated) return evaluated.error();
    const fen amount{evaluated->as_integer()};
    if (amount >= fen{} && amount <= fen_max) return amount;
    return refuse(reason::amount_invalid,
                  {fmt::format("“{}”算得 {} 元，须不小于零", what, to_yuan(amount)),
                   fmt::format("“{}” gives {} yuan; it has to be zero or above", what, to_yuan(amount))});
}

refusal bad_score() {
    return refuse(reason::guard_failed, {"评分须为数字或数字的列表", "A score is a number or a list of numbers"});
}

result<double> number_of(const cel::value& each) {
    if (each.kind() == cel::value_kind::integer) return static_cast<double>(each.as_integer());
    if (each.kind() == cel::value_kind::floating && each.as_floating() == each.as_floating()) return each.as_floating();
    return bad_score();
}

result<std::vector<double>> score_of(const result<cel::value>& evaluated) {
    if (!evaluated) return evaluated.error();
    std::vector<double> score;
    const bool several = evaluated->kind() == cel::value_kind::list;
    const std::size_t count = several ? evaluated->size() : 1;
    if (count > score_numbers_max) return bad_score();
    for (std::size_t index = 0; index < count; ++index) {
        const auto number = number_of(several ? evaluated->at(index) : *evaluated);
        if (!number) return number.error();
        score.push_back(*number);
    }
    return score;
}

result<fen> bracket_award(const result<cel::value>& evaluated, fen claim) {
    if (!evaluated) return evaluated.error();
    std::vector<ledger::bracket> table;
    for (std::size_t index = 0; index < evaluated->size() && index <= ledger::brackets_max; ++index) {
        const auto row = evaluated->at(index);
        if (row.size() != 2)
            return refuse(reason::definition_invalid,
                          {"分档表每行须为 [下限, 金额]", "A row of the table is [from, award]"});
        table.push_back({fen{row.at(0).as_integer()}, fen{row.at(1).as_integer()}});
    }
    return ledger::award_of(table, claim);
}

const allocation_rules& section_of(const listed_application& each, const programme::programme& otherwise) {
    return each.rules->allocation ? *each.rules->allocation : otherwise.allocation.value();
}

/// The application's values, with an event that says nothing.
class values_of {
public:
    explicit values_of(const listed_application& each)
        : scope_{*each.rules, *each.state, *each.known} {
        scope_.set_event("", json::object());
    }

    result<cel::value> evaluate(const cel::expression& expression) { return expression.evaluate(scope_.activation()); }

    result<cel::value> evaluate(const cel::expression& expression, const cel::environment& environment,
                                cel::value pool) {
        const auto& known = scope_.activation();
        cel::activation values{environment, static_cast<const programme::configuration_view*>(&scope_)};
        for (const auto& each : known.declared()->variables)
            if (const auto* bound = known.find(each.name)) values.bind(each.name, *bound);
        values.bind("pool", std::move(pool));
        return expression.evaluate(values);
    }

private:
    scope scope_;
};

result<appraisal> appraise(const allocation_rules& section, const ledger::round_budget& budget,
                           const listed_application& each) {
    values_of values{each};
    appraisal made;
    made.application = each.state->number;
    const auto claim = amount_of(values.evaluate(section.claim.value()), "claim");
    if (!claim) return claim.error();
    made.claim = *claim;
    made.weighed = {made.application, {}, *claim, {}, {}};
    if (section.group) {
        const auto key = values.evaluate(*section.group);
        if (!key) return key.error();
        made.pool = budget.pool_of(std::string{key->as_string()});
        made.weighed.pool = made.pool;
    }
    if (section.cap) {
        const auto cap = amount_of(values.evaluate(*section.cap), "cap");
        if (!cap) return cap.error();
        made.weighed.cap = *cap;
    }
    if (section.brackets) {
        const auto award = bracket_award(values.evaluate(*section.brackets), *claim);
        if (!award) return award.error();
        made.weighed.amount = *award;
    }
    if (section.score) {
        auto score = score_of(values.evaluate(*section.score));
        if (!score) return score.error();
        made.weighed.score = std::move(*score);
    }
    return made;
}

struct pool_claims {
    fen sum;
    std::size_t count = 0;
};

result<void> apply_formula(const programme::programme& rules, const std::map<std::string, fen>& pools,
                           std::span<const listed_application> list, std::vector<appraisal>& appraised) {
    std::map<std::string, pool_claims> claims;
    for (const auto& each : appraised) {
        claims[each.pool].sum += each.claim;
        ++claims[each.pool].count;
    }
    for (std::size_t index = 0; index < list.size(); ++index) {
        auto& each = appraised[index];
        const auto pool = pools.find(each.pool);
        const auto& all = claims[each.pool];
        const auto amount = formula_amount(section_of(list[index], rules), list[index],
                                           pool == pools.end() ? fen{} : pool->second, all.sum, all.count);
        if (!amount) return amount.error();
        each.weighed.amount = *amount;
    }
    return {};
}

} // namespace

ledger::division_rules division_rules_of(const allocation_rules& section) {
    const bool by_rank = section.mode == allocation_mode::ranked || section.score.has_value();
    if (section.mode == allocation_mode::budget_share) return {ledger::division_mode::budget_share, section.when_short};
    if (by_rank && section.mode != allocation_mode::pro_rata)
        return {ledger::division_mode::ranked, section.when_short};
    return {ledger::division_mode::pro_rata, section.when_short};
}

result<std::string> group_of(const listed_application& each) {
    if (!each.rules->allocation || !each.rules->allocation->group) return std::string{};
    values_of values{each}; // the key may be a view into them
    const auto key = values.evaluate(*each.rules->allocation->group);
    if (!key) return key.error();
    return std::string{key->as_string()};
}

result<shared_list> share_out(const programme::programme& rules, const ledger::round_budget& budget,
                              const std::map<std::string, fen>& pools, std::span<const listed_application> list) {
    const auto named = [](refusal why, const listed_application& each) {
        why.place = each.state->number;
        return why;
    };
    shared_list made;
    for (const auto& each : list) {
        auto appraised = appraise(section_of(each, rules), budget, each);
        if (!appraised) return named(appraised.error(), each);
        made.list.push_back(std::move(*appraised));
    }
    if (rules.allocation->formula)
        if (const auto done = apply_formula(rules, pools, list, made.list); !done) return done.error();
    std::vector<ledger::candidate> candidates;
    for (const auto& each : made.list)
        candidates.push_back(each.weighed);
    auto divided = ledger::divide(pools, std::move(candidates), division_rules_of(*rules.allocation));
    if (!divided) return divided.error();
    made.divided = std::move(*divided);
    return made;
}

result<fen> formula_amount(const allocation_rules& section, const listed_application& each, fen pool, fen claims,
                           std::size_t count) {
    const auto entry = [](const char* name, std::int64_t number) {
        return std::pair{cel::value::string(name), cel::value::integer(number)};
    };
    auto seen = cel::value::map({entry("amount", pool.count()), entry("claims", claims.count()),
                                 entry("count", static_cast<std::int64_t>(count))});
    if (!seen) return seen.error();
    auto amount = amount_of(values_of{each}.evaluate(section.formula.value(),
                                                     programme::with_pool(each.rules->vocabulary), std::move(*seen)),
                            "formula");
    if (amount.has_error()) {
        auto why = amount.error();
        why.place = each.state->number;
        return why;
    }
    return amount;
}

} // namespace sluice::application

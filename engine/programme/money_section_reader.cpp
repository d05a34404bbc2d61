// The sections of workflow.json about money: `payments` and `allocation`.

#include "engine/programme/definition_reader.hpp"
#include "engine/programme/vocabulary.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace sluice::programme {

using value_t = ordered_json::value_t;

namespace {

constexpr std::array modes{
    std::pair{"pro_rata", allocation_mode::pro_rata}, std::pair{"budget_share", allocation_mode::budget_share},
    std::pair{"ranked", allocation_mode::ranked},     std::pair{"brackets", allocation_mode::brackets},
    std::pair{"formula", allocation_mode::formula},   std::pair{"first_come", allocation_mode::first_come}};

constexpr std::array ways_when_short{std::pair{"stop", ledger::when_short::stop},
                                     std::pair{"pay_part", ledger::when_short::pay_part},
                                     std::pair{"pass_over", ledger::when_short::pass_over}};

template<class Named>
auto find_named(const Named& all, const std::string& name) {
    std::optional<decltype(all.front().second)> found;
    for (const auto& [known, value] : all)
        if (name == known) found = value;
    return found;
}

} // namespace

void definition_reader::read_payments() {
    const auto* section = member(document_, "payments", "", value_t::object, false);
    if (!section) return;
    has_only(*section, {"prepare", "approve", "record", "instrument", "payee"}, "/payments");
    made_->payments.prepare = roles_at(*section, "prepare", "/payments");
    made_->payments.approve = roles_at(*section, "approve", "/payments");
    made_->payments.record = roles_at(*section, "record", "/payments");
    const auto instrument = string_at(*section, "instrument", "/payments", false);
    if (!instrument.empty() && instrument != "grant" && instrument != "investment")
        defect_at("/payments/instrument", {"须为 grant 或 investment", "This is either grant or investment"});
    made_->payments.investment = instrument == "investment";
}

void definition_reader::read_payee(const cel::environment& vocabulary) {
    const auto* payments = member(document_, "payments", "", value_t::object, false);
    const auto* section = payments ? member(*payments, "payee", "/payments", value_t::object, false) : nullptr;
    if (!section) return;
    const std::string place = "/payments/payee";
    has_only(*section, {"holder", "number", "bank"}, place);
    const auto read = [&](const char* name) {
        return expression_at(string_at(*section, name, place), vocabulary, cel::type::string(), place + "/" + name);
    };
    auto holder = read("holder"), number = read("number"), bank = read("bank");
    if (holder && number && bank)
        made_->payments.payee = payee_rules{std::move(*holder), std::move(*number), std::move(*bank)};
}

void definition_reader::read_allocation(const cel::environment& vocabulary) {
    const auto* section = member(document_, "allocation", "", value_t::object, false);
    if (!section) return;
    has_only(*section,
             {"mode", "state", "claim", "cap", "score", "brackets", "formula", "group", "when_short", "waiting_list",
              "close_below", "decide", "redistribute"},
             "/allocation");
    allocation_rules rules;
    const auto mode = find_named(modes, string_at(*section, "mode", "/allocation"));
    if (!mode)
        defect_at("/allocation/mode", {"分配方式须为 pro_rata、budget_share、ranked、brackets、formula 或 first_come",
                                       "The mode is pro_rata, budget_share, ranked, brackets, formula or first_come"});
    rules.mode = mode.value_or(allocation_mode::pro_rata);
    if (rules.mode != allocation_mode::first_come) {
        rules.state = string_at(*section, "state", "/allocation");
        if (!made_->chart->find(rules.state))
            defect_at("/allocation/state",
                      {fmt::format("没有状态“{}”", rules.state), fmt::format("There is no state “{}”", rules.state)});
        rules.decide = roles_at(*section, "decide", "/allocation");
    }
    read_allocation_amounts(rules, *section, vocabulary);
    read_allocation_ways(rules, *section);
    made_->allocation = std::move(rules);
}

void definition_reader::read_allocation_amounts(allocation_rules& rules, const ordered_json& section,
                                                const cel::environment& vocabulary) {
    using enum allocation_mode;
    const auto number = cel::type::integer();
    const auto table = cel::type::list(cel::type::list(number));
    rules.claim = allocation_expression(section, "claim", rules.mode != first_come, vocabulary, number);
    rules.cap = allocation_expression(section, "cap", rules.mode == budget_share, vocabulary, number);
    rules.brackets = allocation_expression(section, "brackets", rules.mode == brackets, vocabulary, table);
    rules.formula = allocation_expression(section, "formula", rules.mode == formula, with_pool(vocabulary), number);
    rules.score = score_expression(section, rules.mode == ranked, vocabulary);
    if (section.contains("group"))
        rules.group = allocation_expression(section, "group", true, vocabulary, cel::type::string());
}

/// An expression that this mode needs; one that it has no use for is a defect.
std::optional<cel::expression> definition_reader::allocation_expression(const ordered_json& section, const char* name,
                                                                        bool wanted, const cel::environment& vocabulary,
                                                                        const cel::type& type) {
    const auto place = std::string{"/allocation/"} + name;
    if (!wanted) {
        if (section.contains(name))
            defect_at(place, {fmt::format("此分配方式不用“{}”", name),
                              fmt::format("This mode of allocation has no use for “{}”", name)});
        return std::nullopt;
    }
    return expression_at(string_at(section, name, "/allocation"), vocabulary, type, place);
}

std::optional<cel::expression> definition_reader::score_expression(const ordered_json& section, bool wanted,
                                                                   const cel::environment& vocabulary) {
    const auto source = string_at(section, "score", "/allocation", wanted);
    if (source.empty()) return std::nullopt;
    auto compiled = cel::expression::compile(source, vocabulary);
    if (!compiled) {
        defect_from(compiled.error(), "/allocation/score");
        return std::nullopt;
    }
    const auto& type = compiled->result_type();
    for (const auto& number : {cel::type::integer(), cel::type::floating()})
        if (type.is_dynamic() || type == number || type == cel::type::list(number)) return std::move(*compiled);
    defect_at("/allocation/score", {"评分须为数字或数字的列表", "A score is a number or a list of numbers"});
    return std::nullopt;
}

void definition_reader::read_allocation_ways(allocation_rules& rules, const ordered_json& section) {
    const auto truth = [&](const char* name) {
        const auto* given = member(section, name, "/allocation", value_t::boolean, false);
        return given && given->get<bool>();
    };
    rules.redistribute = truth("redistribute");
    rules.waiting_list = truth("waiting_list");
    if (const auto given = string_at(section, "when_short", "/allocation", false); !given.empty()) {
        const auto way = find_named(ways_when_short, given);
        if (!way || !rules.score)
            defect_at("/allocation/when_short", {"须为 stop、pay_part 或 pass_over，且须有评分（score）",
                                                 "This is stop, pay_part or pass_over, and goes with a score"});
        rules.when_short = way.value_or(ledger::when_short::stop);
    }
    if (const auto* below = member(section, "close_below", "/allocation", value_t::object, false)) {
        const auto amount = money_from_json(json(*below), "/allocation/close_below");
        if (amount)
            rules.close_below = *amount;
        else
            defect_from(amount.error());
    }
}

} // namespace sluice::programme

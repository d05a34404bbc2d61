#include "engine/verifier/outline.hpp"

#include "engine/base/fen.hpp"
#include "engine/verifier/expression_book.hpp"
#include "engine/verifier/liveness.hpp"

#include <algorithm>
#include <set>

namespace sluice::verifier {
namespace {

using name_set = std::set<std::string>;

void add_variables(const expression_book& book, expression_pointer in, name_set& to) {
    if (!in) return;
    for (const auto& each : in->nodes)
        if (each.from == source_kind::variable) to.insert(book.text(each.name));
}

bool is_comparison(const std::string& name) {
    using namespace cel::operators;
    return name == equal || name == not_equal || name == less || name == less_equal || name == greater ||
           name == greater_equal;
}

bool moves_money(const std::string& action) {
    static const std::set<std::string, std::less<>> kinds{"reserve",     "commit",  "release",
                                                          "payment_due", "receive", "write_off"};
    return kinds.contains(action);
}

/// Sums and differences of variables and constants: what can be followed exactly.
bool is_linear(const followed_expression& of) {
    for (cel::node_index index = 0; index < of.nodes.size(); ++index) {
        const auto& node = of.tree.nodes[index];
        const auto from = of.nodes[index].from;
        const bool sum = node.kind == cel::node_kind::call &&
                         (node.name == cel::operators::add || node.name == cel::operators::subtract);
        const bool inside = node.kind == cel::node_kind::identifier; // `vars` of `vars.award`
        if (from == source_kind::variable || from == source_kind::parameter || sum || inside ||
            node.kind == cel::node_kind::literal)
            continue;
        return false;
    }
    return true;
}

/// Adds the variables of which those found are made, by sums and differences.
void add_sources(const expression_book& book, name_set& found) {
    for (std::size_t before = 0; before != found.size();) {
        before = found.size();
        for (const auto& each : book.actions())
            if (each.type == "assign")
                for (const auto& parameter : each.parameters)
                    if (found.contains(parameter.name) && parameter.expression && is_linear(*parameter.expression))
                        add_variables(book, parameter.expression, found);
    }
}

/// Variables that become amounts of money.
name_set amount_variables(const expression_book& book) {
    name_set found;
    for (const auto& each : book.actions())
        if (moves_money(each.type))
            for (const auto& parameter : each.parameters)
                if (parameter.name == "amount") add_variables(book, parameter.expression, found);
    add_sources(book, found);
    return found;
}

/// Variables whose value a condition can be told from: all but those that are only multiplied or compared with what is
/// outside.
name_set condition_variables(const expression_book& book) {
    name_set found;
    const auto add = [&](expression_pointer in) {
        if (!in) return;
        for (cel::node_index index = 0; index < in->nodes.size(); ++index) {
            const auto& node = in->tree.nodes[index];
            const bool sum = node.name == cel::operators::add || node.name == cel::operators::subtract;
            const bool measured = node.kind != cel::node_kind::call || is_comparison(node.name) || sum ||
                                  node.name == cel::operators::logical_and || node.name == cel::operators::logical_or ||
                                  node.name == cel::operators::logical_not || node.name == cel::operators::conditional;
            if (index == in->tree.root && in->nodes[index].from == source_kind::variable)
                found.insert(book.text(in->nodes[index].name));
            if (!measured) continue;
            for (const auto child : node.children)
                if (in->nodes[child].from == source_kind::variable) found.insert(book.text(in->nodes[child].name));
        }
    };
    for (const auto& each : book.transitions()) {
        add(each.guard);
        for (const auto* wanted : each.requirements)
            add(wanted);
    }
    add_sources(book, found);
    return found;
}

std::optional<std::int64_t> constant_of(const programme::programme& rules, const expression_book& book,
                                        const followed_expression& in, cel::node_index index) {
    const auto& node = in.tree.nodes[index];
    if (node.kind == cel::node_kind::literal && node.literal.kind() == cel::value_kind::integer)
        return node.literal.as_integer();
    if (in.nodes[index].from != source_kind::parameter) return std::nullopt;
    const auto found = rules.parameters.find(book.text(in.nodes[index].name));
    if (found == rules.parameters.end() || !found->is_number_integer()) return std::nullopt;
    return found->get<std::int64_t>();
}

/// Where comparisons of a variable with a constant change their answer.
void add_thresholds(const programme::programme& rules, const expression_book& book, const followed_expression& in,
                    outline& to) {
    for (const auto& node : in.tree.nodes) {
        if (node.kind != cel::node_kind::call || !is_comparison(node.name) || node.children.size() != 2) continue;
        for (const std::size_t side : {0U, 1U}) {
            const auto& facts = in.nodes[node.children[side]];
            if (facts.from != source_kind::variable) continue;
            const auto index = to.variable(book.text(facts.name));
            const auto constant = constant_of(rules, book, in, node.children[1 - side]);
            if (!index || !constant) continue;
            auto& thresholds = to.variables[*index].thresholds;
            for (const auto each : {-1, 0, 1})
                thresholds.push_back(bounded_sum(*constant, each));
        }
    }
}

/// What the variable can be given outright.
void add_constants(const programme::programme& rules, const expression_book& book, outline& to) {
    for (const auto& each : book.actions()) {
        if (each.type != "assign") continue;
        for (const auto& parameter : each.parameters) {
            const auto index = to.variable(parameter.name);
            if (!index) continue;
            auto& constants = to.variables[*index].constants;
            if (parameter.literal->is_number_integer()) constants.push_back(parameter.literal->get<std::int64_t>());
            if (const auto money = money_from_json(json(*parameter.literal), "")) constants.push_back(money->count());
            if (!parameter.expression) continue;
            for (cel::node_index node = 0; node < parameter.expression->nodes.size(); ++node)
                if (const auto value = constant_of(rules, book, *parameter.expression, node))
                    constants.push_back(*value);
        }
    }
}

void sort_unique(std::vector<std::int64_t>& values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

std::vector<std::string> roles_of(const programme::programme& rules) {
    std::set<std::string> all{"applicant", "public", "reviewer", "system"};
    for (const auto& each : rules.transitions)
        all.insert(each.by.begin(), each.by.end());
    for (const auto& [name, panel] : rules.panels)
        all.insert(panel.assign.begin(), panel.assign.end());
    for (const auto* each : {&rules.payments.prepare, &rules.payments.approve, &rules.payments.record})
        all.insert(each->begin(), each->end());
    if (rules.allocation) all.insert(rules.allocation->decide.begin(), rules.allocation->decide.end());
    for (const auto& [name, check] : rules.spot_checks)
        all.insert(check.decide.begin(), check.decide.end());
    std::vector<std::string> kept{all.begin(), all.end()};
    if (kept.size() > roles_max) kept.resize(roles_max);
    return kept;
}

std::int64_t largest_amount(const programme::programme& rules) {
    std::int64_t largest = 1'000'000;
    for (const auto& each : rules.parameters)
        if (each.is_number_integer()) largest = std::max(largest, each.get<std::int64_t>());
    return std::min<std::int64_t>(largest, 1'000'000'000'000'000);
}

} // namespace

std::optional<std::size_t> outline::variable(std::string_view name) const {
    const auto found =
        std::lower_bound(variables.begin(), variables.end(), name,
                         [](const tracked_variable& each, std::string_view wanted) { return each.name < wanted; });
    if (found == variables.end() || found->name != name) return std::nullopt;
    return static_cast<std::size_t>(found - variables.begin());
}

role_set outline::bit(std::string_view name) const {
    const auto found = std::find(roles.begin(), roles.end(), name);
    return found == roles.end() ? 0 : role_set{1} << (found - roles.begin());
}

role_set outline::bits(const std::vector<std::string>& names) const {
    role_set all = 0;
    for (const auto& each : names)
        all |= bit(each);
    return all;
}

std::vector<std::string> outline::names(role_set of) const {
    std::vector<std::string> found;
    for (std::size_t index = 0; index < roles.size(); ++index)
        if (of & (role_set{1} << index)) found.push_back(roles[index]);
    return found;
}

outline outline_of(const programme::programme& rules, const expression_book& book) {
    outline made;
    made.rules = &rules;
    made.roles = roles_of(rules);
    made.amount_max = largest_amount(rules);
    const auto amounts = amount_variables(book);
    auto deciding = condition_variables(book);
    deciding.insert(amounts.begin(), amounts.end());
    const bool takes_objections = std::any_of(book.actions().begin(), book.actions().end(),
                                              [](const auto& each) { return each.type == "open_objection"; });
    if (takes_objections) deciding.insert(objections_open);
    for (const auto& name : deciding) {
        if (name == objections_open || name == objections_received) {
            made.variables.push_back({name, programme::variable_type::integer, false, {0, 1, 2}, {0}});
            continue;
        }
        const auto declared = rules.variables.find(name);
        if (declared == rules.variables.end() || made.variables.size() == variables_max) continue;
        tracked_variable kept{name,
                              declared->second.type,
                              declared->second.type == programme::variable_type::money && amounts.contains(name),
                              {0, 1},
                              {}};
        if (declared->second.initial.is_number_integer())
            kept.constants.push_back(declared->second.initial.get<std::int64_t>());
        made.variables.push_back(std::move(kept));
    }
    for (const auto& each : book.expressions()) {
        add_thresholds(rules, book, *each, made);
        for (const auto& node : each->nodes) {
            made.statuses_matter = made.statuses_matter || node.from == source_kind::instalment_status;
            if (node.from != source_kind::money) continue;
            const auto& account = book.text(node.name);
            made.paid_matters = made.paid_matters || account == "paid" || account == "recovered";
        }
    }
    add_constants(rules, book, made);
    for (auto& each : made.variables) {
        sort_unique(each.thresholds);
        sort_unique(each.constants);
    }
    made.live = live_variables(made, book);
    if (const auto open = made.variable(objections_open)) // asked for at every end
        for (auto& each : made.live)
            each |= variable_set{1} << *open;
    std::set<std::string> notices;
    for (const auto& each : book.actions())
        if (each.type == "publish_notice")
            if (const auto* name = each.find("notice"); name && name->literal->is_string())
                notices.insert(name->literal->get<std::string>());
    made.notices.assign(notices.begin(), notices.end());
    for (const auto& [name, unused] : rules.panels)
        made.panels.push_back(name);
    return made;
}

} // namespace sluice::verifier

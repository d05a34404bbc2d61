#include "engine/verifier/expression_book.hpp"

#include "engine/cel/checker.hpp"
#include "engine/cel/parser.hpp"
#include "engine/programme/vocabulary.hpp"

#include <algorithm>
#include <stdexcept>

namespace sluice::verifier {
namespace {

using cel::node_kind;

/// `a.b` and `a['b']` are the same place.
std::string place_text(const cel::syntax_tree& tree, const std::vector<std::string>& texts, cel::node_index index) {
    const auto& node = tree.nodes[index];
    const auto child = [&](std::size_t which) -> const std::string& { return texts[node.children[which]]; };
    switch (node.kind) {
    case node_kind::literal:
        return node.literal.kind() == cel::value_kind::string ? "'" + std::string{node.literal.as_string()} + "'"
                                                              : node.literal.to_json().dump();
    case node_kind::identifier:
        return node.name;
    case node_kind::select:
        return child(0) + "." + node.name;
    case node_kind::test:
        return "has(" + child(0) + "." + node.name + ")";
    case node_kind::call: {
        if (node.name == cel::operators::index && tree.nodes[node.children[1]].kind == node_kind::literal &&
            tree.nodes[node.children[1]].literal.kind() == cel::value_kind::string)
            return child(0) + "." + std::string{tree.nodes[node.children[1]].literal.as_string()};
        break;
    }
    case node_kind::list:
    case node_kind::map:
    case node_kind::comprehension:
        break;
    }
    if (node.name == cel::operators::not_equal)
        return std::string{cel::operators::equal} + "(" + child(0) + "," + child(1) + ",)";
    std::string text = node.name.empty() ? "#" + std::to_string(static_cast<int>(node.kind)) : node.name;
    if (node.kind == node_kind::comprehension) text += std::to_string(static_cast<int>(node.comprehension));
    text += "(";
    for (const auto each : node.children)
        text += texts[each] + ",";
    return text + ")";
}

std::vector<std::string> steps_of(const std::string& place) {
    std::vector<std::string> steps;
    std::size_t from = 0;
    while (from <= place.size()) {
        const auto dot = std::min(place.find('.', from), place.size());
        steps.push_back(place.substr(from, dot - from));
        from = dot + 1;
    }
    return steps;
}

bool is_place(const cel::syntax_tree& tree, cel::node_index index) {
    const auto& node = tree.nodes[index];
    if (node.kind == node_kind::identifier) return node.means == cel::meaning::variable;
    if (node.kind == node_kind::select) return is_place(tree, node.children[0]);
    if (node.kind != node_kind::call || node.name != cel::operators::index) return false;
    const auto& key = tree.nodes[node.children[1]];
    return key.kind == node_kind::literal && key.literal.kind() == cel::value_kind::string &&
           is_place(tree, node.children[0]);
}

source_kind kind_of_place(const std::vector<std::string>& steps) {
    const auto& first = steps.front();
    if (first == "vars" && steps.size() == 2) return source_kind::variable;
    if (first == "parameters" && steps.size() == 2) return source_kind::parameter;
    if (first == "money" && steps.size() == 2) return source_kind::money;
    if (first == "payments" && steps.size() == 3 && steps[2] == "status") return source_kind::instalment_status;
    if (first == "payments" && steps.size() == 3 && steps[2] == "amount") return source_kind::instalment_amount;
    if (first == "objections" && steps.size() == 2) return source_kind::variable;
    if (first == "event") return source_kind::event;
    return source_kind::outside;
}

bool data_decide(const statechart::chart& chart, const statechart::transition& each) {
    const auto data_of = [](const statechart::transition& of) {
        const auto given = of.definition.find("data");
        return given == of.definition.end() ? ordered_json{} : *given;
    };
    return std::any_of(chart.transitions().begin(), chart.transitions().end(), [&](const auto& other) {
        return other.index != each.index && other.event == each.event &&
               chart.is_inside_or_same(each.source, other.source) && data_of(other) != data_of(each);
    });
}

} // namespace

const followed_parameter* followed_action::find(std::string_view name) const {
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const followed_parameter& each) { return each.name == name; });
    return found == parameters.end() ? nullptr : &*found;
}

expression_book::expression_book(const programme::programme& rules)
    : rules_{rules} {
    const auto& chart = *rules.chart;
    actions_.resize(chart.action_count());
    for (const auto& each : chart.states()) {
        add_actions(each.entry, rules.vocabulary);
        add_actions(each.exit, rules.vocabulary);
        add_actions(each.initial_actions, rules.vocabulary);
    }
    for (const auto& each : chart.transitions()) {
        const auto& declared = rules.transitions[each.index];
        const auto known = programme::with_event(rules.vocabulary, declared.data.get());
        intern(each.event);
        followed_transition made;
        if (declared.guard) made.guard = follow(declared.guard->source(), known, each.pointer + "/guard", each.index);
        for (std::size_t i = 0; i < declared.requirements.size(); ++i) {
            const auto& wanted = declared.requirements[i].that;
            const auto pointer = each.pointer + "/requires/" + std::to_string(i) + "/that";
            made.requirements.push_back(wanted ? follow(wanted->source(), known, pointer, each.index) : nullptr);
        }
        made.data_decides = data_decide(chart, each);
        transitions_.push_back(std::move(made));
        add_actions(each.actions, known, each.index);
    }
    add_sections();
    for (const char* status : {"due", "prepared", "approved", "sent", "paid", "cancelled"})
        intern(status);
    for (const auto& [name, unused] : rules.panels)
        intern(name);
}

/// What decides nothing about the way, but has names in it.
void expression_book::add_sections() {
    for (const auto& [name, each] : rules_.documents)
        if (each.required_when)
            follow(each.required_when->source(), rules_.vocabulary,
                   "/documents/" + pointer_step(name) + "/required_when");
    add_money_sections();
    for (const auto& each : rules_.chart->timers())
        if (each.delay.is_object() && each.delay.contains("cel"))
            follow(each.delay["cel"].get<std::string>(), rules_.vocabulary,
                   rules_.chart->transitions()[each.transition].pointer + "/delay/cel");
}

void expression_book::add_money_sections() {
    const auto follow_if = [&](const std::optional<cel::expression>& each, const cel::environment& known,
                               const char* pointer) {
        if (each) follow(each->source(), known, pointer);
    };
    if (const auto& allocation = rules_.allocation) {
        follow_if(allocation->claim, rules_.vocabulary, "/allocation/claim");
        follow_if(allocation->cap, rules_.vocabulary, "/allocation/cap");
        follow_if(allocation->score, rules_.vocabulary, "/allocation/score");
        follow_if(allocation->brackets, rules_.vocabulary, "/allocation/brackets");
        follow_if(allocation->formula, programme::with_pool(rules_.vocabulary), "/allocation/formula");
        follow_if(allocation->group, rules_.vocabulary, "/allocation/group");
    }
    if (const auto& payee = rules_.payments.payee) {
        follow(payee->holder.source(), rules_.vocabulary, "/payments/payee/holder");
        follow(payee->number.source(), rules_.vocabulary, "/payments/payee/number");
        follow(payee->bank.source(), rules_.vocabulary, "/payments/payee/bank");
    }
}

void expression_book::add_actions(const std::vector<statechart::action>& all, const cel::environment& known,
                                  std::optional<std::size_t> transition) {
    for (const auto& each : all) {
        followed_action made{each.type, each.pointer, {}};
        if (each.params.is_object())
            for (const auto& [name, value] : each.params.items()) {
                const bool computed = value.is_object() && value.size() == 1 && value.contains("cel");
                const auto pointer = each.pointer + "/params/" + pointer_step(name) + "/cel";
                made.parameters.push_back(
                    {name, computed ? follow(value["cel"].get<std::string>(), known, pointer, transition) : nullptr,
                     &value});
                if (value.is_string()) intern(value.get_ref<const std::string&>());
            }
        actions_[each.index] = std::move(made);
    }
}

text_number expression_book::intern(std::string_view text) {
    const auto [found, made] = numbers_.try_emplace(std::string{text}, static_cast<text_number>(texts_.size()));
    if (made) texts_.emplace_back(text);
    return found->second;
}

text_number expression_book::number(std::string_view text) const {
    const auto found = numbers_.find(std::string{text});
    return found == numbers_.end() ? unknown_text : found->second;
}

expression_pointer expression_book::follow(const std::string& source, const cel::environment& known,
                                           std::string pointer, std::optional<std::size_t> transition) {
    const cel::compile_limits limits;
    auto parsed = cel::parse(source, limits.depth_max);
    if (parsed.wrong || cel::check(parsed.tree, *known.shared(), true))
        throw std::logic_error("an expression that was compiled does not parse: " + source);
    auto made = std::make_unique<followed_expression>();
    made->source = source;
    made->tree = std::move(parsed.tree);
    made->nodes.resize(made->tree.nodes.size());
    std::vector<std::string> texts(made->nodes.size());
    for (cel::node_index index = 0; index < made->nodes.size(); ++index) {
        texts[index] = place_text(made->tree, texts, index);
        made->nodes[index].key = intern(texts[index]);
        describe(*made, index);
    }
    expressions_.push_back(std::move(made));
    places_.push_back({std::move(pointer), expressions_.back().get(), transition});
    return expressions_.back().get();
}

/// Children come before their parents, so that what is inside is known.
void expression_book::describe(followed_expression& made, cel::node_index index) {
    const auto& node = made.tree.nodes[index];
    auto& facts = made.nodes[index];
    facts.negated = node.kind == node_kind::call && node.name == cel::operators::not_equal;
    if (node.kind == node_kind::literal && node.literal.kind() == cel::value_kind::string)
        facts.name = intern(node.literal.as_string());
    if (is_place(made.tree, index)) {
        const auto steps = steps_of(texts_[static_cast<std::size_t>(facts.key)]);
        facts.from = kind_of_place(steps);
        if (facts.from == source_kind::event && steps.size() > 1)
            facts.name = intern(steps.back());
        else if (steps.size() > 1)
            facts.name = intern(steps[0] == "objections" ? "objections." + steps[1] : steps[1]);
        facts.followed = facts.from != source_kind::outside && facts.from != source_kind::parameter;
        return;
    }
    if (node.kind == node_kind::call && node.name == "In") {
        facts.from = source_kind::in_state;
        facts.name = made.nodes[node.children.back()].name;
        facts.followed = true;
        return;
    }
    if (node.kind == node_kind::test || node.kind == node_kind::comprehension) facts.from = source_kind::outside;
    for (const auto each : node.children)
        facts.followed = facts.followed || made.nodes[each].followed;
}

} // namespace sluice::verifier

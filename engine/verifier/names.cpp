// Names inside expressions that the types cannot check, and what is declared in vain.

#include "engine/verifier/inspection.hpp"
#include "engine/verifier/rules.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace sluice::verifier {
namespace {

using name_set = std::set<std::string>;

/// How many `$ref` are followed one after the other.
constexpr int references_max = 8;

struct known_names {
    name_set documents, panels, instalments, events, spot_checks;
    bool computed_instalments = false; ///< then any name may be one
};

known_names names_of(const inspected& in) {
    known_names known;
    for (const auto& [name, unused] : in.rules.documents)
        known.documents.insert(name);
    for (const auto& [name, unused] : in.rules.spot_checks)
        known.spot_checks.insert(name);
    known.panels.insert(in.of.panels.begin(), in.of.panels.end());
    for (const auto& each : in.chart().transitions())
        known.events.insert(each.event);
    for (const auto& each : in.book.actions()) {
        if (each.type != "payment_due") continue;
        const auto* name = each.find("instalment");
        if (!name) continue;
        if (name->literal->is_string())
            known.instalments.insert(name->literal->get<std::string>());
        else
            known.computed_instalments = true;
    }
    return known;
}

void unknown(const char* kind_zh, const char* kind_en, const std::string& name, const name_set& known,
             const std::string& pointer, finding_list& to) {
    const auto list = known.empty() ? std::string{"–"} : fmt::format("{}", fmt::join(known, ", "));
    to.push_back(make_finding(rules::unknown_name, pointer,
                              {fmt::format("没有{}“{}”；有：{}", kind_zh, name, list),
                               fmt::format("There is no {} “{}”; there are: {}", kind_en, name, list)}));
}

void inspect_place(const std::string& place, const known_names& known, const std::string& pointer, finding_list& to) {
    const auto dot = place.find('.');
    if (dot == std::string::npos) return;
    const auto root = place.substr(0, dot);
    const auto rest = place.substr(dot + 1);
    const auto name = rest.substr(0, rest.find('.'));
    if ((root == "documents" || root == "signatures") && !known.documents.contains(name))
        unknown("材料", "document", name, known.documents, pointer, to);
    if ((root == "reviews" || root == "votes") && !known.panels.contains(name))
        unknown("评审组", "panel", name, known.panels, pointer, to);
    if (root == "payments" && !known.computed_instalments && !known.instalments.contains(name))
        unknown("分期款", "instalment", name, known.instalments, pointer, to);
    constexpr std::string_view events = "application.events.";
    if (place.starts_with(events) && !known.events.contains(place.substr(events.size())))
        unknown("操作", "event", place.substr(events.size()), known.events, pointer, to);
}

/// Follows local references; null where they lead nowhere.
const ordered_json* resolved(const ordered_json& root, const ordered_json* at) {
    for (int hops = 0; at && at->is_object() && at->contains("$ref") && hops < references_max; ++hops) {
        const auto& reference = (*at)["$ref"];
        if (!reference.is_string() || !reference.get_ref<const std::string&>().starts_with("#")) return nullptr;
        const ordered_json::json_pointer where{reference.get<std::string>().substr(1)};
        at = root.contains(where) ? &root.at(where) : nullptr;
    }
    return at && at->is_object() ? at : nullptr;
}

/// The texts that a field can have, where the schema lists them.
std::optional<name_set> choices_at(const ordered_json& root, const ordered_json& schema, std::string_view place) {
    const auto* at = resolved(root, &schema);
    while (at && !place.empty()) {
        const auto dot = std::min(place.find('.'), place.size());
        const std::string name{place.substr(0, dot)};
        const auto properties = at->find("properties");
        if (properties == at->end() || !properties->contains(name)) return std::nullopt;
        at = resolved(root, &(*properties)[name]);
        place.remove_prefix(std::min(dot + 1, place.size()));
    }
    if (!at || !at->contains("enum")) return std::nullopt;
    name_set found;
    for (const auto& each : (*at)["enum"])
        if (each.is_string()) found.insert(each.get<std::string>());
    return found;
}

/// Comparisons of a field that has a list of values with a text that is not among them.
class choice_inspection {
public:
    choice_inspection(const inspected& in, const known_names& known, finding_list& to)
        : in_{in}
        , known_{known}
        , to_{to}
        , workflow_(ordered_json::parse(in.rules.files.at("workflow.json")))
        , form_(ordered_json::parse(in.rules.files.at(workflow_.value("form", "")))) {}

    void inspect(const expression_book::placed_expression& placed) {
        const auto& tree = placed.expression->tree;
        for (const auto& node : tree.nodes) {
            if (node.kind != cel::node_kind::call || node.children.size() != 2) continue;
            if (node.name != cel::operators::equal && node.name != cel::operators::not_equal) continue;
            for (const std::size_t side : {0U, 1U}) {
                const auto& literal = tree.nodes[node.children[1 - side]];
                if (literal.kind != cel::node_kind::literal || literal.literal.kind() != cel::value_kind::string)
                    continue;
                const auto& facts = placed.expression->nodes[node.children[side]];
                compare(placed, in_.book.text(facts.key), std::string{literal.literal.as_string()});
            }
        }
    }

private:
    void compare(const expression_book::placed_expression& placed, const std::string& place, const std::string& text) {
        const auto allowed = allowed_at(placed, place);
        if (!allowed || allowed->contains(text)) return;
        to_.push_back(
            make_finding(rules::unknown_choice, placed.pointer,
                         {fmt::format("{} 从不会是“{}”；可能是：{}", place, text, fmt::join(*allowed, "、")),
                          fmt::format("{} is never “{}”; it can be: {}", place, text, fmt::join(*allowed, ", "))}));
    }

    std::optional<name_set> allowed_at(const expression_book::placed_expression& placed, const std::string& place) {
        if (place.starts_with("form.")) return choices_at(form_, form_, std::string_view{place}.substr(5));
        if (place.starts_with("payments.") && place.ends_with(".status"))
            return name_set{"due", "prepared", "approved", "paid", "cancelled"};
        constexpr std::string_view data = "event.data.";
        if (!place.starts_with(data) || !placed.transition) return std::nullopt;
        const auto& transition = in_.chart().transitions()[*placed.transition];
        if (transition.event == "panel.completed" && place == "event.data.panel") return known_.panels;
        if (transition.event.starts_with("spot_check.") && place == "event.data.check") return known_.spot_checks;
        if (transition.event == "payment.paid" && place == "event.data.instalment" && !known_.computed_instalments)
            return known_.instalments;
        const auto schema = transition.definition.find("data");
        if (schema == transition.definition.end()) return std::nullopt;
        return choices_at(workflow_, *schema, std::string_view{place}.substr(data.size()));
    }

    const inspected& in_;
    const known_names& known_;
    finding_list& to_;
    ordered_json workflow_, form_;
};

void find_unused(const inspected& in, finding_list& to) {
    const auto& text = in.rules.files.at("workflow.json");
    const auto is_read = [&](const std::string& place) {
        for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at + 1)) {
            const auto next = at + place.size() < text.size() ? text[at + place.size()] : ' ';
            if (!std::isalnum(static_cast<unsigned char>(next)) && next != '_') return true;
        }
        return false;
    };
    const auto say = [&](const std::string& pointer, const char* zh, const char* en, const std::string& name) {
        to.push_back(make_finding(
            rules::unused, pointer,
            {fmt::format("{}“{}”没有用到", zh, name), fmt::format("The {} “{}” is used nowhere", en, name)}, {},
            severity::warning));
    };
    name_set assigned, opened;
    for (const auto& each : in.book.actions()) {
        if (each.type == "assign")
            for (const auto& parameter : each.parameters)
                assigned.insert(parameter.name);
        if (each.type == "open_panel")
            if (const auto* panel = each.find("panel"); panel && panel->literal->is_string())
                opened.insert(panel->literal->get<std::string>());
    }
    for (const auto& [name, unused] : in.rules.variables)
        if (!assigned.contains(name) && !is_read("vars." + name))
            say("/variables/" + pointer_step(name), "变量", "variable", name);
    for (const auto& [name, unused] : in.rules.parameters.items())
        if (!is_read("parameters." + name)) say("/parameters/" + pointer_step(name), "参数", "parameter", name);
    for (const auto& [name, unused] : in.rules.roles)
        if (in.of.bit(name) == 0) say("/roles/" + pointer_step(name), "角色", "role", name);
    for (const auto& name : in.of.panels)
        if (!opened.contains(name)) say("/panels/" + pointer_step(name), "评审组", "panel", name);
}

void find_idle_requirements(const inspected& in, finding_list& to) {
    name_set taken;
    std::vector<bool> tried(in.chart().transitions().size());
    for (const auto& each : in.space.edges())
        for (const auto number : each.taken)
            tried[number] = true;
    for (const auto& each : in.chart().transitions()) {
        if (!tried[each.index]) continue; // a dead transition: said elsewhere
        const auto& followed = in.book.transition(each.index);
        for (std::size_t i = 0; i < followed.requirements.size(); ++i) {
            const auto* wanted = followed.requirements[i];
            if (!wanted || in.space.may_fail(wanted)) continue;
            to.push_back(make_finding(
                rules::requirement_never_fails, fmt::format("{}/requires/{}", each.pointer, i),
                {fmt::format("这项要求“{}”总是满足，起不了作用", wanted->source),
                 fmt::format("The requirement “{}” always holds: it keeps nobody from anything", wanted->source)},
                {}, severity::warning));
        }
    }
}

void inspect_separations(const inspected& in, finding_list& to) {
    static const name_set steps{"payment:approve", "payment:prepare", "payment:record", "payment:send_back"};
    for (const auto& each : in.chart().transitions()) {
        const auto& names = in.rules.transitions[each.index].separate_from;
        for (std::size_t i = 0; i < names.size(); ++i)
            if (names[i].starts_with("payment:") && !steps.contains(names[i]))
                unknown("付款步骤", "step of a payment", names[i], steps,
                        fmt::format("{}/separate_from/{}", each.pointer, i), to);
    }
}

} // namespace

void inspect_names(const inspected& in, finding_list& to) {
    const auto known = names_of(in);
    choice_inspection choices{in, known, to};
    for (const auto& placed : in.book.places()) {
        name_set seen;
        for (const auto& each : placed.expression->nodes) {
            const auto& key = in.book.text(each.key);
            if (each.from == source_kind::in_state) {
                const auto& state = in.book.text(each.name);
                if (!in.chart().find(state)) unknown("状态", "state", state, {}, placed.pointer, to);
            } else if (each.from != source_kind::computed && seen.insert(key.substr(0, key.rfind('.'))).second) {
                inspect_place(key, known, placed.pointer, to);
            }
        }
        choices.inspect(placed);
    }
    inspect_separations(in, to);
    find_unused(in, to);
    if (in.space.complete()) find_idle_requirements(in, to);
}

} // namespace sluice::verifier

#include "tests/application/random_definition.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace sluice::test {
namespace {

using node = random_definition::node;

constexpr std::size_t depth_max = 4;

std::size_t pick(std::mt19937_64& random, std::size_t below) {
    return std::uniform_int_distribution<std::size_t>{0, below - 1}(random);
}

bool chance(std::mt19937_64& random, unsigned percent) {
    return pick(random, 100) < percent;
}

void visit(node& at, const std::function<void(node&, node*)>& see, node* parent = nullptr) {
    see(at, parent);
    for (auto& child : at.children)
        visit(child, see, &at);
}

void visit(const node& at, const std::function<void(const node&)>& see) {
    see(at);
    for (const auto& child : at.children)
        visit(child, see);
}

std::vector<node*> all_of(node& root) {
    std::vector<node*> found;
    visit(root, [&](node& each, node*) { found.push_back(&each); });
    return found;
}

bool is_real(const node& each) {
    return each.type != "history";
}

ordered_json to_json(const node& each, std::size_t& events, bool top) {
    ordered_json written = ordered_json::object();
    written["id"] = each.id;
    if (!each.type.empty()) written["type"] = each.type;
    if (each.type == "history") {
        written["history"] = each.deep ? "deep" : "shallow";
        if (!each.targets.empty()) written["target"] = "#" + each.targets.front();
        return written;
    }
    if (!each.assigns.empty())
        written["entry"] = ordered_json::array(
            {{{"type", "assign"}, {"params", {{each.assigns, {{"cel", "vars." + each.assigns + " + 1"}}}}}}});
    if (!top)
        for (const auto& target : each.targets)
            written["on"]["e" + std::to_string(events++)] = {{"title", {{"zh", "去"}, {"en", "Go"}}},
                                                             {"by", ordered_json::array({"officer"})},
                                                             {"target", "#" + target}};
    for (const auto& [delay, target] : each.timers)
        written["after"].push_back({{"delay", delay}, {"target", "#" + target}, {"pausable", each.pausable}});
    if (each.children.empty()) return written;
    if (each.type != "parallel")
        for (const auto& child : each.children)
            if (is_real(child)) {
                written["initial"] = child.id;
                break;
            }
    for (const auto& child : each.children)
        written["states"][child.id] = to_json(child, events, false);
    return written;
}

/// Whether anything of the node is active.
bool is_active(const node& each, const std::set<std::string>& leaves) {
    bool found = false;
    visit(each, [&](const node& inner) { found = found || leaves.contains(inner.id); });
    return found;
}

std::string fault_below(const node& each, const std::set<std::string>& leaves, bool whole) {
    std::size_t active = 0, real = 0;
    for (const auto& child : each.children) {
        if (!is_real(child)) continue;
        ++real;
        if (!is_active(child, leaves)) continue;
        ++active;
        if (auto fault = fault_below(child, leaves, whole); !fault.empty()) return fault;
    }
    if (real == 0) return is_real(each) ? "" : each.id + " is a history";
    const bool itself = leaves.contains(each.id);
    if (whole && itself) return each.id + " is no innermost state";
    if (!whole && itself && active == 0) return "";
    if (each.type == "parallel") return active == real || !whole ? "" : each.id + " lacks a region";
    return active == 1 ? "" : each.id + " has " + std::to_string(active) + " active children";
}

} // namespace

void random_definition::grow(node& at, std::size_t depth, std::mt19937_64& random) {
    const std::size_t count = 2 + pick(random, 3);
    for (std::size_t i = 0; i < count; ++i) {
        node child;
        child.id = fresh();
        if (depth < depth_max && chance(random, depth == 0 ? 50 : 30)) {
            child.type = chance(random, 40) ? "parallel" : "";
            grow(child, depth + 1, random);
        } else if (at.type == "parallel") {
            grow(child, depth + 1, random);
        } else if (i + 1 == count && i > 0 && chance(random, 40)) {
            child.type = "final";
        }
        at.children.push_back(std::move(child));
    }
    if (at.type.empty() && depth > 0 && chance(random, 40)) {
        node history;
        history.id = fresh();
        history.type = "history";
        history.deep = chance(random, 50);
        history.targets.push_back(at.children.front().id);
        at.children.push_back(std::move(history));
    }
}

void random_definition::connect(std::mt19937_64& random) {
    static const std::vector<std::string> delays{"1 working days", "3 working days", "7 working days",
                                                 "10 days",        "36 hours",       "1 month"};
    std::vector<std::string> tops, histories;
    for (const auto& each : root_.children)
        if (is_real(each)) tops.push_back(each.id);
    visit(root_, [&](node& each, node* parent) {
        if (each.type == "history") histories.push_back(each.id);
        if (!parent || !is_real(each) || each.type == "final") return;
        const auto target = [&]() -> std::string {
            std::vector<std::string> siblings;
            if (parent->type != "parallel")
                for (const auto& other : parent->children)
                    if (is_real(other) && (each.id != other.id || parent == &root_)) siblings.push_back(other.id);
            if (!siblings.empty() && chance(random, 75)) return siblings[pick(random, siblings.size())];
            if (parent == &root_ && !histories.empty() && chance(random, 40))
                return histories[pick(random, histories.size())];
            return tops[pick(random, tops.size())];
        };
        for (std::size_t i = each.targets.size(); i < 1 + pick(random, 2); ++i)
            each.targets.push_back(target());
        if (each.timers.empty() && chance(random, 35)) {
            each.pausable = chance(random, 50);
            for (std::size_t i = 0; i < 1 + pick(random, 2); ++i)
                each.timers.emplace_back(delays[pick(random, delays.size())], target());
        }
        if (each.assigns.empty() && chance(random, 25))
            for (const auto& [name, type] : variables_)
                if (type == "integer" && chance(random, 50)) each.assigns = name;
    });
}

random_definition random_definition::make(std::mt19937_64& random) {
    random_definition made;
    made.root_.id = "root";
    made.variables_ = {{"counted", "integer"}, {"more", "integer"}, {"said", "string"}};
    made.grow(made.root_, 0, random);
    made.connect(random);
    return made;
}

void random_definition::change_once(std::mt19937_64& random) {
    const auto all = all_of(root_);
    node& one = *all[pick(random, all.size())];
    const auto retarget = [&](const std::string& from, const std::string& to) {
        for (auto* each : all_of(root_)) {
            for (auto& target : each->targets)
                if (target == from) target = to;
            for (auto& [delay, target] : each->timers)
                if (target == from) target = to;
        }
    };
    switch (pick(random, 9)) {
    case 0: // renamed
        if (&one != &root_) {
            const auto name = fresh();
            retarget(one.id, name);
            one.id = name;
        }
        break;
    case 1: { // removed
        node* parent = nullptr;
        visit(root_, [&](node& each, node* above) {
            if (&each == &one) parent = above;
        });
        if (!parent || parent->children.size() < 3 || parent->children.front().id == one.id) break;
        std::vector<std::string> gone;
        visit(std::as_const(one), [&](const node& each) { gone.push_back(each.id); });
        const auto first = root_.children.front().id;
        std::erase_if(parent->children, [&](const node& each) { return each.id == gone.front(); });
        for (const auto& id : gone)
            retarget(id, first);
        break;
    }
    case 2: // a state more, or a region
        if (!one.children.empty()) {
            node more;
            more.id = fresh();
            if (one.type == "parallel") grow(more, depth_max, random);
            one.children.push_back(std::move(more));
        }
        break;
    case 3: // split into several
        if (one.children.empty() && one.type.empty()) {
            one.type = chance(random, 50) ? "parallel" : "";
            grow(one, depth_max - 1, random);
        }
        break;
    case 4: // regions become alternatives, or the other way round
        if (!one.children.empty() && &one != &root_) one.type = one.type == "parallel" ? "" : "parallel";
        break;
    case 5:
        one.timers.clear();
        break;
    case 6:
        one.pausable = !one.pausable;
        one.deep = !one.deep;
        break;
    case 7: // a variable goes, or changes its type
        if (chance(random, 50))
            variables_.erase("more");
        else
            variables_["counted"] = "number";
        for (auto* each : all)
            each->assigns.clear();
        break;
    default:
        if (one.children.empty() && one.type.empty()) one.type = "final";
    }
}

random_definition random_definition::changed(std::mt19937_64& random) const {
    auto made = *this;
    for (std::size_t i = 0; i < 1 + pick(random, 4); ++i)
        made.change_once(random);
    visit(made.root_, [](node& each, node*) {
        if (each.type != "final") return;
        each.targets.clear();
        each.timers.clear();
        each.assigns.clear();
    });
    made.connect(random);
    return made;
}

ordered_json random_definition::workflow(const std::string& version) const {
    std::size_t events = 0;
    ordered_json variables = ordered_json::object();
    for (const auto& [name, type] : variables_)
        variables[name] = {{"type", type}};
    return {{"id", "random"},
            {"version", version},
            {"title", {{"zh", "随机"}, {"en", "Random"}}},
            {"summary", {{"zh", "随机"}, {"en", "Random"}}},
            {"number_prefix", "R"},
            {"calendar", "CN"},
            {"fund", "random"},
            {"form", "form.schema.json"},
            {"payments",
             {{"prepare", ordered_json::array({"officer"})},
              {"approve", ordered_json::array({"director"})},
              {"record", ordered_json::array({"finance"})}}},
            {"variables", std::move(variables)},
            {"workflow", to_json(root_, events, true)}};
}

std::vector<std::string> random_definition::state_ids() const {
    std::vector<std::string> ids;
    visit(root_, [&](const node& each) { ids.push_back(each.id); });
    return ids;
}

std::string fault_of_position(const random_definition& of, const json& position) {
    const auto leaves = position.at("states").get<std::set<std::string>>();
    const auto ids = of.state_ids();
    for (const auto& leaf : leaves)
        if (std::find(ids.begin(), ids.end(), leaf) == ids.end()) return "there is no " + leaf;
    if (leaves.empty()) return "nothing is active";
    if (auto fault = fault_below(of.root(), leaves, true); !fault.empty()) return fault;
    if (!position.contains("history")) return "";
    std::string fault;
    visit(of.root(), [&](const node& parent) {
        for (const auto& child : parent.children) {
            if (child.type != "history" || !position.at("history").contains(child.id)) continue;
            const auto remembered = position.at("history").at(child.id).get<std::set<std::string>>();
            std::set<std::string> inside;
            visit(parent, [&](const node& each) {
                if (each.id != parent.id) inside.insert(each.id);
            });
            if (remembered.empty() ||
                !std::includes(inside.begin(), inside.end(), remembered.begin(), remembered.end()))
                fault = child.id + " remembers what is not inside its parent";
            else if (auto wrong = fault_below(parent, remembered, false); !wrong.empty())
                fault = child.id + " remembers: " + wrong;
        }
    });
    return fault;
}

} // namespace sluice::test

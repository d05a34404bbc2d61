#include "engine/statechart/chart.hpp"

namespace sluice::statechart {

namespace {

std::optional<std::size_t> look_up(const std::unordered_map<std::string, std::size_t>& names, std::string_view name) {
    const auto found = names.find(std::string{name});
    return found == names.end() ? std::nullopt : std::optional{found->second};
}

std::string joined(const std::string& path, std::string_view name) {
    return path.empty() ? std::string{name} : path + "." + std::string{name};
}

} // namespace

std::optional<std::size_t> chart::find(std::string_view name) const {
    if (name.starts_with('#')) return find_anywhere(name.substr(1));
    const auto by_id = look_up(by_id_, name);
    return by_id ? by_id : look_up(by_path_, name);
}

std::optional<std::size_t> chart::find_anywhere(std::string_view name) const {
    if (const auto by_id = look_up(by_id_, name)) return by_id;
    if (const auto by_path = look_up(by_path_, name)) return by_path;
    const auto by_key = by_key_.find(std::string{name});
    return by_key == by_key_.end() || by_key->second.size() != 1 ? std::nullopt : std::optional{by_key->second.front()};
}

std::optional<std::size_t> chart::find(std::string_view name, std::size_t from) const {
    if (name.starts_with('#')) return find_anywhere(name.substr(1));
    if (name.starts_with('.')) return look_up(by_path_, joined(states_[from].path, name.substr(1)));
    for (auto scope = states_[from].parent; scope; scope = states_[*scope].parent) {
        if (const auto found = look_up(by_path_, joined(states_[*scope].path, name))) return found;
    }
    return from == 0 ? look_up(by_path_, name) : std::nullopt;
}

std::optional<std::size_t> chart::find_timer(std::string_view id) const {
    return look_up(timers_by_id_, id);
}

std::size_t chart::common_ancestor(std::size_t source, std::span<const std::size_t> targets) const {
    auto candidate = states_[source].parent;
    while (candidate) {
        bool contains_all = true;
        for (const auto target : targets)
            contains_all = contains_all && is_descendant(target, *candidate);
        if (contains_all) return *candidate;
        candidate = states_[*candidate].parent;
    }
    return 0;
}

std::size_t chart::transition_domain(const transition& of, std::span<const std::size_t> effective_targets) const {
    const auto& source = states_[of.source];
    if (!of.reenter && source.kind == state_kind::compound) {
        bool inside = true;
        for (const auto target : effective_targets)
            inside = inside && is_descendant(target, of.source);
        if (inside) return of.source;
    }
    auto domain = common_ancestor(of.source, effective_targets);
    while (domain != 0 && states_[domain].kind != state_kind::compound)
        domain = *states_[domain].parent;
    return domain;
}

} // namespace sluice::statechart

#include "engine/programme/match.hpp"

#include "engine/cel/activation.hpp"
#include "engine/programme/profile.hpp"

#include <algorithm>
#include <set>

namespace sluice::programme {
namespace {

constexpr std::string_view profile_prefix = "profile.";

/// Whether the profile says anything at the path `staff.total`.
bool is_said(const json& profile, std::string_view path) {
    const json* at = &profile;
    while (!path.empty()) {
        const auto dot = std::min(path.find('.'), path.size());
        if (!at->is_object()) return true; // the path goes on inside something that is no object
        const auto found = at->find(std::string{path.substr(0, dot)});
        if (found == at->end()) return false;
        at = &*found;
        path.remove_prefix(std::min(dot + 1, path.size()));
    }
    return true;
}

match_verdict less_certain(match_verdict left, match_verdict right) {
    return std::max(left, right); // eligible, open, not eligible
}

/// One profile before one programme's section.
class examination {
public:
    examination(const programme& rules, const json& profile, instant now)
        : profile_{profile}
        , values_(schema::to_values(profile_schema().shape(), profile))
        , bound_{rules.match->vocabulary} {
        bound_.bind("profile", cel::value::view(values_));
        bound_.bind("parameters", cel::value::view(rules.parameters));
        bound_.bind("time", cel::value::time(now));
    }

    part_outcome examine(const match_part& part) const {
        part_outcome outcome;
        for (const auto& each : part.conditions) {
            outcome.conditions.push_back(examine(each));
            outcome.verdict = less_certain(outcome.verdict, outcome.conditions.back().verdict);
        }
        if (part.amount) outcome.amount = examine(*part.amount);
        for (const auto& each : part.documents) {
            const auto needed = each.when ? truth_of(*each.when) : match_verdict::eligible;
            if (needed == match_verdict::eligible) outcome.documents.push_back(each.name);
            if (needed == match_verdict::open) outcome.documents_perhaps.push_back(each.name);
        }
        return outcome;
    }

private:
    match_verdict truth_of(const cel::expression& asked) const {
        const auto value = asked.evaluate(bound_);
        if (!value) return match_verdict::open;
        return value->as_boolean() ? match_verdict::eligible : match_verdict::not_eligible;
    }

    condition_outcome examine(const match_condition& condition) const {
        const auto value = condition.that->evaluate(bound_);
        if (!value) {
            auto missing = missing_for(*condition.that);
            const auto why = missing.empty() ? value.error().explanation : text{};
            return {condition.id, match_verdict::open, std::move(missing), why};
        }
        if (value->as_boolean()) return {condition.id, match_verdict::eligible, {}, {}};
        return {condition.id, match_verdict::not_eligible, {}, condition.otherwise.render(bound_)};
    }

    amount_outcome examine(const match_amount& amount) const {
        amount_outcome outcome;
        outcome.given = true;
        outcome.note = amount.note;
        const auto& from = amount.exact ? *amount.exact : *amount.from;
        const auto& to = amount.exact ? *amount.exact : *amount.to;
        outcome.from = evaluate(from, outcome.missing);
        outcome.to = evaluate(to, outcome.missing);
        std::sort(outcome.missing.begin(), outcome.missing.end());
        outcome.missing.erase(std::unique(outcome.missing.begin(), outcome.missing.end()), outcome.missing.end());
        return outcome;
    }

    std::optional<fen> evaluate(const cel::expression& asked, std::vector<std::string>& missing) const {
        if (const auto value = asked.evaluate(bound_)) return fen{value->as_integer()};
        for (auto& each : missing_for(asked))
            missing.push_back(std::move(each));
        return std::nullopt;
    }

    std::vector<std::string> missing_for(const cel::expression& asked) const {
        std::vector<std::string> missing;
        for (const auto& path : asked.reads())
            if (path.starts_with(profile_prefix) && !is_said(profile_, path.substr(profile_prefix.size())))
                missing.push_back(path.substr(profile_prefix.size()));
        return missing;
    }

    const json& profile_;
    json values_;
    cel::activation bound_;
};

void add_missing(const part_outcome& part, std::set<std::string>& to) {
    if (part.verdict != match_verdict::open) return;
    for (const auto& each : part.conditions)
        to.insert(each.missing.begin(), each.missing.end());
}

json amount_summary(const amount_outcome& amount) {
    if (!amount.from || !amount.to) return {{"missing", amount.missing}};
    if (*amount.from == *amount.to) return to_yuan(*amount.from);
    return {{"from", to_yuan(*amount.from)}, {"to", to_yuan(*amount.to)}};
}

json part_summary(const part_outcome& part) {
    json said = {{"verdict", name_of(part.verdict)}};
    for (const auto& each : part.conditions) {
        if (each.verdict == match_verdict::not_eligible) said["not_met"].push_back(each.id);
        if (each.verdict == match_verdict::open) said["open"][each.id] = each.missing;
    }
    if (part.amount.given) said["amount"] = amount_summary(part.amount);
    if (!part.documents.empty()) said["documents"] = part.documents;
    if (!part.documents_perhaps.empty()) said["documents_perhaps"] = part.documents_perhaps;
    return said;
}

} // namespace

std::string_view name_of(match_verdict verdict) {
    switch (verdict) {
    case match_verdict::eligible:
        return "eligible";
    case match_verdict::open:
        return "open";
    case match_verdict::not_eligible:
        return "not_eligible";
    }
    return "";
}

match_outcome match(const programme& rules, const json& profile, instant now) {
    const examination asked{rules, profile, now};
    match_outcome outcome;
    outcome.all = asked.examine(rules.match->all);
    auto of_routes = rules.match->routes.empty() ? match_verdict::eligible : match_verdict::not_eligible;
    for (const auto& each : rules.match->routes) {
        outcome.routes.push_back({each.id, each.title, asked.examine(each.part)});
        of_routes = std::min(of_routes, outcome.routes.back().part.verdict);
    }
    outcome.verdict = less_certain(outcome.all.verdict, of_routes);
    if (outcome.verdict != match_verdict::open) return outcome;
    std::set<std::string> missing;
    add_missing(outcome.all, missing);
    if (of_routes == match_verdict::open)
        for (const auto& each : outcome.routes)
            add_missing(each.part, missing);
    outcome.missing.assign(missing.begin(), missing.end());
    return outcome;
}

const amount_outcome* match_outcome::best_amount() const {
    if (verdict != match_verdict::eligible)
        return all.amount.given && verdict == match_verdict::open ? &all.amount : nullptr;
    const amount_outcome* best = all.amount.given ? &all.amount : nullptr;
    for (const auto& each : routes) {
        if (each.part.verdict != match_verdict::eligible || !each.part.amount.given) continue;
        if (!best || !best->to || (each.part.amount.to && *each.part.amount.to > *best->to)) best = &each.part.amount;
    }
    return best;
}

std::vector<std::string> match_outcome::documents() const {
    auto names = all.documents;
    for (const auto& route : routes) {
        if (route.part.verdict > verdict) continue; // less certain than the whole
        for (const auto& each : route.part.documents)
            if (std::find(names.begin(), names.end(), each) == names.end()) names.push_back(each);
    }
    return names;
}

json summary_of(const match_outcome& outcome) {
    json said = part_summary(outcome.all);
    said["verdict"] = name_of(outcome.verdict);
    for (const auto& each : outcome.routes)
        said["routes"][each.id] = part_summary(each.part);
    if (!outcome.missing.empty()) said["missing"] = outcome.missing;
    return said;
}

text title_of_field(const std::string& path) {
    const schema::shape* at = &profile_schema().shape();
    text title;
    for (std::size_t from = 0; from <= path.size();) {
        const auto dot = std::min(path.find('.', from), path.size());
        const auto* found = at->find(path.substr(from, dot - from));
        if (!found) return {path, path};
        at = found->shape.get();
        title = title.zh.empty() ? at->title : text{title.zh + "：" + at->title.zh, title.en + ": " + at->title.en};
        from = dot + 1;
    }
    return title;
}

} // namespace sluice::programme

#include "engine/schema/evaluator.hpp"

#include "engine/schema/canonical.hpp"
#include "engine/schema/explanation.hpp"
#include "engine/schema/nearest_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sluice::schema {
namespace {

/// How many faults of a branch are looked at when explaining why no branch fits.
constexpr std::size_t branch_faults_max = 10;

/// Whether a fault says that the branch was not meant at all.
bool tells_branches_apart(const unmet_requirement& fault) {
    return fault.id == "type" || fault.id == "const" || fault.id == "enum" || fault.id == "false" ||
           fault.id == "x-money";
}

} // namespace

evaluator::evaluator(const program& rules, completeness wanted)
    : rules_{rules}
    , wanted_{wanted}
    , report_max_{rules.limits.violations_max} {}

std::vector<unmet_requirement> evaluator::run(const json& data) {
    if (is_deeper_than(data, rules_.limits.data_depth_max)) {
        report("x-depth", "", {"内容嵌套过深", "The content is nested too deeply"});
        return std::move(report_);
    }
    const location root;
    check(0, data, root);
    if (exhausted_) {
        if (report_.size() >= report_max_ && !report_.empty()) report_.pop_back();
        report("x-steps", "", {"内容过多，无法逐项检查", "There is too much content to be checked"});
    }
    return std::move(report_);
}

bool evaluator::check(node_id id, const json& data, const location& at) {
    if (!spend(1)) return false;
    const node& rule = rules_.nodes[id];
    if (rule.always)
        return *rule.always || fail("false", at, [](const text& label) {
            return text{label.zh + "此处不应填写", label.en + " must not be given here"};
        });
    // Of a value that has the wrong type nothing else is worth saying.
    if (!check_type(rule, data, at)) return false;
    using part = bool (evaluator::*)(const node&, const json&, const location&);
    static constexpr std::array<part, 7> parts{
        &evaluator::check_values, &evaluator::check_number,   &evaluator::check_string,     &evaluator::check_array,
        &evaluator::check_object, &evaluator::check_combined, &evaluator::check_unevaluated};
    bool valid = true;
    for (const auto each : parts) {
        if ((this->*each)(rule, data, at)) continue;
        valid = false;
        if (enough()) return false;
    }
    return valid;
}

bool evaluator::check_silently(node_id id, const json& data, const location& at) {
    const bool before = std::exchange(silent_, true);
    const bool valid = check(id, data, at);
    silent_ = before;
    return valid;
}

bool evaluator::check_combined(const node& rule, const json& data, const location& at) {
    const auto& combined = rule.combined;
    bool valid = !combined.reference || check(*combined.reference, data, at);
    for (const auto id : combined.all_of) {
        if (!valid && enough()) return false;
        valid &= check(id, data, at);
    }
    if (!combined.any_of.empty()) valid &= check_any_of(combined.any_of, data, at);
    if (!combined.one_of.empty()) valid &= check_one_of(combined.one_of, data, at);
    if (is_draft()) return valid;
    if (combined.negated && check_silently(*combined.negated, data, at))
        valid = fail("not", at, [](const text& label) {
            return text{label.zh + "属于不允许的内容", label.en + " is something that is not permitted"};
        });
    if (combined.condition) valid &= check_condition(combined, data, at);
    return valid;
}

bool evaluator::check_any_of(const std::vector<node_id>& branches, const json& data, const location& at) {
    for (const auto id : branches)
        if (check_silently(id, data, at)) return true;
    return no_branch_matches("anyOf", branches, data, at);
}

bool evaluator::check_one_of(const std::vector<node_id>& branches, const json& data, const location& at) {
    if (is_draft()) return check_any_of(branches, data, at);
    std::size_t matching = 0;
    for (const auto id : branches)
        matching += check_silently(id, data, at) ? 1 : 0;
    if (matching == 1) return true;
    if (matching == 0) return no_branch_matches("oneOf", branches, data, at);
    return fail("oneOf", at, [&](const text& label) {
        return text{fmt::format("{}同时符合 {} 种写法，只应符合其中一种", label.zh, matching),
                    fmt::format("{} fits {} of the permitted forms and must fit only one", label.en, matching)};
    });
}

/// Where all branches but one are clearly not meant, what is wrong with that one says more than “none fits”.
bool evaluator::no_branch_matches(const char* keyword, const std::vector<node_id>& branches, const json& data,
                                  const location& at) {
    if (enough()) return false;
    std::vector<std::vector<unmet_requirement>> meant;
    for (const auto id : branches) {
        const auto before = std::exchange(report_, {});
        const auto bound = std::exchange(report_max_, branch_faults_max);
        check(id, data, at);
        if (std::none_of(report_.begin(), report_.end(), tells_branches_apart)) meant.push_back(std::move(report_));
        report_ = before;
        report_max_ = bound;
        if (exhausted_) return false;
    }
    if (meant.size() == 1 && !meant.front().empty()) {
        for (auto& each : meant.front())
            if (!enough()) report_.push_back(std::move(each));
        return false;
    }
    return fail(keyword, at, [&](const text& label) {
        return text{fmt::format("{}不符合 {} 种允许的写法中的任何一种", label.zh, branches.size()),
                    fmt::format("{} fits none of the {} permitted forms", label.en, branches.size())};
    });
}

bool evaluator::check_condition(const combination_rules& rules, const json& data, const location& at) {
    const auto& branch = check_silently(*rules.condition, data, at) ? rules.then_branch : rules.else_branch;
    return !branch || check(*branch, data, at);
}

bool evaluator::fail_unknown_field(const location& object, const location& at, const std::string& name) {
    return fail("additionalProperties", at, [&](const text&) {
        std::vector<std::string_view> known;
        const auto* shape = shape_at(*rules_.root_shape, object);
        if (shape != nullptr)
            for (const auto& each : shape->fields)
                known.push_back(each.name);
        const auto nearest = nearest_name(name, known);
        if (!nearest) return explain_unknown_field(shown_name(name), {}, {});
        const std::string suggested{*nearest};
        const location there{&object, &suggested, 0};
        return explain_unknown_field(shown_name(name), suggested, label_of(*rules_.root_shape, there));
    });
}

void evaluator::report(const char* keyword, std::string place, text explanation) {
    constexpr std::size_t steps_of_a_report = 50;
    spend(steps_of_a_report);
    if (!explanation.en.empty() && explanation.en.front() == 'i') explanation.en.front() = 'I';
    report_.push_back({keyword, std::move(place), std::move(explanation)});
}

bool evaluator::matches(const pattern& wanted, const std::string& written) {
    if (written.size() > rules_.limits.string_bytes_max) exhausted_ = true;
    return spend(wanted.cost(written.size())) && wanted.matches(written);
}

bool evaluator::is_same(const permitted_values& permitted, const json& data) {
    if (data.is_structured() && !permitted.any_structured) return false;
    const auto written = canonical_text(data);
    return !exhausted_ && permitted.canonical.contains(written);
}

std::string evaluator::canonical_text(const json& data) {
    auto left = rules_.limits.steps_max - std::min(steps_, rules_.limits.steps_max);
    auto written = canonical(data, left);
    steps_ = rules_.limits.steps_max - left;
    if (left == 0) exhausted_ = true;
    return written;
}

bool evaluator::spend(std::size_t steps) {
    steps_ += steps;
    if (steps_ > rules_.limits.steps_max) exhausted_ = true;
    return !exhausted_;
}

} // namespace sluice::schema

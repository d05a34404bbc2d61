#pragma once

#include "engine/base/refusal.hpp"
#include "engine/schema/label.hpp"
#include "engine/schema/program.hpp"

#include <string>
#include <vector>

namespace sluice::schema {

/// One validation of one value. Internal to the module: use `schema::validate`.
///
/// `check` reports what is wrong, unless silent, when only the verdict is wanted and the first fault ends it. Every
/// piece of work is paid for with `spend`: when the steps are used up all checks end, and the verdict is “invalid”.
/// The recursion is as deep as the data times the longest run of schemas in place, both bounded.
class evaluator {
public:
    evaluator(const program& rules, completeness wanted);

    std::vector<unmet_requirement> run(const json& data);

private:
    bool check(node_id id, const json& data, const location& at);
    bool check_silently(node_id id, const json& data, const location& at);

    // The parts of a schema, in the order in which they are checked.
    bool check_type(const node& rule, const json& data, const location& at);
    bool check_values(const node& rule, const json& data, const location& at);
    bool check_number(const node& rule, const json& data, const location& at);
    bool check_string(const node& rule, const json& data, const location& at);
    bool check_array(const node& rule, const json& data, const location& at);
    bool check_object(const node& rule, const json& data, const location& at);
    bool check_combined(const node& rule, const json& data, const location& at);
    bool check_unevaluated(const node& rule, const json& data, const location& at);

    bool check_items(const array_rules& rules, const json& data, const location& at);
    bool check_unique(const json& data, const location& at);
    bool check_contains(const array_rules& rules, const json& data, const location& at);
    bool check_presence(const object_rules& rules, const json& data, const location& at);
    bool check_members(const object_rules& rules, const json& data, const location& at);
    bool check_member(const object_rules& rules, const std::string& name, const json& value, const location& at);
    bool check_dependents(const object_rules& rules, const json& data, const location& at);
    bool check_any_of(const std::vector<node_id>& branches, const json& data, const location& at);
    bool check_one_of(const std::vector<node_id>& branches, const json& data, const location& at);
    bool check_condition(const combination_rules& rules, const json& data, const location& at);
    bool no_branch_matches(const char* keyword, const std::vector<node_id>& branches, const json& data,
                           const location& at);

    // Which members or items of the data, by number, a schema that the data fits has looked at (evaluator_marks.cpp).
    using marks = std::vector<bool>;
    void mark_evaluated(node_id id, const json& data, const location& at, marks& seen);
    void mark_by_combined(const node& rule, const json& data, const location& at, marks& seen);
    void mark_items(const array_rules& rules, const json& data, const location& at, marks& seen);
    void mark_members(const object_rules& rules, const json& data, marks& seen);
    void mark_if_fits(node_id id, const json& data, const location& at, marks& seen);

    /// Notes a violation, its explanation made by `explain(label)` only when someone reads it. Always false.
    template<class Explain>
    bool fail(const char* keyword, const location& at, Explain&& explain) {
        if (!enough()) report(keyword, pointer_to(at), explain(label_of(*rules_.root_shape, at)));
        return false;
    }
    bool fail_unknown_field(const location& object, const location& at, const std::string& name);
    void report(const char* keyword, std::string place, text explanation);

    bool matches(const pattern& wanted, const std::string& written);
    bool is_same(const permitted_values& permitted, const json& data);
    std::string canonical_text(const json& data);
    bool spend(std::size_t steps);
    bool is_draft() const { return wanted_ == completeness::draft; }
    /// Whether a fault that is found now changes nothing any more.
    bool enough() const { return silent_ || exhausted_ || report_.size() >= report_max_; }

    const program& rules_;
    completeness wanted_;
    std::vector<unmet_requirement> report_;
    std::size_t report_max_;
    std::size_t steps_ = 0;
    bool silent_ = false;
    bool exhausted_ = false;
};

} // namespace sluice::schema

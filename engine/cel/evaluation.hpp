#pragma once

#include "engine/cel/activation.hpp"
#include "engine/cel/program.hpp"
#include "engine/cel/steps.hpp"

#include <boost/container/small_vector.hpp>

#include <compare>
#include <optional>
#include <utility>
#include <vector>

namespace sluice::cel {

/// One run of a programme. Recursion follows the tree, whose depth the parser bounds. Each of the private functions
/// puts its value into `out`, or leaves a fault and returns false.
class evaluation {
public:
    evaluation(const program& compiled, const activation& bound, std::uint64_t steps_max);

    result<value> run(std::uint64_t& steps_used);

private:
    /// What most expressions need without allocating.
    static constexpr std::size_t variables_inline = 8;
    static constexpr std::size_t arguments_inline = 4;

    using order_test = bool (*)(std::partial_ordering);
    using argument_list = boost::container::small_vector<value, arguments_inline>;

    /// A comprehension's range: a list, or a map with the list of its keys.
    struct elements_of {
        value listed;
        std::optional<value> map;
    };

    bool fail(refusal why);
    bool take(std::uint64_t steps) { return steps_.take(steps) || out_of_steps(); }
    bool out_of_steps();
    bool no_overload(std::initializer_list<value> arguments);
    static bool set(value& out, value made) {
        out = std::move(made);
        return true;
    }
    std::uint32_t operand(const instruction& of, std::size_t number) const {
        return program_.operands[of.first_operand + number];
    }

    /// The operand's value, in place where it already lies somewhere, else in `scratch`; null on a fault.
    const value* look(std::uint32_t index, value& scratch);
    bool evaluate(std::uint32_t index, value& out);
    bool dispatch(const instruction& at, value& out);
    /// Reads what a document holds as the type that was declared for it.
    bool make(type_kind wanted, value& out);
    bool make_held(type_kind wanted, value& out);

    bool variable(const instruction& at, value& out);
    bool select(const instruction& at, value& out);
    bool optional_select(const instruction& at, const value& from, value& out);
    bool no_fields(const instruction& at, const value& from);
    bool test(const instruction& at, value& out);
    bool logical(const instruction& at, bool deciding, value& out);
    bool logical_not(const instruction& at, value& out);
    bool conditional(const instruction& at, value& out);
    bool equality(const instruction& at, bool wanted, value& out);
    bool order(const instruction& at, order_test holds, value& out);
    bool arguments_of(const instruction& at, argument_list& arguments);
    bool accept(result<value> made, value& out);
    bool standard_call(const instruction& at, value& out);
    bool host_call(const instruction& at, value& out);
    bool match(const instruction& at, value& out);
    bool list(const instruction& at, value& out);
    bool map(const instruction& at, value& out);
    bool take_held(const instruction& at, std::size_t number, value& part, bool& is_there);

    bool comprehension(const instruction& at, value& out);
    bool range_of(const instruction& at, elements_of& range);
    bool bind_element(const instruction& at, const elements_of& range, std::size_t number);
    bool predicate(const instruction& at, bool& holds);
    bool quantify(const instruction& at, const elements_of& range, bool deciding, value& out);
    bool exactly_one(const instruction& at, const elements_of& range, value& out);
    bool transform(const instruction& at, const elements_of& range, value& out);
    bool transform_to_map(const instruction& at, const elements_of& range, value& out);
    bool add_entries(const value& made, std::vector<std::pair<value, value>>& entries);
    bool with_held(const instruction& at, value& out);

    const program& program_;
    const activation& activation_;
    step_counter steps_;
    std::vector<value> locals_;
    boost::container::small_vector<const value*, variables_inline> variables_;
    std::optional<refusal> fault_;
};

} // namespace sluice::cel

#pragma once

#include "engine/cel/environment.hpp"
#include "engine/cel/fault.hpp"
#include "engine/cel/library.hpp"
#include "engine/cel/pattern.hpp"
#include "engine/cel/syntax.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace sluice::cel {

enum class opcode : std::uint8_t {
    constant,
    variable,
    local,
    select,
    test,
    logical_and,
    logical_or,
    logical_not,
    conditional,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    standard_call,
    host_call,
    match, ///< `matches` with a pattern known when compiled
    list,
    map,
    comprehension,
    failure, ///< what the unchecked mode left unresolved
};

/// One node of a compiled expression, laid out for evaluation.
struct instruction {
    opcode code = opcode::constant;
    comprehension_kind comprehension = comprehension_kind::all;
    /// JSON has neither doubles that look whole, nor unsigned numbers, nor times: what the types say a value read from
    /// a document is, it is made into. `dynamic` for "as it is".
    type_kind made_into = type_kind::dynamic;
    bool optional = false;            ///< a select written `.?`
    bool has_second_variable = false; ///< of a comprehension
    std::uint32_t first_operand = 0;  ///< in the program's `operands`
    std::uint32_t operand_count = 0;
    std::uint32_t slot = 0; ///< of a local, of the program's variable, or of the host function
    implementation run = nullptr;
    value constant;
    std::string name; ///< the field, or what is to be said of a failure
    std::optional<pattern> compiled_pattern;
    std::vector<bool> optional_parts; ///< as in the syntax
};

struct program {
    struct variable {
        std::string name;
        std::uint32_t slot; ///< in the environment
    };

    std::string source;
    std::shared_ptr<const declarations> declared;
    std::vector<instruction> instructions;
    std::vector<std::uint32_t> operands;
    std::uint32_t root = 0;
    std::vector<variable> variables; ///< those that are read
    std::uint32_t locals_max = 0;
    std::vector<std::string> reads;
    type result_type;
    std::uint64_t cost_max = 0;

    std::span<const std::uint32_t> operands_of(const instruction& of) const {
        return {operands.data() + of.first_operand, of.operand_count};
    }
};

/// Lays out a checked tree; the fault is a constant pattern that is none.
std::optional<fault> plan(const syntax_tree& tree, program& into);

/// The variables and field paths that the tree reads, sorted: `form.route`; a path ends at a list or a computed key.
std::vector<std::string> paths_read(const syntax_tree& tree);

} // namespace sluice::cel

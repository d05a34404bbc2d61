#pragma once

#include "engine/base/result.hpp"
#include "engine/cel/type.hpp"
#include "engine/cel/value.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::cel {

class activation;

/// A function of the host's, such as `In("state")`. Its arguments have the declared types; it is pure, and its refusal
/// becomes the expression's.
using host_implementation = std::function<result<value>(std::span<const value>, const activation&)>;

struct host_function {
    std::string name;
    std::vector<type> parameters;
    type result_type;
    host_implementation run;
    std::uint64_t steps = 1; ///< what a call counts for
};

/// What an environment knows; shared with the expressions compiled in it.
struct declarations {
    struct variable {
        std::string name;
        type of;
    };

    std::string container;
    std::vector<variable> variables;
    std::map<std::string, std::uint32_t, std::less<>> slots;
    std::vector<host_function> functions;

    std::optional<std::uint32_t> slot_of(std::string_view name) const;
};

/// The names that expressions may use, beyond the standard library. Copies share what they have until one of them
/// changes; what was compiled before a change is not affected by it.
class environment {
public:
    environment();

    /// Declares a variable, or redeclares it with another type. The name may be qualified: `a.b`.
    environment& declare(std::string name, type of);
    /// The namespace in which names are looked up first: in `com.example`, `x` means `com.example.x`, then `com.x`,
    /// then `x`.
    environment& container(std::string name);
    /// Overloads are told apart by their parameters. At most `arguments_max` of them.
    environment& add_function(std::string name, std::vector<type> parameters, type result_type,
                              host_implementation run, std::uint64_t steps = 1);

    std::shared_ptr<const declarations> shared() const { return known_; }

    static constexpr std::size_t arguments_max = 8;

private:
    declarations& changing();

    std::shared_ptr<declarations> known_;
};

} // namespace sluice::cel

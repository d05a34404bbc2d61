#include "engine/cel/environment.hpp"

#include <stdexcept>

namespace sluice::cel {

std::optional<std::uint32_t> declarations::slot_of(std::string_view name) const {
    const auto found = slots.find(name);
    if (found == slots.end()) return std::nullopt;
    return found->second;
}

environment::environment() : known_{std::make_shared<declarations>()} {}

declarations& environment::changing() {
    if (known_.use_count() > 1) known_ = std::make_shared<declarations>(*known_);
    return *known_;
}

environment& environment::declare(std::string name, type of) {
    auto& known = changing();
    if (const auto slot = known.slot_of(name)) {
        known.variables[*slot].of = std::move(of);
        return *this;
    }
    known.slots.emplace(name, static_cast<std::uint32_t>(known.variables.size()));
    known.variables.push_back({std::move(name), std::move(of)});
    return *this;
}

environment& environment::container(std::string name) {
    changing().container = std::move(name);
    return *this;
}

environment& environment::add_function(std::string name, std::vector<type> parameters, type result_type,
                                       host_implementation run, std::uint64_t steps) {
    if (parameters.size() > arguments_max) throw std::logic_error{"a CEL host function has too many parameters: " + name};
    changing().functions.push_back(
        {std::move(name), std::move(parameters), std::move(result_type), std::move(run), steps});
    return *this;
}

} // namespace sluice::cel

#include "engine/cel/activation.hpp"

#include <stdexcept>

namespace sluice::cel {

activation::activation(const environment& declared, const void* host)
    : declared_{declared.shared()}
    , values_(declared_->variables.size())
    , host_{host} {}

activation& activation::bind(std::string_view name, value bound) {
    const auto slot = declared_->slot_of(name);
    if (!slot) throw std::logic_error{"an undeclared CEL variable was bound: " + std::string{name}};
    values_[*slot] = std::move(bound);
    return *this;
}

void activation::supply_by(supplier make) {
    supply_ = std::move(make);
}

const value* activation::find(std::string_view name) const {
    const auto slot = declared_->slot_of(name);
    return slot ? at(*slot) : nullptr;
}

} // namespace sluice::cel

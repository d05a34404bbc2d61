#include "engine/schema/shape.hpp"

namespace sluice::schema {

const field* shape::find(std::string_view name) const {
    for (const auto& each : fields)
        if (each.name == name) return &each;
    return nullptr;
}

} // namespace sluice::schema

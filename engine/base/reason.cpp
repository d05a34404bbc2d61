#include "engine/base/reason.hpp"

namespace sluice {

std::string_view name_of(reason why) {
    switch (why) {
#define SLUICE_REASON_NAME(name)                                                                                       \
    case reason::name:                                                                                                 \
        return #name;
        SLUICE_REASONS(SLUICE_REASON_NAME)
#undef SLUICE_REASON_NAME
    }
    return "internal";
}

} // namespace sluice

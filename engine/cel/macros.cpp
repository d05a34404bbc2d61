#include "engine/cel/macros.hpp"

#include <algorithm>
#include <array>

namespace sluice::cel {
namespace {

using kind = comprehension_kind;

constexpr std::array<macro, 19> macros{{{"all", kind::all, 1, 1},
                                        {"all", kind::all, 2, 1},
                                        {"exists", kind::exists, 1, 1},
                                        {"exists", kind::exists, 2, 1},
                                        {"exists_one", kind::exists_one, 1, 1},
                                        {"exists_one", kind::exists_one, 2, 1},
                                        {"existsOne", kind::exists_one, 1, 1},
                                        {"existsOne", kind::exists_one, 2, 1},
                                        {"filter", kind::filter, 1, 1},
                                        {"map", kind::map, 1, 1},
                                        {"map", kind::map, 1, 2},
                                        {"transformList", kind::map, 2, 1},
                                        {"transformList", kind::map, 2, 2},
                                        {"transformMap", kind::transform_map, 2, 1},
                                        {"transformMap", kind::transform_map, 2, 2},
                                        {"transformMapEntry", kind::transform_map_entry, 2, 1},
                                        {"transformMapEntry", kind::transform_map_entry, 2, 2},
                                        {"optMap", kind::optional_map, 1, 1},
                                        {"optFlatMap", kind::optional_flat_map, 1, 1}}};

} // namespace

std::optional<macro> macro_named(std::string_view name, std::size_t arguments) {
    const auto found = std::find_if(macros.begin(), macros.end(), [&](const macro& known) {
        return known.name == name && known.variables + known.parts == arguments;
    });
    return found == macros.end() ? std::nullopt : std::optional{*found};
}

} // namespace sluice::cel

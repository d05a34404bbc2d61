#pragma once

#include "engine/programme/programme.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::programme {

/// The most that one comparison lists; what goes on beyond is said in the last entry.
inline constexpr std::size_t differences_max = 2'000;

enum class difference_kind { added, removed, changed, renamed };

std::string_view name_of(difference_kind);

/// One thing in which two versions differ, in words.
struct difference {
    difference_kind kind = difference_kind::changed;
    std::string subject; ///< heading, parameter, variable, role, document, panel, payments, allocation, spot_check,
                         ///< law, state, transition, timer, field, file
    std::string file;    ///< of the folder
    std::string before, after; ///< JSON pointers into that file; empty where it is not there
    text sentence;
};

/// Everything in which `after` differs from `before`: heading, parameters and the other sections, then states,
/// transitions and timers in the order of the chart, then the form's fields, then other files. Order and layout of the
/// files do not count, except where the order has a meaning. Pure.
std::vector<difference> compare(const programme& before, const programme& after);

} // namespace sluice::programme

#pragma once

#include "engine/store/record.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::store::sqlite {

// The tasks of one application as they are stored: one behind the other in order of audience and kind, each as six
// lines: audience, kind, programme, handler, since, due.

/// One of them where it lies.
struct task_line {
    std::string_view who; ///< the first four lines as they are, which many tasks share
    std::string_view audience, kind, programme, handler;
    std::int64_t since = 0;
    std::int64_t due_order = 0; ///< see `due_order_of`
};

/// Takes the first of `lines` off. Throws `store_error` if there is none, or not a whole one.
task_line take_task(std::string_view& lines);

/// By which lists are ordered first: when it is due, in ms; the largest number where it is never due.
std::int64_t due_order_of(const task_record& task);
/// The reverse.
std::optional<instant> due_at_of(std::int64_t due_order);

/// Throws `store_misused` where one is of another application, where two are of one kind for one audience, and where a
/// name has a line break.
std::string to_lines(std::string_view application, std::span<const task_record> tasks);
/// In order of audience and kind.
std::vector<task_record> from_lines(std::string_view application, std::string_view lines);

} // namespace sluice::store::sqlite

#include "engine/store/sqlite/task_lines.hpp"

#include "engine/store/error.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <tuple>

namespace sluice::store::sqlite {

namespace {

/// Stored where a task has no due time, so that it sorts behind those that have one.
constexpr std::int64_t never_due = std::numeric_limits<std::int64_t>::max();

[[noreturn]] void refuse_lines() {
    throw store_error("the stored tasks of an application are not in their form");
}

std::string_view take_line(std::string_view& lines) {
    const std::size_t end = lines.find('\n');
    if (end == std::string_view::npos) refuse_lines();
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(end + 1);
    return line;
}

std::int64_t take_number(std::string_view& lines) {
    const std::string_view line = take_line(lines);
    std::int64_t number = 0;
    const auto [end, trouble] = std::from_chars(line.data(), line.data() + line.size(), number);
    if (trouble != std::errc{} || end != line.data() + line.size()) refuse_lines();
    return number;
}

void append_line(std::string& to, std::string_view text) {
    if (text.find('\n') != std::string_view::npos) throw store_misused("a line break in the name of a task");
    to += text;
    to += '\n';
}

} // namespace

task_line take_task(std::string_view& lines) {
    const char* start = lines.data();
    task_line task;
    task.audience = take_line(lines);
    task.kind = take_line(lines);
    task.programme = take_line(lines);
    task.handler = take_line(lines);
    task.who = {start, static_cast<std::size_t>(lines.data() - start)};
    task.since = take_number(lines);
    task.due_order = take_number(lines);
    return task;
}

std::int64_t due_order_of(const task_record& task) {
    return task.due_at ? task.due_at->milliseconds : never_due;
}

std::optional<instant> due_at_of(std::int64_t due_order) {
    return due_order == never_due ? std::nullopt : std::optional{instant{due_order}};
}

std::string to_lines(std::string_view application, std::span<const task_record> tasks) {
    std::vector<const task_record*> sorted;
    for (const task_record& task : tasks) {
        if (task.application != application) throw store_misused("a task of another application");
        sorted.push_back(&task);
    }
    const auto name = [](const task_record* task) { return std::tie(task->audience, task->kind); };
    std::ranges::sort(sorted, {}, name);
    const auto twin = std::ranges::adjacent_find(sorted, {}, name);
    if (twin != sorted.end()) throw store_misused("two tasks of kind " + (*twin)->kind + " for " + (*twin)->audience);
    std::string lines;
    for (const task_record* task : sorted) {
        append_line(lines, task->audience);
        append_line(lines, task->kind);
        append_line(lines, task->programme);
        append_line(lines, task->handler);
        append_line(lines, std::to_string(task->since.milliseconds));
        append_line(lines, std::to_string(due_order_of(*task)));
    }
    return lines;
}

std::vector<task_record> from_lines(std::string_view application, std::string_view lines) {
    std::vector<task_record> tasks;
    while (!lines.empty()) {
        const task_line line = take_task(lines);
        tasks.push_back({std::string{application}, std::string{line.audience}, std::string{line.programme},
                         std::string{line.kind}, instant{line.since}, due_at_of(line.due_order),
                         std::string{line.handler}});
    }
    return tasks;
}

} // namespace sluice::store::sqlite

#include "engine/verifier/verify.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace sluice::verifier {
namespace {

json text_json(const text& of) {
    return {{"zh", of.zh}, {"en", of.en}};
}

json step_json(const path_step& of) {
    return {{"event", of.event}, {"words", text_json(of.words)}, {"states", of.states}};
}

const char* name_of(severity of) {
    return of == severity::error ? "error" : "warning";
}

/// The few styles of a terminal that the report uses; all empty without colour.
struct style {
    const char *error = "", *warning = "", *quiet = "", *strong = "", *good = "", *end = "";
};

style style_for(bool colour) {
    if (!colour) return {};
    return {"\x1b[1;31m", "\x1b[1;33m", "\x1b[2m", "\x1b[1m", "\x1b[32m", "\x1b[0m"};
}

std::string place_of(const finding& of) {
    if (of.line == 0) return of.file;
    return fmt::format("{}:{}:{}", of.file, of.line, of.column);
}

std::string lines_of(const finding& of, const std::string& folder, language spoken, const style& in) {
    const bool wrong = of.weight == severity::error;
    const std::string label = spoken == language::zh ? (wrong ? "错误" : "提醒") : name_of(of.weight);
    std::string lines = fmt::format("{}{}/{}{}: {}{}{} {}[{}]{}\n  {}\n  {}at #{}{}\n", in.strong, folder, place_of(of),
                                    in.end, wrong ? in.error : in.warning, label, in.end, in.quiet, of.rule, in.end,
                                    of.sentence.in(spoken), in.quiet, of.pointer, in.end);
    for (std::size_t step = 0; step < of.path.size(); ++step)
        lines += fmt::format("    {}{:>3}.{} {}{}\n", in.quiet, step + 1, in.end, of.path[step].words.in(spoken),
                             of.path[step].states.empty()
                                 ? std::string{}
                                 : fmt::format(" → {}{}{}", in.strong, fmt::join(of.path[step].states, ", "), in.end));
    return lines;
}

} // namespace

bool report::sound() const {
    return std::none_of(findings.begin(), findings.end(),
                        [](const finding& each) { return each.weight == severity::error; });
}

json to_json(const finding& of) {
    json path = json::array();
    for (const auto& each : of.path)
        path.push_back(step_json(each));
    return {{"severity", name_of(of.weight)},
            {"rule", of.rule},
            {"file", of.file},
            {"pointer", of.pointer},
            {"line", of.line},
            {"column", of.column},
            {"message", text_json(of.sentence)},
            {"path", std::move(path)}};
}

json to_json(const report& of) {
    json findings = json::array();
    for (const auto& each : of.findings)
        findings.push_back(to_json(each));
    return {{"sound", of.sound()},
            {"findings", std::move(findings)},
            {"coverage",
             {{"states", of.seen.states},
              {"steps", of.seen.steps},
              {"complete", of.seen.complete},
              {"scenarios", of.seen.scenarios},
              {"transitions", of.seen.transitions}}}};
}

std::string to_text(const report& of, const std::string& folder, language spoken, bool colour) {
    const auto in = style_for(colour);
    std::string lines;
    for (const auto& each : of.findings)
        lines += lines_of(each, folder, spoken, in);
    const auto errors = std::count_if(of.findings.begin(), of.findings.end(),
                                      [](const finding& each) { return each.weight == severity::error; });
    const auto warnings = static_cast<std::ptrdiff_t>(of.findings.size()) - errors;
    const auto verdict = fmt::format("{}{}{}", errors == 0 ? in.good : in.error,
                                     spoken == language::zh ? (errors == 0 ? "可以发布" : "不能发布")
                                                            : (errors == 0 ? "sound" : "not sound"),
                                     in.end);
    if (spoken == language::zh)
        lines += fmt::format("{}：{}，{} 个错误，{} 个提醒；{} 个抽象状态、{} 步{}；{} 个场景，{} 个转移\n", folder,
                             verdict, errors, warnings, of.seen.states, of.seen.steps,
                             of.seen.complete ? "全部走过" : "，未走完", of.seen.scenarios, of.seen.transitions);
    else
        lines += fmt::format("{}: {}, {} errors, {} warnings; {} abstract states, {} steps, {}; {} scenarios, {} "
                             "transitions\n",
                             folder, verdict, errors, warnings, of.seen.states, of.seen.steps,
                             of.seen.complete ? "all seen" : "not all seen", of.seen.scenarios, of.seen.transitions);
    return lines;
}

} // namespace sluice::verifier

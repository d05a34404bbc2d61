// conform_statechart FILE… runs named charts with CEL and a virtual clock, of which the configurations are known;
// conform_statechart --random FILE… runs charts of which the trace of actions after every event is known too. For both,
// the rules that each chart breaks must be the ones listed. Prints each failure, and last "N passed, M failed"; the
// exit code is 1 when anything failed. Without FILE it takes the suite's own file under SLUICE_SHARED (default
// ../shared).

#include "engine/statechart/rules.hpp"
#include "tests/conformance/statechart/cel_host.hpp"
#include "tests/conformance/statechart/mark_host.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

using namespace sluice;

namespace {

struct tally {
    std::size_t passed = 0;
    std::size_t failed = 0;
};

using failure = std::optional<std::string>;

json sorted_leaves(const statechart::chart& of, const statechart::snapshot& now) {
    std::set<std::string> names;
    for (const auto index : statechart::active_leaves(of, now))
        names.insert(of.states()[index].id);
    return json(names);
}

json sorted(const json& names) {
    return json(names.get<std::set<std::string>>());
}

/// A case that does not say which rules it breaks is not asked.
failure compare_rules(const statechart::chart& of, const ordered_json& written) {
    if (!written.contains("violates")) return std::nullopt;
    const auto expected = json::parse(written["violates"].dump());
    std::set<std::string> broken;
    for (const auto& found : statechart::check_rules(of))
        broken.insert(found.rule);
    if (json(broken) == sorted(expected)) return std::nullopt;
    return fmt::format("rules: expected {}, found {}", expected.dump(), json(broken).dump());
}

failure run_random(const ordered_json& written) {
    const auto read = statechart::chart::read(written.at("machine"));
    if (!read) return fmt::format("refused: {} at {}", read.error().explanation.en, read.error().place);
    if (auto wrong = compare_rules(*read, written)) return wrong;
    conformance::mark_host host{*read};
    statechart::snapshot now;
    for (std::size_t number = 0; number < written.at("steps").size(); ++number) {
        const auto expected = json::parse(written.at("steps")[number].dump());
        const auto type = number == 0 ? std::string{} : expected.at("event").at("type").get<std::string>();
        const auto taken =
            number == 0 ? statechart::start(*read, host) : statechart::send(*read, now, {type, {}}, host);
        if (!taken) return fmt::format("step {}: refused: {}", number, taken.error().explanation.en);
        now = taken->after;
        const auto configuration = sorted_leaves(*read, now);
        if (configuration != sorted(expected.at("configuration"))) {
            return fmt::format("step {} ({}): expected {}, is in {}", number, type, expected.at("configuration").dump(),
                               configuration.dump());
        }
        const json trace = host.take_trace();
        if (trace != expected.at("trace")) {
            return fmt::format("step {} ({}): expected trace {}, got {}", number, type, expected.at("trace").dump(),
                               trace.dump());
        }
    }
    return std::nullopt;
}

/// Between two events of a script at most so many sent ones arrive.
constexpr std::size_t arrivals_max = 1'000;

/// Lets the time pass until then, with what arrives on the way.
failure pass_time(const statechart::chart& of, conformance::cel_host& host, statechart::snapshot& now,
                  std::int64_t until_ms) {
    for (std::size_t arrived = 0; arrived < arrivals_max; ++arrived) {
        const auto due = host.next_due(until_ms);
        if (!due) return std::nullopt;
        auto taken = statechart::send(of, now, *due, host);
        if (!taken) return fmt::format("{}: refused: {}", due->type, taken.error().explanation.en);
        now = std::move(taken->after);
    }
    return "events keep arriving";
}

failure compare_configuration(const statechart::chart& of, const statechart::snapshot& now, const json& expected,
                              const std::string& when) {
    const auto found = sorted_leaves(of, now);
    if (found == sorted(expected)) return std::nullopt;
    return fmt::format("{}: expected {}, is in {}", when, expected.dump(), found.dump());
}

failure run_script(const statechart::chart& of, conformance::cel_host& host, const json& script) {
    const auto started = statechart::start(of, host);
    if (!started) return fmt::format("start: refused: {}", started.error().explanation.en);
    auto now = started->after;
    if (const auto settle_ms = script.value("settleMs", std::int64_t{0}); settle_ms > 0) {
        if (auto wrong = pass_time(of, host, now, settle_ms)) return wrong;
    }
    if (auto wrong = compare_configuration(of, now, script.at("initialConfiguration"), "start")) return wrong;
    for (const auto& step : script.at("events")) {
        const auto type = step.at("event").at("type").get<std::string>();
        if (auto wrong = pass_time(of, host, now, host.clock_ms() + step.value("after", std::int64_t{0}))) return wrong;
        const auto taken = statechart::send(of, now, {type, step.at("event").value("data", json{})}, host);
        if (!taken) return fmt::format("{}: refused: {}", type, taken.error().explanation.en);
        now = taken->after;
        if (auto wrong = compare_configuration(of, now, step.at("nextConfiguration"), type)) return wrong;
    }
    return std::nullopt;
}

failure run_named(const ordered_json& written) {
    const auto read = statechart::chart::read(written.at("machine"));
    if (!read) return fmt::format("refused: {} at {}", read.error().explanation.en, read.error().place);
    if (auto wrong = compare_rules(*read, written)) return wrong;
    const auto context = written.at("machine").value("context", ordered_json::object());
    conformance::cel_host host{*read, json::parse(context.dump())};
    return run_script(*read, host, json::parse(written.at("script").dump()));
}

/// A case that cannot be read counts as failed too.
template<class Run>
void count(const std::string& name, const ordered_json& written, Run run, tally& into) {
    failure wrong;
    try {
        wrong = run(written);
    } catch (const std::exception& unread) {
        wrong = fmt::format("cannot be read: {}", unread.what());
    }
    ++(wrong ? into.failed : into.passed);
    if (wrong) fmt::print("FAILED {}: {}\n", name, *wrong);
}

void run_random_file(const std::string& path, tally& into) {
    std::ifstream file{path};
    std::string line;
    for (std::size_t number = 1; std::getline(file, line); ++number) {
        const bool is_blank = line.find_first_not_of(" \t\r") == std::string::npos;
        if (!is_blank)
            count(fmt::format("{}:{}", path, number), ordered_json::parse(line, nullptr, false), run_random, into);
    }
}

void run_named_file(const std::string& path, tally& into) {
    std::ifstream file{path};
    const auto suite = ordered_json::parse(file, nullptr, false);
    const auto& cases = suite.is_object() && suite.contains("cases") ? suite["cases"] : suite;
    if (!cases.is_array()) {
        fmt::print("FAILED {}: cannot be read, or holds no list of cases\n", path);
        ++into.failed;
        return;
    }
    for (const auto& written : cases) {
        const bool is_named = written.is_object() && written.contains("name") && written["name"].is_string();
        count(is_named ? written["name"].get<std::string>() : path, written, run_named, into);
    }
}

std::string shared_file(const char* name) {
    const char* shared = std::getenv("SLUICE_SHARED");
    return (std::filesystem::path{shared ? shared : "../shared"} / "conformance" / name).string();
}

} // namespace

int main(int argument_count, char** arguments) {
    std::vector<std::string> files{arguments + 1, arguments + argument_count};
    const bool random = !files.empty() && files.front() == "--random";
    if (random) files.erase(files.begin());
    const bool named = !files.empty();
    if (!named) files.push_back(shared_file(random ? "statechart-random.jsonl" : "statechart.json"));
    tally all;
    bool ran = false;
    for (const auto& file : files) {
        if (!named && !std::filesystem::exists(file)) {
            fmt::print("SKIPPED: {} absent\n", file);
            continue;
        }
        ran = true;
        if (!std::filesystem::exists(file)) {
            fmt::print("FAILED: there is no file {}\n", file);
            ++all.failed;
        } else if (random)
            run_random_file(file, all);
        else
            run_named_file(file, all);
    }
    fmt::print("{} passed, {} failed\n", all.passed, all.failed);
    const bool is_empty = ran && all.passed == 0; // a suite that holds nothing proves nothing
    return all.failed == 0 && !is_empty ? 0 : 1;
}

#include "tests/bench/run/size_run.hpp"

#include "tests/bench/floor/raw_sqlite.hpp"
#include "tests/bench/load/mixed_day.hpp"
#include "tests/bench/run/aftermath.hpp"
#include "tests/bench/run/program_process.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <thread>

namespace sluice::bench {
namespace {

constexpr std::chrono::seconds settled_after{1};
constexpr double warm_up_of_a_round = 0.3;

/// How many steps share a commit of the floor beside so many connections.
int steps_a_commit_beside(int connections) {
    return connections <= 1 ? 1 : connections / 2;
}

void show(const std::string& what) {
    if (isatty(STDERR_FILENO)) std::cerr << "\r\033[K  " << what << std::flush;
}

class size_run {
public:
    size_run(const plan& wanted, std::size_t applications)
        : wanted_{wanted}
        , folder_{wanted.work / std::to_string(applications)} {
        figures_.applications = applications;
        copy_base(kept_base(wanted.bases, applications), folder_);
        base_.emplace(folder_);
    }

    size_figures all() {
        measure_starts();
        measure_reading();
        measure_writing();
        measure_mixture();
        figures_.worked_anonymous = server_->memory_bytes("RssAnon");
        figures_.all = rounds_.summary();
        check_aftermath();
        server_.reset();
        std::filesystem::remove_all(folder_);
        return figures_;
    }

private:
    void start() {
        server_.reset();
        const std::string clock = base_->about.at("clock");
        server_.emplace(std::vector<std::string>{wanted_.server.string(), "serve", "--data", folder_.string(), "--port",
                                                 "0", "--clock", clock, "--log-level", "warning"},
                        folder_ / "server.log");
    }

    void measure_starts() {
        std::vector<double> times;
        for (int i = 0; i < wanted_.starts; ++i) {
            show(fmt::format("{} applications: start {} of {}", figures_.applications, i + 1, wanted_.starts));
            start();
            times.push_back(server_->start_ms());
        }
        figures_.start_ms = median(times);
        std::this_thread::sleep_for(settled_after);
        figures_.idle_bytes = server_->memory_bytes("VmRSS");
        figures_.idle_anonymous = server_->memory_bytes("RssAnon");
    }

    /// Reads, each beside what bare Beast gives at as many connections.
    void measure_reading() {
        const bool reads = wanted_.wants("get") || wanted_.wants("list") || wanted_.wants("totals") ||
                           wanted_.wants("work_list") || wanted_.wants("mixed");
        if (!reads) return;
        program_process beast{{wanted_.bare_beast.string(), std::to_string(std::thread::hardware_concurrency())},
                              folder_ / "bare_beast.log"};
        const bool totals = wanted_.wants("totals") && has_totals();
        for (const int each : wanted_.connections) {
            const auto connections = static_cast<std::size_t>(each);
            bare_workload bare;
            get_workload get{*base_, connections, base_->visible};
            list_workload list{*base_, connections};
            totals_workload sums{*base_};
            work_list_workload tasks{*base_};
            for (int round = 0; round < wanted_.rounds; ++round) {
                measure("bare_beast", bare, beast, each, round);
                if (wanted_.wants("get")) measure("get", get, *server_, each, round);
                if (wanted_.wants("list")) measure("list", list, *server_, each, round);
                if (totals) measure("totals", sums, *server_, each, round);
                if (wanted_.wants("work_list")) measure("work_list", tasks, *server_, each, round);
            }
        }
    }

    /// Durable steps, each beside what SQLite alone gives.
    void measure_writing() {
        if (wanted_.wants("step")) {
            const auto& sizes = base_->about.at("sizes");
            show("filling the floor's database");
            raw_sqlite raw{folder_, figures_.applications, {sizes.at("body"), sizes.at("event"), sizes.at("outbox")}};
            for (int round = 0; round < wanted_.rounds; ++round) {
                rounds_.add("fdatasync", 1, syncs_a_second(folder_, wanted_.how_long));
                for (const int each : wanted_.connections) {
                    const int at_once = steps_a_commit_beside(each);
                    show(fmt::format("raw SQLite, {} a commit", at_once));
                    rounds_.add("raw_sqlite", at_once, raw.steps_a_second(at_once, wanted_.how_long));
                    step_workload step{*base_, static_cast<std::size_t>(each)};
                    measure("step", step, *server_, each, round);
                }
            }
        }
        if (!wanted_.wants("create")) return;
        for (const int each : wanted_.connections) {
            create_workload create{*base_, static_cast<std::size_t>(each)};
            for (int round = 0; round < wanted_.rounds; ++round)
                measure("create", create, *server_, each, round);
            created_.insert(created_.end(), create.last_created().begin(), create.last_created().end());
        }
    }

    void measure_mixture() {
        if (!wanted_.wants("mixed")) return;
        for (const int each : wanted_.connections) {
            mixed_workload mixed{*base_, static_cast<std::size_t>(each)};
            for (int round = 0; round < wanted_.rounds; ++round)
                measure("mixed", mixed, *server_, each, round);
        }
    }

    void measure(const std::string& what, workload& load, const program_process& whom, int connections, int round) {
        show(fmt::format("{} applications: {}, {} connections, round {} of {}", figures_.applications, what,
                         connections, round + 1, wanted_.rounds));
        load_generator generator{whom.port(), static_cast<std::size_t>(connections)};
        try {
            if (round == 0)
                generator.run(
                    load, std::chrono::duration_cast<std::chrono::nanoseconds>(wanted_.how_long * warm_up_of_a_round));
            const double before = whom.processor_seconds();
            const auto figures = generator.run(load, wanted_.how_long);
            const auto count = static_cast<double>(std::max<std::uint64_t>(figures.latency.count(), 1));
            rounds_.add(what, connections, figures, (whom.processor_seconds() - before) * 1e6 / count);
        } catch (const wrong_answer& wrong) {
            throw wrong_answer(fmt::format("{}, {} connections: {}", what, connections, wrong.what()));
        }
    }

    bool has_totals() const {
        if (serves(server_->port(), totals_workload::target, base_->officer)) return true;
        std::cerr << fmt::format("\nThis server has no {}: totals are skipped.\n", totals_workload::target);
        return false;
    }

    /// What was acknowledged is there after the server has been killed.
    void check_aftermath() {
        show("checking what was written");
        start();
        aftermath checked{server_->port(), *base_};
        checked.read_stepped_again();
        checked.read_created_again(created_);
        if (wanted_.checks_chain && figures_.applications <= chain_checked_up_to) checked.verify_chain();
    }

    const plan& wanted_;
    std::filesystem::path folder_;
    std::optional<known_base> base_;
    std::optional<program_process> server_;
    gathered_rounds rounds_;
    std::vector<create_workload::created> created_;
    size_figures figures_;
};

} // namespace

size_figures measure_size(const plan& wanted, std::size_t applications) {
    return size_run{wanted, applications}.all();
}

} // namespace sluice::bench

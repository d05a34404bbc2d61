#include "tests/simulation/simulation.hpp"

#include "tests/simulation/applicants.hpp"
#include "tests/simulation/citizens.hpp"
#include "tests/simulation/desks.hpp"
#include "tests/simulation/final_state.hpp"
#include "tests/simulation/invariants.hpp"
#include "tests/simulation/reviewers.hpp"
#include "tests/simulation/summary.hpp"
#include "tests/simulation/treasury.hpp"
#include "tests/simulation/trespassers.hpp"

#include <fmt/format.h>

#include <chrono>
#include <ostream>

namespace sluice::simulation {
namespace {

using steady = std::chrono::steady_clock;

instant at_hour(date day, double hour) {
    return {start_of(day).milliseconds + static_cast<std::int64_t>(hour * 3'600'000)};
}

class year_of_a_bureau {
public:
    year_of_a_bureau(const settings& wanted, std::ostream& out)
        : out_{out}
        , at_{wanted}
        , people_{populate(at_, wanted.applications)}
        , rounds_{open_rounds(at_, people_, wanted.applications)}
        , applicants_{at_, people_, rounds_, wanted.applications}
        , desks_{at_, people_}
        , reviewers_{at_, people_}
        , citizens_{at_}
        , treasury_{at_, people_, rounds_}
        , trespassers_{at_, people_} {}

    outcome run() {
        const auto until = parse_iso_date(at_.habits()["until"].get_ref<const std::string&>()).value();
        for (date day = local_date(at_.now()); day < until; day += std::chrono::days{1})
            live(day);
        at_.move_to(start_of(until));
        tell(until);
        const double took = std::chrono::duration<double>(steady::now() - began_).count();
        const evidence all{
            at_, people_, rounds_, treasury_, reviewers_.looks_at_fellows(), trespassers_.looks_at_others()};
        const bool sound = check_invariants(all, out_);
        print_summary(at_, rounds_, treasury_.batches(), took, out_);
        at_.close();
        const auto hash = hash_of_state(at_.database());
        out_ << fmt::format("\nhash of the final state: {}\n", hash);
        return {hash, sound};
    }

private:
    void live(date day) {
        const auto is_working = at_.days().is_working_day(day).value();
        at_.move_to(at_hour(day, 8));
        if (is_working) {
            const working_day today{++number_, day};
            at_.move_to(at_hour(day, 9));
            desks_.work(today);
            at_.move_to(at_hour(day, 10.5));
            applicants_.work(today);
            at_.move_to(at_hour(day, 14));
            reviewers_.work(today);
            at_.move_to(at_hour(day, 15));
            treasury_.work(today);
            at_.move_to(at_hour(day, 16));
            trespassers_.work(today);
        }
        at_.move_to(at_hour(day, 20));
        applicants_.begin_applications(day);
        citizens_.look_around(day);
        const auto tomorrow = day + std::chrono::days{1};
        if (std::chrono::year_month_day{tomorrow}.month() != std::chrono::year_month_day{day}.month()) tell(tomorrow);
    }

    /// Once a month.
    void tell(date day) {
        const auto now = steady::now();
        const double seconds = std::chrono::duration<double>(now - told_).count();
        const auto counts = counts_by_state(at_.database());
        out_ << fmt::format("{}  {:>6} drafts {:>6} under way {:>6} ended  {:>8} commands {:>7.0f} a second\n",
                            to_iso(day), counts.drafts, counts.under_way, counts.ended, at_.commands(),
                            static_cast<double>(at_.commands() - commands_told_) / std::max(seconds, 0.001));
        out_.flush();
        told_ = now;
        commands_told_ = at_.commands();
    }

    std::ostream& out_;
    steady::time_point began_ = steady::now(), told_ = began_;
    bureau at_;
    population people_;
    std::vector<intake_round> rounds_;
    applicants applicants_;
    desks desks_;
    reviewers reviewers_;
    citizens citizens_;
    treasury treasury_;
    trespassers trespassers_;
    int number_ = 0;
    std::int64_t commands_told_ = 0;
};

} // namespace

outcome simulate(const settings& wanted, std::ostream& out) {
    return year_of_a_bureau{wanted, out}.run();
}

} // namespace sluice::simulation

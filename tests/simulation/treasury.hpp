#pragma once

#include "tests/simulation/acting.hpp"
#include "tests/simulation/rounds.hpp"

#include <map>
#include <string>
#include <vector>

namespace sluice::simulation {

/// What a fund looked like when it was asked.
struct fund_snapshot {
    std::string fund;
    instant at;
    json body;
};

/// The money's own calendar: files to the bank and its answers, rounds divided and carried over, the year's end.
class treasury {
public:
    treasury(bureau&, const population&, std::vector<intake_round>);

    void work(const working_day&);

    const std::vector<fund_snapshot>& snapshots() const { return snapshots_; }
    const std::vector<std::string>& decided_rounds() const { return decided_; }
    std::int64_t batches() const { return batches_; }

private:
    struct bank_answer {
        json batch;              ///< as it was sent
        std::vector<json> lines; ///< those answered
        bool returned = false;   ///< the money comes back
    };
    struct waiting_round {
        intake_round round;
        int decide_on = -1; ///< working day; -1: not closed yet
        bool decided = false, carried = false;
        int last_rerun = 0;
    };

    void send_files(const working_day&);
    void read_answers(const working_day&);
    void answer_later(const json& batch, const working_day&);
    void divide(waiting_round&, const working_day&);
    void draw_spot_checks(const waiting_round&, const working_day&);
    void carry_over(std::size_t index, const working_day&);
    void rerun(waiting_round&, const working_day&);
    void close_year(const working_day&);
    void look_at_funds(const working_day&);
    const std::string& programme_of(const json& batch) const;
    std::vector<std::string> funds() const;

    bureau& at_;
    const population& people_;
    std::vector<waiting_round> rounds_;
    std::multimap<int, bank_answer> answers_; ///< by the working day on which they come
    std::vector<fund_snapshot> snapshots_;
    std::vector<std::string> decided_;
    bool year_closed_ = false, tried_too_early_ = false;
    unsigned month_ = 0;
    std::int64_t batches_ = 0;
};

} // namespace sluice::simulation

#pragma once

#include "tests/simulation/acting.hpp"
#include "tests/simulation/rounds.hpp"

#include <map>
#include <string>
#include <vector>

namespace sluice::simulation {

/// The firms: they begin applications within the windows, complete them as the server's refusals say, and look at
/// their work lists every few days.
class applicants {
public:
    applicants(bureau&, const population&, const std::vector<intake_round>&, std::size_t applications);

    /// On every day of the year, since people write applications on Sundays too.
    void begin_applications(date today);
    void work(const working_day&);

private:
    struct plan {
        std::size_t number = 0;
        const firm* who = nullptr;
        const intake_round* round = nullptr;
        int tries = 0;
    };

    date first_day(const intake_round&, chance&) const;
    json form_of(const plan&) const;
    void visit(const firm&, const working_day&, std::vector<intent>&);
    void take_up(const firm&, pending&, const working_day&, std::vector<intent>&);
    void try_too_late(const firm&, const json& actions, const std::string& application, std::vector<intent>&);
    void complete(const firm&, pending&, const json& action, bool editable, std::vector<intent>&);
    void correct_form(const firm&, const std::string& application, std::vector<intent>&);
    void add(const firm&, pending&, service::command, std::string event, bool offered, std::vector<intent>&);

    bureau& at_;
    const population& people_;
    std::map<date, std::vector<plan>> begins_;
    std::map<std::string, plan> plans_;     ///< by application
    std::map<std::string, agenda> agendas_; ///< by firm
    std::map<std::string, bool> active_;    ///< firms that have anything to look at
    int today_ = 0;
};

} // namespace sluice::simulation

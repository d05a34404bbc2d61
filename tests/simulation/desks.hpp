#pragma once

#include "tests/simulation/acting.hpp"

#include <map>
#include <string>
#include <vector>

namespace sluice::simulation {

/// The office: each role shares out its work list every morning, and whoever is first allowed to act does.
class desks {
public:
    desks(bureau& at, const population& people)
        : at_{at}
        , people_{people} {}

    void work(const working_day&);

private:
    void work_as(const std::string& role, const working_day&, taken&, std::vector<intent>&);
    void take_up(const std::string& role, pending&, const working_day&, taken&, std::vector<intent>&);
    bool act(const std::string& role, const service::caller&, pending&, const json& actions, chance&,
             std::vector<intent>&);
    bool send(const std::string& role, const service::caller&, pending&, const json& actions, chance&,
              std::vector<intent>&);
    bool seat(const service::caller&, pending&, const json& actions, chance&, std::vector<intent>&);
    bool take_off(const service::caller&, pending&, const std::string& panel, chance&, std::vector<intent>&);
    bool replace_silent(const service::caller&, pending&, std::vector<intent>&);
    bool pay(const service::caller&, pending&, const json& actions, chance&, std::vector<intent>&);
    void add(const service::caller&, pending&, service::command, std::string event, std::vector<intent>&);

    bureau& at_;
    const population& people_;
    std::map<std::string, agenda> agendas_; ///< by role
    int today_ = 0;
};

} // namespace sluice::simulation

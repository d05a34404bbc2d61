#pragma once

#include "tests/simulation/acting.hpp"

#include <map>
#include <string>
#include <vector>

namespace sluice::simulation {

/// The experts: they answer invitations, declare, draft, score and vote, each with a bias of their own, and recuse
/// themselves or say nothing at all.
class reviewers {
public:
    reviewers(bureau& at, const population& people)
        : at_{at}
        , people_{people} {}

    void work(const working_day&);

    /// How often it was looked whether a fellow's score could be seen.
    std::int64_t looks_at_fellows() const { return looks_; }

private:
    void take_up(const expert&, pending&, const working_day&, std::vector<intent>&);
    void score(const expert&, pending&, const std::string& panel, bool draft, chance&, std::vector<intent>&);
    void add(const expert&, pending&, service::command, std::vector<intent>&);
    void look_at_fellows(const expert&, const std::string& application, const std::string& panel);
    json points_for(const expert&, const std::string& programme, const std::string& application,
                    const std::string& panel, chance&) const;

    bureau& at_;
    const population& people_;
    std::map<std::string, agenda> agendas_; ///< by expert
    std::int64_t looks_ = 0;
    int today_ = 0;
};

} // namespace sluice::simulation

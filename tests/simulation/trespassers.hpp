#pragma once

#include "tests/simulation/acting.hpp"

#include <string>
#include <vector>

namespace sluice::simulation {

/// People who try what they must not: others' applications, acts that the server calls not allowed, payments of their
/// own preparing. Each attempt has to be refused.
class trespassers {
public:
    trespassers(bureau& at, const population& people)
        : at_{at}
        , people_{people} {}

    void work(const working_day&);

    std::int64_t looks_at_others() const { return looks_; }

private:
    void applicant_at_another(chance&, const std::string& application, std::vector<intent>&);
    void official_beyond_rights(chance&, const std::string& application, std::vector<intent>&);
    void expert_without_seat(chance&, const std::string& application, std::vector<intent>&);

    bureau& at_;
    const population& people_;
    std::int64_t looks_ = 0;
};

} // namespace sluice::simulation

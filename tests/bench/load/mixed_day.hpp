#pragma once

#include "tests/bench/load/commands.hpp"
#include "tests/bench/load/readings.hpp"

namespace sluice::bench {

/// A usual day: of 100 requests 70 look at an application, 15 at a list, 10 advance an application and 5 begin one.
class mixed_workload final : public workload {
public:
    mixed_workload(known_base&, std::size_t connections);

    void ask(std::size_t connection, std::string& bytes) override;
    void check(std::size_t connection, const answer&) override;

private:
    workload& drawn_part();

    known_base& base_;
    get_workload get_;
    list_workload list_;
    step_workload step_;
    create_workload create_;
    std::vector<workload*> under_way_;
};

} // namespace sluice::bench

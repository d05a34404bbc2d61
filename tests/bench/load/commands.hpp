#pragma once

#include "tests/bench/load/known_base.hpp"
#include "tests/bench/load/workload.hpp"

#include <vector>

namespace sluice::bench {

/// The endless cycle of a case between the desks: an officer recommends, the director returns it. Each is a durable
/// step with everything on; every other one asks for no more than the new revision (`Prefer: return=minimal`).
class step_workload final : public workload {
public:
    step_workload(known_base&, std::size_t connections);

    void ask(std::size_t connection, std::string& bytes) override;
    void check(std::size_t connection, const answer&) override;

private:
    struct under_way {
        std::uint32_t application = 0;
        bool minimal = false;
    };

    std::uint32_t some_free_application();

    known_base& base_;
    const std::uint8_t recommendation_, decision_;
    const std::string recommend_, return_;
    std::vector<under_way> under_way_;
    bool minimal_ = false;
};

/// A new application with a filled-in form and a title of its own.
class create_workload final : public workload {
public:
    create_workload(known_base&, std::size_t connections);

    void ask(std::size_t connection, std::string& bytes) override;
    void check(std::size_t connection, const answer&) override;

    struct created {
        std::string location, title;
        std::size_t applicant = 0;
    };
    /// The last one on each connection, to be looked at again.
    const std::vector<created>& last_created() const { return last_; }
    std::size_t count() const { return count_; }

private:
    known_base& base_;
    std::string before_title_, after_title_, body_;
    std::vector<created> last_;
    std::size_t count_ = 0;
};

} // namespace sluice::bench

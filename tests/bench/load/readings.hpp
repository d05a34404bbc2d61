#pragma once

#include "tests/bench/load/known_base.hpp"
#include "tests/bench/load/workload.hpp"

#include <vector>

namespace sluice::bench {

/// Any one of some applications, each as likely, as an officer.
class get_workload final : public workload {
public:
    get_workload(known_base&, std::size_t connections, const std::vector<std::uint32_t>& among);

    void ask(std::size_t connection, std::string& bytes) override;
    void check(std::size_t connection, const answer&) override;

private:
    struct under_way {
        std::uint32_t application = 0;
        std::int32_t revision = 0; ///< when it was asked
    };

    known_base& base_;
    const std::vector<std::uint32_t>& among_;
    std::vector<under_way> under_way_;
};

/// Officials' lists of 50: by state, by round and by programme, by creation and by last change, and every third time
/// the page after the one before.
class list_workload final : public workload {
public:
    list_workload(known_base&, std::size_t connections);

    void ask(std::size_t connection, std::string& bytes) override;
    void check(std::size_t connection, const answer&) override;

private:
    struct kind {
        std::string query;
        std::string of_each;  ///< what every item must hold
        bool is_full = false; ///< the first pages have 50 items, whatever happens meanwhile
    };
    struct under_way {
        std::size_t kind = 0;
        int depth = 0;
        std::string next; ///< cursor of the page after
    };

    known_base& base_;
    std::vector<kind> kinds_;
    std::vector<under_way> under_way_;
};

/// What waits for an officer, the first 50.
class work_list_workload final : public workload {
public:
    explicit work_list_workload(known_base&);

    void ask(std::size_t connection, std::string& bytes) override;
    void check(std::size_t connection, const answer&) override;

private:
    known_base& base_;
    std::size_t expected_;
};

/// How many applications stand where.
class totals_workload final : public workload {
public:
    explicit totals_workload(known_base& base)
        : base_{base} {}

    static constexpr const char* target = "/v1/reports/pipeline";

    void ask(std::size_t connection, std::string& bytes) override;
    void check(std::size_t connection, const answer&) override;

private:
    known_base& base_;
};

/// The same small answer to everything: what the library alone can do (`bare_beast`).
class bare_workload final : public workload {
public:
    void ask(std::size_t connection, std::string& bytes) override;
    void check(std::size_t connection, const answer&) override;
};
inline constexpr std::size_t bare_body_bytes = 600;

} // namespace sluice::bench

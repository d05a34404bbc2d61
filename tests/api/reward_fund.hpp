#pragma once

#include "tests/api/dream_fund.hpp"

#include <array>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace sluice::test {

/// A firm whose claim is 1 % of its base and 2 % of what that grew by, 500,000 at the most; and what it is paid of a
/// pool half as large as all four claims.
struct claimant {
    const char* code;
    const char* base;
    const char* prior;
    const char* claim;
    const char* share;
};

// 333,333.33 and 66,666.67 both halve to a fen and a half: the one fen left goes to the lower application number.
inline constexpr std::array claimants{
    claimant{"91330784597215142M", "4000000.00", "1000000.00", "100000.00", "50000.00"},
    claimant{"91330784MA2EEJ1T50", "30000000.00", "10000000.00", "500000.00", "250000.00"},
    claimant{"11331021002687352Y", "15000000.00", "5833333.50", "333333.33", "166666.67"},
    claimant{"91330100799655058B", "3000000.00", "1166666.50", "66666.67", "33333.33"},
};

/// A copy of the programmes in which the reward fund is changed; gone with it.
class changed_workflows {
public:
    explicit changed_workflows(const std::function<void(ordered_json&)>& change);
    ~changed_workflows();
    changed_workflows(const changed_workflows&) = delete;
    changed_workflows& operator=(const changed_workflows&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// The reward fund with its three desks and one applicant a firm. What goes wrong on the way throws
/// `std::runtime_error`.
class reward_fund : public test_bureau {
public:
    static constexpr const char* programme = "rd-reward-fund";

    /// A fund and a round of that much.
    explicit reward_fund(const std::string& pool);
    /// The same under changed definitions, which are only read.
    reward_fund(const std::string& pool, const changed_workflows&);

    const std::string& round() const { return round_; }
    std::string allocation() const { return "/v1/rounds/" + round_ + "/allocation"; }

    void take(const std::string& person, const std::string& application, const std::string& type,
              const json& data = json::object());

    /// From the draft until the application waits for its share; `change` is merged into the form.
    std::string waiting(const claimant& firm, const json& change = json::object());
    /// A draft with all its documents, of a person hired for that firm.
    std::string draft(const claimant& firm, const json& change = json::object());

    /// The end of the notice, and the payment by three people.
    void pay_out(const std::vector<std::string>& applications);
    /// An objection that is upheld: the firm leaves the list.
    void remove_by_objection(const std::string& application);

    json fund();
    json seen(const std::string& application);

private:
    void set_up(const std::string& pool);
    json form_of(const claimant& firm) const;

    std::string round_;
    json form_;
};

} // namespace sluice::test

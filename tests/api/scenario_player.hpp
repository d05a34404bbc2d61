#pragma once

#include "tests/api/test_bureau.hpp"

#include <string>

namespace sluice::test {

/// Plays one scenario of a programme's `cases.json` over HTTP, each step as the person it names, the clock moved as it
/// says: the same scenarios that the pure core is held to. Throws `scenario_broken` where it goes another way.
class scenario_player {
public:
    /// Sets up people, organisations, experts, round and appropriation as the file says, in an empty bureau.
    scenario_player(test_bureau&, std::string programme, const json& cases);

    void play(const json& scenario);

    const std::string& application() const { return application_; }

private:
    std::string fund_of_programme();
    void hire(const std::string& name, const json& roles, const std::string& organisation, const json& expert);
    void perform(const json& step);
    http_answer act(const json& step);
    http_answer send(const json& step);
    http_answer try_out(const json& step);
    http_answer object(const json& step);
    json resolved(json data) const;
    http_answer pay(const std::string& instalment);
    http_answer pay_step(const std::string& person, const std::string& instalment, const std::string& step);
    http_answer allocate(const std::string& person);
    http_answer amend(const std::string& person, const json& patch);
    http_answer wait(const std::string& delay);
    void declare(const std::string& person, const std::string& panel);
    void expect_refusal(const json& step, const http_answer&) const;
    void expect_state(const json& expected);
    void expect_end(const json& scenario);
    std::vector<std::string> people_with(const json& roles) const;
    json seen_by_office();

    test_bureau& bureau_;
    std::string programme_;
    const json& cases_;
    std::string round_;
    std::string application_;
    std::map<std::string, std::string> remembered_; ///< objections by the names that steps gave them
    std::map<std::string, std::string> receipts_;   ///< by such a name, and by who objected
    std::string inspector_;                         ///< an auditor, who looks on
};

struct scenario_broken : std::runtime_error {
    using std::runtime_error::runtime_error;
};

} // namespace sluice::test

#pragma once

#include "tests/api/dream_fund.hpp"
#include "tests/api/refused.hpp"

#include <string>

/// What the tests of people's work with each other share.
namespace sluice::test {

inline std::string path_of(const std::string& application, const std::string& part = "") {
    return "/v1/applications/" + application + part;
}

inline json items(dream_fund& bureau, const std::string& person, const std::string& target) {
    const auto answer = bureau.get(person, target);
    if (answer.status != 200) throw std::runtime_error(target + " as " + person + ": " + answer.body);
    return answer.data().at("items");
}

inline std::string in_days(const dream_fund& bureau, int days) {
    return to_rfc3339(instant{bureau.now().milliseconds + std::int64_t{days} * 86'400'000});
}

inline void pass_days(dream_fund& bureau, int days) {
    bureau.move_to(instant{bureau.now().milliseconds + std::int64_t{days} * 86'400'000});
}

inline json delegation_to(const dream_fund& bureau, const std::string& to, int days = 10) {
    return {
        {"to", bureau.id_of(to)}, {"from", in_days(bureau, 0)}, {"until", in_days(bureau, days)}, {"reason", "出差"}};
}

/// Makes it, and returns where it is.
inline std::string delegate(dream_fund& bureau, const std::string& from, const std::string& to, int days = 10) {
    const auto made = bureau.post(from, "/v1/people/me/delegations", delegation_to(bureau, to, days));
    if (made.status != 201) throw std::runtime_error("delegating: " + made.body);
    return made.header("Location").value();
}

} // namespace sluice::test

#include "tests/bench/run/aftermath.hpp"

#include "tests/bench/load/load_generator.hpp"
#include "tests/bench/load/readings.hpp"
#include "tests/support/http_client.hpp"

#include <fmt/format.h>

namespace sluice::bench {
namespace {

constexpr std::chrono::milliseconds sampled_for{300};

test::http_answer get(std::uint16_t port, const std::string& target, const std::string& token) {
    test::http_client client{port};
    return client.get(target, {{"Authorization", "Bearer " + token}});
}

} // namespace

bool serves(std::uint16_t port, const std::string& target, const std::string& token) {
    return get(port, target, token).status != 404;
}

void aftermath::read_stepped_again() const {
    load_generator generator{port_, 1};
    get_workload again{base_, 1, base_.steppable};
    generator.run(again, sampled_for);
}

void aftermath::read_created_again(const std::vector<create_workload::created>& all) const {
    for (const auto& each : all) {
        const auto given = get(port_, each.location, base_.applicants[each.applicant]);
        if (given.status != 200 || given.data().at("title") != each.title)
            throw wrong_answer(
                fmt::format("{} was created, and then is {} {}", each.location, given.status, given.body));
    }
}

void aftermath::verify_chain() const {
    const auto given = get(port_, fmt::format("/v1/programmes/{}/log/verification", base_.programme),
                           base_.about.at("tokens").at("auditor"));
    if (given.status != 200 || given.data().at("valid") != true)
        throw wrong_answer(fmt::format("the record is not whole: {} {}", given.status, given.body));
}

} // namespace sluice::bench

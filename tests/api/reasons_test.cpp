// Every reason for which a request can be refused has a test that provokes it. Last of the program: it asks what the
// tests before it have met.

#include "tests/api/refused.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/interfaces/catch_interfaces_config.hpp>
#include <catch2/internal/catch_context.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>

using namespace sluice;

namespace {

constexpr std::array every_reason{
#define SLUICE_REASON_VALUE(name) reason::name,
    SLUICE_REASONS(SLUICE_REASON_VALUE)
#undef SLUICE_REASON_VALUE
};

/// What no client of a sound server can provoke, and the test that does it from inside.
const std::map<reason, std::string>& provoked_elsewhere() {
    static const std::map<reason, std::string> tests{
        {reason::internal, "tests/api/http/handler_test.cpp"},
        {reason::service_unavailable, "tests/api/http/limits_test.cpp"},
        {reason::definition_invalid, "tests/statechart/reader_test.cpp"},
        {reason::expression_invalid, "tests/cel/fault_test.cpp"},
    };
    return tests;
}

/// Declared, and refused by nothing in the server: each of them is to get a use and a test, or to go.
constexpr std::array waiting_for_a_use{reason::not_acceptable, reason::too_many_requests, reason::applicant_barred};

bool is_waiting(reason why) {
    return std::find(waiting_for_a_use.begin(), waiting_for_a_use.end(), why) != waiting_for_a_use.end();
}

std::string contents_of(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

} // namespace

TEST_CASE("a reason that is provoked elsewhere is named by the test that does so", "[reasons]") {
    for (const auto& [why, path] : provoked_elsewhere()) {
        INFO(name_of(why) << " in " << path);
        CHECK(contents_of(path).find(name_of(why)) != std::string::npos);
    }
}

TEST_CASE("every reason is provoked, here over HTTP or elsewhere from inside", "[reasons]") {
    const auto* config = Catch::getCurrentContext().getConfig();
    if (config->hasTestFilters() || config->runOrder() != Catch::TestRunOrder::Declared)
        SKIP("only a whole run in order tells");
    for (const auto why : every_reason) {
        INFO(name_of(why));
        const bool provoked = test::provoked_reasons().contains(why) || provoked_elsewhere().contains(why);
        CHECK(provoked != is_waiting(why)); // what has come into use leaves the waiting list
    }
}

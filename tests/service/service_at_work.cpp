#include "tests/service/service_at_work.hpp"

#include <catch2/catch_test_macros.hpp>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <iterator>

namespace sluice::test {

working_folder::working_folder() {
    static std::atomic<int> made = 0;
    path = std::filesystem::temp_directory_path() /
           ("sluice-service-" + std::to_string(getpid()) + "-" + std::to_string(++made));
    std::filesystem::create_directories(path);
}

working_folder::~working_folder() {
    std::filesystem::remove_all(path);
}

json sample_form() {
    std::ifstream file{"workflows/incubator-dream-fund/cases.json", std::ios::binary};
    return parse_json(std::string{std::istreambuf_iterator<char>{file}, {}}, {64, 2'000})
        .value()
        .at("forms")
        .at("maker");
}

const service::caller& founder() {
    static const service::caller one{"founder", "", "", {{"admin"}, {"director"}, {"finance"}}, ""};
    return one;
}

json carry_out(service::service& engine, const service::caller& who, service::command wanted) {
    const auto done = engine.carry_out({who, std::move(wanted), std::nullopt, std::nullopt});
    INFO((done.has_error() ? done.error().explanation.en : std::string{}));
    REQUIRE(done.has_value());
    return done->data();
}

} // namespace sluice::test

#include "api/delivery/webhook_signature.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::delivery;

TEST_CASE("a signature is the one of the published libraries' test") {
    CHECK(webhook_signature({"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}, "msg_p5jXN8AQM9LWM0D4loKWxJek",
                            instant{1'614'265'330'000},
                            R"({"test": 2432232314})") == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST_CASE("while two secrets hold, each signs") {
    const auto first = make_webhook_secret(), second = make_webhook_secret();
    CHECK(first != second);
    const auto both = webhook_signature({first, second}, "id", instant{1}, "{}");
    CHECK(both == webhook_signature({first}, "id", instant{1}, "{}") + " " +
                      webhook_signature({second}, "id", instant{1}, "{}"));
    CHECK_THROWS_AS(webhook_signature({"secret"}, "id", instant{1}, "{}"), std::invalid_argument);
}

#include "engine/base/social_credit_code.hpp"

#include <catch2/catch_test_macros.hpp>

using sluice::is_social_credit_code;

TEST_CASE("unified social credit codes are checked after GB 32100-2015", "[social_credit_code]") {
    for (const char* valid : {"11331021002687352Y", "914403001922038216", "9144030071526726XG", "91330100799655058B",
                              "91110000802100433B", "91330784597215142M", "91330784MA2EEJ1T50", "91350100M000100Y43"})
        CHECK(is_social_credit_code(valid));
    for (const char* invalid :
         {"91350100M000100Y4Z", "91310115MA1H8R7C6D", "91330784MA29Q4QT4K", "91350100M0001TGQXM", "",
          "91350100M000100Y4", "91350100M000100Y433", "91350100m000100y43", "9135O100M000100Y43"})
        CHECK_FALSE(is_social_credit_code(invalid));
}

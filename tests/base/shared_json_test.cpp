#include "engine/base/json_reader.hpp"
#include "engine/base/shared_json.hpp"

#include <catch2/catch_test_macros.hpp>

namespace sluice {

TEST_CASE("a shared value has its canonical text, however it was made") {
    CHECK(shared_json {} -> is_object());
    CHECK(shared_json{}.text() == "{}");
    const json value = {{"b", {1, "渠\n"}}, {"a", nullptr}};
    const shared_json made{value};
    CHECK(*made == value);
    CHECK(made.text() == value.dump());
    const std::string around = "[" + value.dump() + " ,5]";
    json_reader from{around};
    from.begin_array();
    REQUIRE(from.next_element());
    std::string_view text;
    CHECK(from.tree(text) == value);
    CHECK(text == value.dump());
    REQUIRE(from.next_element());
    CHECK(from.integer() == 5);
}

TEST_CASE("copies of a shared value are the same value, until one is replaced") {
    const shared_json first{json{{"a", 1}}};
    shared_json second = first;
    CHECK(&*second == &*first);
    second = shared_json{json{{"a", 2}}};
    CHECK(first->at("a") == 1);
    CHECK(second->at("a") == 2);
}

} // namespace sluice

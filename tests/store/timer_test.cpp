#include "tests/store/backend.hpp"
#include "tests/store/samples.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

using namespace sluice;
using namespace sluice::store;
using namespace sluice::store::tests;

TEST_CASE("due timers come in the order in which they fell due") {
    fresh_store store{GENERATE(from_range(backends()))};
    CHECK_FALSE(store->read()->next_due());
    const std::string a = sample_id(1);
    write(*store, [&](write_transaction& t) {
        t.put_application(sample_application(1), 0);
        t.put_timer({a, "lapse", "dream", instant{300}});
        t.put_timer({a, "notice", "dream", instant{100}});
        t.put_timer({a, "remind", "dream", instant{200}});
    });
    const auto reader = store->read();
    CHECK(reader->next_due() == instant{100});
    CHECK(reader->due_timers(instant{99}, 10).empty());
    CHECK(reader->due_timers(instant{200}, 10) ==
          std::vector<timer_record>{{a, "notice", "dream", instant{100}}, {a, "remind", "dream", instant{200}}});
    CHECK(reader->due_timers(instant{1'000}, 1).size() == 1);
    CHECK(reader->timers_of(a).size() == 3);
}

TEST_CASE("a timer put again is moved, and a removed one is gone") {
    fresh_store store{GENERATE(from_range(backends()))};
    const std::string a = sample_id(1);
    write(*store, [&](write_transaction& t) {
        t.put_application(sample_application(1), 0);
        t.put_timer({a, "notice", "dream", instant{100}});
        t.put_timer({a, "notice", "dream", instant{500}});
        CHECK(t.timers_of(a) == std::vector<timer_record>{{a, "notice", "dream", instant{500}}});
        t.remove_timer(a, "notice");
        t.remove_timer(a, "never set");
        CHECK(t.timers_of(a).empty());
    });
}

TEST_CASE("a timer of an application that is not stored is refused") {
    fresh_store store{GENERATE(from_range(backends()))};
    const auto transaction = store->begin_write();
    CHECK_THROWS_AS(transaction->put_timer({sample_id(1), "notice", "dream", instant{1}}), store_misused);
}

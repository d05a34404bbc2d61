#include "tests/store/backend.hpp"
#include "tests/store/samples.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

using namespace sluice;
using namespace sluice::store;
using namespace sluice::store::tests;

namespace {

delivery_record to_be_sent(const std::string& id, std::int64_t due, std::string channel = "mail") {
    delivery_record d;
    d.id = id;
    d.channel = std::move(channel);
    d.recipient = "person-1";
    d.address = "ada@firm.example";
    d.programme = "dream";
    d.application = "a-1";
    d.status = "waiting";
    d.at = instant{1};
    d.due_at = instant{due};
    d.body = "{}";
    return d;
}

std::vector<std::string> ids(const std::vector<delivery_record>& found) {
    std::vector<std::string> all;
    for (const auto& each : found)
        all.push_back(each.id);
    return all;
}

using names = std::vector<std::string>;

} // namespace

TEST_CASE("what waits is found by its channel when it is due, the longest overdue first") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) {
        t.put_delivery(to_be_sent("1", 30));
        t.put_delivery(to_be_sent("2", 10));
        t.put_delivery(to_be_sent("3", 5, "webhook"));
        auto settled = to_be_sent("4", 1);
        settled.status = "delivered";
        t.put_delivery(settled);
    });
    const auto read = store->read();
    CHECK(ids(read->due_deliveries("mail", instant{9}, 10)).empty());
    CHECK(ids(read->due_deliveries("mail", instant{30}, 10)) == names{"2", "1"});
    CHECK(ids(read->due_deliveries("mail", instant{30}, 1)) == names{"2"});
    CHECK(read->next_delivery("mail") == instant{10});
    CHECK(read->next_delivery("webhook") == instant{5});
    CHECK_FALSE(read->next_delivery("pigeon"));
}

TEST_CASE("only how far a delivery has come changes") {
    fresh_store store{GENERATE(from_range(backends()))};
    auto sent = to_be_sent("1", 10);
    write(*store, [&](write_transaction& t) {
        t.put_delivery(sent);
        sent.status = "failed";
        sent.attempts = 8;
        sent.settled_at = instant{99};
        sent.reply = "550 no such user";
        auto forged = sent;
        forged.address = "eve@elsewhere.example";
        forged.body = "other";
        t.put_delivery(forged);
    });
    CHECK(store->read()->find_delivery("1") == sent);
    CHECK(ids(store->read()->failed_deliveries({}).items) == names{"1"});
    CHECK_FALSE(store->read()->next_delivery("mail"));
}

TEST_CASE("lists of deliveries give the newest first, in pages") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) {
        for (int i = 1; i <= 5; ++i) {
            auto each = to_be_sent(std::to_string(i), i);
            if (i % 2 == 0) each.read_at = instant{7};
            if (i == 5) each.application.clear();
            t.put_delivery(each);
        }
    });
    const auto read = store->read();
    const auto first = read->deliveries_to("person-1", false, {{}, 2});
    CHECK(ids(first.items) == names{"5", "4"});
    REQUIRE(first.next);
    CHECK(ids(read->deliveries_to("person-1", false, {first.next, 9}).items) == names{"3", "2", "1"});
    CHECK(ids(read->deliveries_to("person-1", true, {}).items) == names{"5", "3", "1"});
    CHECK(ids(read->deliveries_about("a-1", {}).items) == names{"4", "3", "2", "1"});
    CHECK(read->deliveries_to("person-2", false, {}).items.empty());
}

TEST_CASE("old deliveries are forgotten, but none that waits") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) {
        for (int i = 1; i <= 4; ++i) {
            auto each = to_be_sent(std::to_string(i), i);
            if (i != 2) each.status = "delivered";
            t.put_delivery(each);
        }
        CHECK(t.remove_deliveries_before("4", 1) == 1);
        CHECK(t.remove_deliveries_before("4", 9) == 1);
        CHECK(t.remove_deliveries_before("4", 9) == 0);
        CHECK(ids(t.deliveries_to("person-1", false, {}).items) == names{"4", "2"});
    });
}

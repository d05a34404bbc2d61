#include "tests/store/backend.hpp"
#include "tests/store/samples.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>

using namespace sluice;
using namespace sluice::store;
using namespace sluice::store::tests;

namespace {

std::vector<std::string> ids(const std::vector<notice_record>& found) {
    std::vector<std::string> all;
    for (const auto& each : found)
        all.push_back(each.id);
    return all;
}

} // namespace

TEST_CASE("notices are listed newest first, of a programme or a round, open or closed, page by page") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [&](write_transaction& t) {
        t.put_notice({"a", "incubator-dream-fund", "2025", true, instant{100}});
        t.put_notice({"b", "incubator-dream-fund", "2026", false, instant{300}});
        t.put_notice({"c", "incubator-dream-fund", "2026", false, instant{300}}); // at the same instant: the id decides
        t.put_notice({"d", "reward", "2026", false, instant{200}});
        t.put_notice({"d", "reward", "2026", true, instant{200}}); // closed since
    });
    const auto reader = store->read();
    const auto listed = [&](const notice_filter& filter) {
        return ids(
            all_pages<notice_record>(1, [&](const page_request& want) { return reader->list_notices(filter, want); }));
    };
    using list = std::vector<std::string>;
    CHECK(listed({}) == list{"c", "b", "d", "a"});
    CHECK(listed({{}, {}, false}) == list{"c", "b"});
    CHECK(listed({{}, {}, true}) == list{"d", "a"});
    CHECK(listed({"incubator-dream-fund", {}, {}}) == list{"c", "b", "a"});
    CHECK(listed({"incubator-dream-fund", {}, true}) == list{"a"});
    CHECK(listed({"incubator-dream-fund", "2026", {}}) == list{"c", "b"});
    CHECK(listed({"incubator-dream-fund", "2025", false}).empty());
    CHECK(listed({"reward", "2026", true}) == list{"d"});
    CHECK(listed({"nobody", {}, {}}).empty());
    CHECK(listed({{}, "2026", {}}).empty()); // a round without its programme
}
